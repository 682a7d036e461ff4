import Foundation
import Spec
import Testing

@testable import Pipeline

@Suite("Why")
struct WhyTests {
  private func why(_ workshop: Workshop, _ stages: [Stage], _ stage: String) throws -> String? {
    let ledger = try Ledger.load("story", from: workshop.store)
    return try workshop.plan(stages).why(stage, ledger: ledger)?.reason.description
  }

  @Test("a changed setting is named with its place, its old value and its new one")
  func setting() async throws {
    let workshop = try Workshop()
    #expect(try why(workshop, [.joining("a", 1)], "a") == "never built")
    try await workshop.run([.joining("a", 1, line: 4)])
    let edited: [Stage] = [.joining("a", 2, line: 7)]
    #expect(try why(workshop, edited, "a") == "changed: a.setting 1 → 2 (story.yaml:7:3)")
    try await workshop.run(edited)
    // Afterwards, what made it run.
    let ledger = try Ledger.load("story", from: workshop.store)
    let explanation = try #require(try workshop.plan(edited).why("a", ledger: ledger))
    #expect(explanation.subject == .lastChange && explanation.state == .hit)
    #expect(explanation.reason.description == "changed: a.setting 1 → 2 (story.yaml:7:3)")
  }

  @Test("an input that changed is named with both digests, one that may change with its maker")
  func inputs() async throws {
    let workshop = try Workshop()
    try await workshop.run([.parity("a", 2), .joining("b", 1, from: ["a"])])
    let edited: [Stage] = [.parity("a", 3), .joining("b", 1, from: ["a"])]
    #expect(try why(workshop, edited, "b") == "unless a gives the same as before")
    try await workshop.run(edited, targets: ["a"])
    let even = Digest.of(Array("even".utf8)).short
    let odd = Digest.of(Array("odd".utf8)).short
    #expect(try why(workshop, edited, "b") == "input 'i0' of a changed \(even) → \(odd)")
    // Without a ledger the nearest record tells.
    try FileManager.default.removeItem(atPath: "\(workshop.store.root)/ledgers/story.jsonl")
    #expect(try why(workshop, edited, "b") == "input 'i0' of a changed \(even) → \(odd)")
  }

  @Test("other reasons")
  func others() async throws {
    let workshop = try Workshop()
    let stages: [Stage] = [.joining("a"), .joining("b", 1, from: ["a"])]
    try await workshop.run(stages)
    #expect(try why(workshop, stages, "a") == "up to date")
    #expect(try workshop.plan(stages, force: ["a"])["a"]?.reason == .forced)
    #expect(try workshop.plan(stages, force: ["b"])["a"]?.reason == .needed(by: "b"))
    #expect(
      try why(workshop, [.joining("a", kind: "join-2")], "a")
        == "made from something else, or by another version")
    let record = try #require(try workshop.plan(stages)["b"]?.address)
    try FileManager.default.removeItem(atPath: workshop.home.path(of: record))
    #expect(try why(workshop, stages, "b") == "its record is damaged or missing")
    #expect(try why(workshop, stages, "nobody") == nil)
  }

  @Test("a trajectory that goes on names the setting that says so")
  func trajectory() async throws {
    let workshop = try Workshop()
    try await workshop.run([Toy(until: 1000).stage("t")])
    #expect(try why(workshop, [Toy(until: 1500).stage("t")], "t") == "changed: training.until 1000 → 1500")
  }

  @Test("a ledger is read back as it was written, and a broken one counts as none")
  func file() async throws {
    let workshop = try Workshop()
    try await workshop.run([
      .joining("a", 1), .joining("b", ["x": [1.5, .null]], from: ["a"]), Toy().stage("t"),
    ])
    try await workshop.run([
      .joining("a", 2), .joining("b", ["x": [1.5, .null]], from: ["a"]), Toy().stage("t"),
    ])
    let ledger = try Ledger.load("story", from: workshop.store)
    #expect(ledger.entries.count == 3 && ledger.former.keys.sorted() == ["a", "b"])
    try ledger.save("copy of it", to: workshop.store)
    let copy = try Ledger.load("copy of it", from: workshop.store)
    #expect(copy.entries == ledger.entries && copy.former == ledger.former)
    try write(Array("{\"stage\":".utf8), toFile: "\(workshop.store.root)/ledgers/story.jsonl")
    #expect(try Ledger.load("story", from: workshop.store).entries.isEmpty)
    #expect(try Ledger.load("no such", from: workshop.store).entries.isEmpty)
  }
}
