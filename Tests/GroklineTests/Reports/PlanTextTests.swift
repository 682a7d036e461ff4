import FoundationEssentials
import Pipeline
import Spec
import Testing

@testable import grokline

/// A store in a folder of its own, and stages that copy text.
final class Sandbox {
  let folder: String
  let store: ArtifactStore

  init() throws {
    folder = FileManager.default.temporaryDirectory.path + "/grokline-cli-\(UInt64.random(in: 0 ... .max))"
    store = try ArtifactStore(root: folder)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// - Parameter value: enters the parameters, and is said to be written in line 3 of a spec.
  static func stage(_ name: String, _ value: Int = 1, reads: [String] = [], memory: Int = 0) -> Stage {
    let leaf = Fields.Leaf(
      path: "training.rate", value: .integer(value),
      location: SourceLocation(file: "spec.yaml", line: 3, column: 9))
    return Stage(
      name: name, kind: family(of: name), parameters: ["rate": .integer(value), "name": .string(name)],
      leaves: [leaf],
      inputs: reads.enumerated().map { StageInput("in-\($0)", from: .output("text", of: $1)) },
      outputs: ["text"], memory: memory
    ) { _ in StageOutputs("text", Array("made by \(name) with \(value)".utf8)) }
  }

  struct Broken: Error, CustomStringConvertible { let description = "it broke" }

  /// Two seeds, an analysis of both, and a figure.
  static func stages(rate: Int = 1) -> [Stage] {
    let seeds = (0...1).map { "train/a/seed=\($0)" }
    return seeds.map { stage($0, rate, memory: 27_000_000) } + [
      stage("analysis/time", reads: seeds), stage("figure/f", reads: ["analysis/time"]),
    ]
  }

  func plan(_ stages: [Stage]) throws -> Plan {
    try Plan(StageGraph(stages), store: store, ledger: Ledger.load("test", from: self.store))
  }

  @discardableResult
  func run(_ stages: [Stage]) async throws -> RunSummary {
    let plan = try plan(stages)
    let summary = try await Executor(store: store).run(plan)
    var ledger = try Ledger.load("test", from: store)
    ledger.note(summary, of: plan)
    try ledger.save("test", to: store)
    return summary
  }
}

@Suite struct PlanTextTests {
  @Test("A plan names every stage with its state and its reason; seeds share a line")
  func neverBuilt() throws {
    let plan = try Sandbox().plan(Sandbox.stages())
    #expect(
      PlanText(plan: plan).text(.plain) == """
        train/a/seed=0,1  run  never built (needs 27 MB)
        analysis/time     run  never built
        figure/f          run  never built

        plan: 4 stages: 4 run

        """)
  }

  @Test("Unfolded, every stage has a line of its own")
  func unfolded() throws {
    let text = try PlanText(plan: Sandbox().plan(Sandbox.stages()), isFolded: false).text(.plain)
    #expect(text.split(separator: "\n").count == 5)
    #expect(text.contains("train/a/seed=1  run  never built"))
  }

  @Test("After a run all is a hit, and after an edit the changed value is named with its place")
  func edited() async throws {
    let sandbox = try Sandbox()
    try await sandbox.run(Sandbox.stages())
    let done = try sandbox.plan(Sandbox.stages())
    #expect(!done.hasWork)
    #expect(PlanText(plan: done).summary == "plan: 4 stages: 4 hit")
    let edited = try sandbox.plan(Sandbox.stages(rate: 2))
    #expect(edited.hasWork)
    #expect(
      PlanText(plan: edited).text(.plain) == """
        train/a/seed=0,1  run    changed: training.rate 1 → 2 (spec.yaml:3:9) (needs 27 MB)
        analysis/time     maybe  unless train/a/seed=0 gives the same as before
        figure/f          maybe  unless analysis/time gives the same as before

        plan: 4 stages: 2 run, 2 maybe

        """)
  }

  @Test("The JSON has a reason of every stage, with what changed")
  func json() async throws {
    let sandbox = try Sandbox()
    try await sandbox.run(Sandbox.stages())
    let json = try JSON(parsing: PlanText(plan: sandbox.plan(Sandbox.stages(rate: 2))).json.description)
    #expect(json["schema"] == 1)
    #expect(json["counts"]?["run"] == 2)
    let first = try #require(json["stages"]?.array?.first)
    #expect(first["stage"] == "train/a/seed=0")
    #expect(first["state"] == "run")
    #expect(first["reason"]?["kind"] == "changed")
    #expect(
      first["reason"]?["changes"] == [
        ["path": "training.rate", "old": 1, "new": 2, "location": "spec.yaml:3:9"]
      ])
  }

  @Test("Why: what changed, each value in a line, and for a hit what made it run the last time")
  func why() async throws {
    let sandbox = try Sandbox()
    try await sandbox.run(Sandbox.stages())
    let edited = try sandbox.plan(Sandbox.stages(rate: 2))
    let pending = try #require(edited.why("train/a/seed=0", ledger: Ledger.load("test", from: sandbox.store)))
    #expect(
      WhyText(explanation: pending).text(.plain) == """
        train/a/seed=0: run, 1 value changed
          training.rate  1 → 2  (spec.yaml:3:9)

        """)
    try await sandbox.run(Sandbox.stages(rate: 2))
    let done = try sandbox.plan(Sandbox.stages(rate: 2))
    let past = try #require(done.why("train/a/seed=0", ledger: Ledger.load("test", from: sandbox.store)))
    #expect(
      WhyText(explanation: past).text(.plain) == """
        train/a/seed=0: hit, up to date; last time it ran: 1 value changed
          training.rate  1 → 2  (spec.yaml:3:9)

        """)
    #expect(WhyText(explanation: past).json["subject"] == "last-change")
  }

  @Test("Status counts by family and names what is pending")
  func status() async throws {
    let sandbox = try Sandbox()
    func text(_ stages: [Stage]) throws -> String {
      StatusText(name: "test", plan: try sandbox.plan(stages), store: "/s", results: "/r").text(.plain)
    }
    #expect(
      try text(Sandbox.stages()) == """
        test: 4 stages of 4 to run
        train     0 of 2  pending: a/seed=0,1
        analysis  0 of 1  pending: time
        figure    0 of 1  pending: f
        store: /s
        results: /r

        """)
    try await sandbox.run(Sandbox.stages())
    #expect(try text(Sandbox.stages()).hasPrefix("test: up to date\ntrain     2 of 2  up to date\n"))
  }
}
