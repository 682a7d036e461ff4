import Foundation
import Spec
import Testing

@testable import Pipeline

/// A graph with a diamond and a tail: a, b read a, c read a, d reads b and c, and e stands alone.
private struct Diamond {
  var a: JSON = 1
  var b: JSON = 2
  var c: JSON = 3
  var d: JSON = 4
  var e: JSON = 5
  var names = ["a", "b", "c", "d", "e"]
  var kindOfB = "join"
  var order = [0, 1, 2, 3, 4]
  var inputsOfD = [1, 2]
  var extra: [Stage] = []
  var source: String?
  var parity: Int?

  var stages: [Stage] {
    let sources = source.map { [fixed($0)] } ?? []
    let first = parity.map { Stage.parity(names[0], $0) } ?? .joining(names[0], a, line: 10, sources: sources)
    let all: [Stage] = [
      first, .joining(names[1], b, from: [names[0]], kind: kindOfB, line: 11),
      .joining(names[2], c, from: [names[0]], line: 12),
      .joining(names[3], d, from: inputsOfD.map { names[$0] }, line: 13), .joining(names[4], e, line: 14),
    ]
    return order.map { all[$0] } + extra
  }

  private func fixed(_ text: String) -> Source {
    let bytes = Array(text.utf8)
    return Source(name: "data.csv", digest: .of(bytes), current: { .of(bytes) }, content: { bytes })
  }
}

/// An edit, what certainly reruns, what may, and what then does.
private struct Edit: Sendable, CustomTestStringConvertible {
  let testDescription: String
  var before: @Sendable (inout Diamond) -> Void = { _ in }
  let edit: @Sendable (inout Diamond) -> Void
  var targets: [String] = []
  var force: [String] = []
  var runs: [String] = []
  var mayRun: [String] = []
  var reruns: [String] = []

  static let all: [Edit] = [
    Edit(testDescription: "nothing", edit: { _ in }),
    Edit(testDescription: "the order in which stages are written", edit: { $0.order = [4, 0, 2, 1, 3] }),
    Edit(testDescription: "the name of a stage", edit: { $0.names[1] = "renamed" }),
    Edit(testDescription: "the names of all stages", edit: { $0.names = ["v", "w", "x", "y", "z"] }),
    Edit(
      testDescription: "a setting at the root", edit: { $0.a = 9 }, runs: ["a"], mayRun: ["b", "c", "d"],
      reruns: ["a", "b", "c", "d"]),
    Edit(
      testDescription: "a setting on one side", edit: { $0.b = 9 }, runs: ["b"], mayRun: ["d"],
      reruns: ["b", "d"]),
    Edit(testDescription: "a setting at the end", edit: { $0.d = 9 }, runs: ["d"], reruns: ["d"]),
    Edit(
      testDescription: "a setting of a stage that stands alone", edit: { $0.e = 9 }, runs: ["e"],
      reruns: ["e"]),
    Edit(
      testDescription: "two settings on both sides", edit: { ($0.b, $0.c) = (8, 9) }, runs: ["b", "c"],
      mayRun: ["d"],
      reruns: ["b", "c", "d"]),
    Edit(
      testDescription: "the implementation of a kind", edit: { $0.kindOfB = "join-2" }, runs: ["b"],
      mayRun: ["d"],
      reruns: ["b", "d"]),
    Edit(
      testDescription: "the order of inputs with one name each", edit: { $0.inputsOfD = [2, 1] }, runs: ["d"],
      reruns: ["d"]),
    Edit(testDescription: "an input taken away", edit: { $0.inputsOfD = [1] }, runs: ["d"], reruns: ["d"]),
    Edit(
      testDescription: "a new stage", edit: { $0.extra = [.joining("f", 6, from: ["d"])] }, runs: ["f"],
      reruns: ["f"]),
    Edit(
      testDescription: "a new stage that does what another does",
      edit: { $0.extra = [.joining("f", 2, from: ["a"])] }),
    Edit(testDescription: "a stage taken away", edit: { $0.order = [0, 1, 2, 3] }),
    Edit(
      testDescription: "a type of value: 1 becomes '1'", edit: { $0.a = "1" }, runs: ["a"],
      mayRun: ["b", "c", "d"],
      reruns: ["a", "b", "c", "d"]),
    Edit(
      testDescription: "the content of a source", before: { $0.source = "one" }, edit: { $0.source = "two" },
      runs: ["a"], mayRun: ["b", "c", "d"], reruns: ["a", "b", "c", "d"]),
    Edit(testDescription: "a source, back to what it was", before: { $0.source = "one" }, edit: { _ in }),
    Edit(
      testDescription: "a setting that changes no byte", before: { $0.parity = 2 }, edit: { $0.parity = 4 },
      runs: ["a"], mayRun: ["b", "c", "d"], reruns: ["a"]),
    Edit(
      testDescription: "a setting that changes bytes after all", before: { $0.parity = 2 },
      edit: { $0.parity = 5 }, runs: ["a"], mayRun: ["b", "c", "d"], reruns: ["a", "b", "c", "d"]),
    Edit(testDescription: "a setting that is not a target's", edit: { $0.d = 9 }, targets: ["b"]),
    Edit(
      testDescription: "a target and what it is made from", edit: { ($0.a, $0.c, $0.e) = (7, 8, 9) },
      targets: ["b"], runs: ["a"], mayRun: ["b"], reruns: ["a", "b"]),
    Edit(
      testDescription: "a pattern of targets", edit: { ($0.e, $0.d, $0.b) = (8, 9, 7) },
      targets: ["e*", "c"],
      runs: ["e"], reruns: ["e"]),
    Edit(testDescription: "a forced stage", edit: { _ in }, force: ["b"], runs: ["b"], reruns: ["b"]),
    Edit(
      testDescription: "forced stages by pattern", edit: { _ in }, force: ["?"],
      runs: ["a", "b", "c", "d", "e"],
      reruns: ["a", "b", "c", "d", "e"]),
  ]
}

@Suite("Edits and what reruns")
struct IncrementalStories {
  @Test("exactly what an edit concerns runs again, and the plan said so", arguments: Edit.all)
  private func edited(_ edit: Edit) async throws {
    let workshop = try Workshop()
    var diamond = Diamond()
    edit.before(&diamond)
    let first = try await workshop.run(diamond.stages)
    #expect(first.ran.sorted() == ["a", "b", "c", "d", "e"])

    edit.edit(&diamond)
    let plan = try workshop.plan(diamond.stages, targets: edit.targets, force: edit.force)
    let announced = { (state: Plan.State) in plan.steps.filter { $0.state == state }.map(\.stage.name) }
    let summary = try await workshop.run(diamond.stages, targets: edit.targets, force: edit.force)
    #expect(announced(.run).filter { plan[$0]?.reason.isOwnWork ?? true }.sorted() == edit.runs)
    #expect(announced(.maybe).sorted() == edit.mayRun)
    #expect(summary.ran.sorted() == edit.reruns)
    #expect(summary.isComplete)
    // The dry run never lies.
    #expect(Set(announced(.run)).isSubset(of: summary.ran + summary.reused))
    #expect(Set(summary.ran).isSubset(of: announced(.run) + announced(.maybe)))

    // And then there is nothing left to do.
    #expect(try workshop.plan(diamond.stages, targets: edit.targets).isUpToDate)
    #expect(try await workshop.run(diamond.stages, targets: edit.targets).ran == [])
  }

  @Test("what comes out is what a run from nothing gives")
  func sameAsFresh() async throws {
    let workshop = try Workshop()
    var diamond = Diamond()
    try await workshop.run(diamond.stages)
    diamond.b = 7
    let edited = try await workshop.run(diamond.stages)
    let fresh = try await Workshop().run(diamond.stages)
    #expect(edited.outputs == fresh.outputs)
  }

  @Test("two stages with the same work do it once, and both have the result")
  func twins() async throws {
    let workshop = try Workshop()
    let stages: [Stage] = [
      .joining("a"), .joining("b", 1, from: ["a"]), .joining("also-a"),
      .joining("also-b", 1, from: ["also-a"]),
    ]
    let plan = try workshop.plan(stages)
    #expect(plan["also-b"]?.reason == .sameAs("b"))
    let summary = try await workshop.run(stages)
    #expect(summary.ran == ["a", "b"])
    #expect(summary.outputs["b"] == summary.outputs["also-b"])
  }

  @Test("a stage that nothing needs stays as it is when its result is gone")
  func idle() async throws {
    let workshop = try Workshop()
    let stages: [Stage] = [.joining("a", padding: 9000), .joining("b", from: ["a"])]
    let summary = try await workshop.run(stages)
    let output = try #require(summary.outputs["a"]?.first)
    try FileManager.default.removeItem(atPath: workshop.home.path(of: output.reference))
    #expect(try workshop.plan(stages)["a"]?.state == .hit)
    // Somebody who has to read it makes it again, and what is known stays known.
    var more = stages + [.joining("c", 1, from: ["a"])]
    let plan = try workshop.plan(more)
    #expect(plan["a"]?.state == .run && plan["a"]?.reason == .outputMissing("out"))
    #expect(plan["b"]?.state == .hit && plan["c"]?.state == .run)
    #expect(try await workshop.run(more).ran == ["a", "c"])
    more.append(.joining("d", 2, from: ["a", "c"]))
    #expect(try workshop.plan(more)["a"]?.state == .restore)
  }
}
