import Foundation
import Spec
import Testing

@testable import Pipeline

@Suite struct UsageTests {
  @Test("Every file is counted once: for one run, for several, for experiments together, or for nobody")
  func counting() async throws {
    let workshop = try Workshop()
    let shared = Stage.joining("train/common/seed=0", 7, padding: 9000)
    let own = Stage.joining("train/own/seed=0", 8, padding: 9000)
    let early = Stage.joining("train/own/seed=0", 9, padding: 9000)
    for (experiment, stages) in [("one", [shared, own]), ("two", [shared])] {
      try await workshop.run(stages)
      var ledger = Ledger()
      let plan = try workshop.plan(stages)
      ledger.note(try await workshop.run(stages), of: plan)
      try ledger.save(experiment, to: workshop.store)
    }
    try await workshop.run([early])
    try RunNote(run: "20260101T000000Z-1-a", experiment: "one", spec: "one.yaml", user: "")
      .save(Ledger(workshop.plan([early])), in: workshop.store)
    _ = try workshop.store.write([UInt8](repeating: 9, count: 7000))
    // The workshop's own ledger would claim everything.
    _ = try Disk.remove("\(workshop.store.root)/ledgers/story.jsonl")

    let usage = try workshop.store.usage()
    #expect(usage.experiments.map(\.name) == ["one"])
    #expect(usage.experiments[0].runs.map(\.name) == ["earlier", "own"])
    #expect(usage.experiments[0].runs.map(\.files) == [2, 2])
    #expect(usage.shared.files == 2 && usage.unclaimed.files == 1)
    #expect(usage.kinds.map(\.name) == ["join", "unused objects"])
    let claimed = usage.experiments.reduce(0) { $0 + $1.bytes } + usage.shared.bytes + usage.unclaimed.bytes
    #expect(claimed == usage.bytes)
    let lengths = try workshop.store.files(below: workshop.store.root, levels: 9).map { try Disk.size($0) }
    #expect(usage.total == lengths.reduce(0, +))
  }

  @Test("A store that is not there is empty")
  func missing() throws {
    #expect(try TemporaryStore().store.usage() == Usage())
  }
}
