import Foundation
import Spec
import Testing

@testable import Pipeline

@Suite struct RunNoteTests {
  @Test(
    "Runs are listed newest first, with what their stages were made of; what cannot be understood is left out"
  )
  func history() async throws {
    let workshop = try Workshop()
    let stages: [Stage] = [Toy().stage("t"), .joining("a", 1, from: [])]
    try await workshop.run(stages)
    let ledger = Ledger(try workshop.plan(stages))
    var note = RunNote(run: "20261121T170553Z-7-ab", experiment: "e", spec: "e.yaml", user: "")
    try note.save(ledger, in: workshop.store)
    note.outcome = "complete"
    note.seconds = 1.5
    note.ran = 2
    try note.save(ledger, in: workshop.store)
    try RunNote(run: "20261122T170553Z-7-ab", experiment: "e", spec: "e.yaml", user: "")
      .save(ledger, in: workshop.store)
    try write(Array("nonsense".utf8), toFile: "\(workshop.store.root)/history/20261123T170553Z-7-ab")
    let runs = try workshop.store.history()
    #expect(runs.map(\.run) == ["20261122T170553Z-7-ab", "20261121T170553Z-7-ab"])
    #expect(runs.map(\.outcome) == [nil, "complete"])
    let (found, again) = try #require(try workshop.store.note(of: note.run))
    #expect(found.seconds == 1.5 && found.ran == 2)
    #expect(again.entries == ledger.entries)
    #expect(
      again.roots.isSuperset(
        of: try workshop.plan(stages).roots.filter { if case .record = $0 { true } else { false } }))
    #expect(RunNote.start(of: note.run) == "2026-11-21T17:05:53Z")
  }

  @Test("Telemetry and logs are found by run and stage")
  func work() async throws {
    let workshop = try Workshop()
    let stage = Stage.joining("train/a b", before: { $0.note("first line") })
    try await workshop.run([stage])
    let logs = try workshop.store.logs(of: "train/a b")
    #expect(logs.map(\.attempt) == [1])
    #expect(try workshop.store.log(at: logs[0].path) == Array("first line\n".utf8))
    let work = try workshop.store.telemetry(of: logs[0].run)
    #expect(work.map(\.stage) == ["train/a b"] && work.map(\.outcome) == ["ran"])
    #expect(try workshop.store.logs(of: "train/a").isEmpty)
  }
}
