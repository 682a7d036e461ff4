import Foundation
import Glibc
import Spec
import Testing

@testable import Pipeline

@Suite("A collection of a store") struct CollectionTests {
  private let nothing = Retention(runs: 0)

  private func user(of store: ArtifactStore) throws -> StoreUser {
    try #require(StoreUser(of: store.root, fileMode: 0o644, folderMode: 0o755))
  }

  /// Notes a run of some stages, as a study's run does.
  private func note(_ name: String, _ experiment: String, _ plan: Plan, in store: ArtifactStore) throws {
    try RunNote(run: name, experiment: experiment, spec: "\(experiment).yaml", user: "")
      .save(Ledger(plan), in: store)
  }

  @Test("moves to the trash, where whoever misses something finds it, and undelete brings all of it back")
  func undelete() async throws {
    let workshop = try Workshop()
    let stages: [Stage] = [.joining("a", padding: 9000), .joining("b", 1, from: ["a"], padding: 9000)]
    try await workshop.run(stages)
    let report = try workshop.store.collect(nothing)
    #expect(report.sweep.files == 4 && report.deletedFiles == 0)
    #expect(try workshop.store.files(below: "\(workshop.store.root)/objects", levels: 2).isEmpty)
    #expect(try workshop.store.undelete().bytes == report.sweep.bytes)
    #expect(try workshop.plan(stages).isUpToDate)
    #expect(try workshop.store.verify().isSound)
    // Without undelete a plan finds it, too: what was collected by mistake costs nothing until the trash is emptied.
    _ = try workshop.store.collect(nothing)
    #expect(try workshop.plan(stages).isUpToDate)
    #expect(try await workshop.run(stages).ran == [])
    // A collection deletes what an earlier one moved.
    let again = try workshop.store.collect(nothing)
    let last = try workshop.store.collect(nothing)
    #expect(last.deletedBytes == again.sweep.bytes)
    #expect(try workshop.plan(stages).count(.run) == 2)
  }

  @Test("keeps what a spec, a pin or a recent run reaches, and what is noted of no other run")
  func roots() async throws {
    let workshop = try Workshop()
    let (first, second): ([Stage], [Stage]) = (
      [.joining("a", 1, padding: 9000)], [.joining("a", 2, padding: 9000)]
    )
    for (name, stages) in [("20260101T000001Z-1-a", first), ("20260101T000002Z-1-a", second)] {
      try await workshop.run(stages)
      try note(name, "story", workshop.plan(stages), in: workshop.store)
    }
    let pin = Pin(name: "old", what: "story", roots: try StageGraph(first).roots)
    try workshop.store.put(pin)
    #expect(try workshop.store.pins() == [pin])
    #expect(
      try workshop.store.collect(Retention(runs: 1), isDry: true).sweep.parts.map(\.kind) == [
        "notes and logs"
      ])
    #expect(try workshop.store.removePin("old") && !workshop.store.removePin("old"))
    let report = try workshop.store.collect(Retention(runs: 1), emptying: true)
    #expect(report.sweep.parts.map(\.kind) == ["join", "notes and logs"])
    #expect(report.sweep.parts.map(\.experiment) == ["story", "story"])
    #expect(try workshop.plan(second).isUpToDate && workshop.plan(first).count(.run) == 1)
    #expect(try workshop.store.history().map(\.run) == ["20260101T000002Z-1-a"])
    let named = Retention(roots: try StageGraph(second).roots, runs: 0)
    #expect(try workshop.store.collect(named).sweep.parts.map(\.kind) == ["notes and logs"])
    #expect(try workshop.plan(second).isUpToDate)
  }

  @Test("deletes nothing that a process may need that lived while it was moved, and says so")
  func livingProcess() throws {
    let home = try TemporaryStore()
    let content = [UInt8](repeating: 3, count: 9000)
    let early = try home.store.write(content)
    let living = try user(of: home.store)
    var report = try home.store.collect(nothing, emptying: true)
    #expect(report.sweep.files == 1 && report.deletedFiles == 0 && report.waiting.count == 1)
    // What was written before the collection is named by a record after it.
    let address = RecordAddress(group: .of([1]), name: "late")
    let record = Record(kind: "k", components: .null, outputs: [Output(name: "o", reference: early)])
    #expect(try home.store.publish(record, at: address) == .published)
    #expect(FileManager.default.fileExists(atPath: home.path(of: early)))
    living.announce([.record(address)])
    report = try home.store.collect(nothing, emptying: true)
    #expect(report.sweep.files == 0)
    living.leave()
    report = try home.store.collect(nothing, emptying: true)
    #expect(report.sweep.files == 2 && report.deletedFiles == 2)
  }

  @Test("puts back what a record needs by now, before it empties the trash")
  func lateRecord() throws {
    let home = try TemporaryStore()
    let snapshots: [[Float]] = (0..<3).map { step in (0..<3000).map { Float($0) + Float(step) / 64 } }
    let writer = try SeriesWriter(home.store, count: 3000)
    var stored: [ObjectReference] = []
    for snapshot in snapshots { stored += try writer.append { _ = $0.update(fromContentsOf: snapshot) } }
    stored += try writer.finish()
    _ = try home.store.collect(nothing)
    // A record that refers to a snapshot whose file, and that of the ones before it, has just been moved away.
    let record = Record(kind: "k", components: .null, outputs: [], references: [stored[2].digest])
    let address = RecordAddress(group: .of([1]), name: "late")
    #expect(try home.store.publish(record, at: address) == .published)
    let report = try home.store.collect(Retention(roots: [.group(address.group)], runs: 0))
    #expect(report.sweep.files == 0 && report.deletedFiles == 0)
    #expect(try home.store.read(stored[2]) == snapshots[2].withUnsafeBytes { [UInt8]($0) })
    #expect(try home.store.trash().isEmpty)
  }

  @Test(
    "under a quota lets training states go first, those of the oldest run before newer ones, then old runs")
  func quota() async throws {
    let workshop = try Workshop()
    var plans: [Plan] = []
    for (index, origin) in [3, 5].enumerated() {
      let stages = [Toy(origin: origin, observers: [Toy.value], checkpointEvery: 500).stage("t")]
      try await workshop.run(stages)
      plans.append(try workshop.plan(stages))
      try note("20260101T00000\(index)Z-1-a", "toy", plans[index], in: workshop.store)
    }
    func kinds(_ quota: Int?) throws -> [String] {
      try workshop.store.collect(Retention(quota: quota), isDry: true).sweep.parts.map(\.kind)
    }
    let all = try workshop.store.collect(Retention(), isDry: true).sweep.kept
    #expect(try kinds(nil) == [] && kinds(all) == [])
    let tight = try workshop.store.collect(Retention(quota: all - 1), isDry: true)
    #expect(tight.sweep.parts.map(\.kind) == ["training states"] && tight.sweep.files == 1)
    #expect(tight.sweep.kept <= all - 1 && tight.sweep.isWithinQuota)
    #expect(try kinds(1) == ["notes and logs", "observations", "train", "training states"])
    // The states of the older run went.
    _ = try workshop.store.collect(Retention(quota: all - 1), emptying: true)
    for (origin, isKept) in [(3, false), (5, true)] {
      let toy = Toy(origin: origin)
      #expect(try (TrajectoryStore(workshop.store, toy.trajectory).state(at: 2000) != nil) == isKept)
    }
    // Named groups stay even where they do not fit.
    let named = Retention(roots: plans[0].roots, runs: 5, quota: 1)
    let report = try workshop.store.collect(named, isDry: true)
    #expect(!report.sweep.isWithinQuota && report.sweep.kept == report.sweep.needed)
  }

  @Test("is done by one process at a time, and not at all where a pin cannot be read")
  func refused() throws {
    let home = try TemporaryStore()
    _ = try home.store.write([1])
    let lock = try home.store.lock(ArtifactStore.collectionKey)
    #expect(throws: StoreError.self) { try home.store.collect(nothing) }
    #expect(throws: StoreError.self) { try home.store.undelete() }
    lock.release()
    try home.store.put(Pin(name: "p", what: "w", roots: []))
    try write(Array("{}".utf8), toFile: "\(home.root)/pins/p")
    let error = try #require(throws: UnreadablePin.self) { try home.store.collect(nothing) }
    #expect("\(error)".contains("/pins/p' cannot be understood"))
    #expect(try home.store.trash().isEmpty)
  }

  @Test("takes damaged files from quarantine, and leaves a store alone that is not there")
  func leftovers() throws {
    let home = try TemporaryStore()
    #expect(try home.store.collect(nothing).sweep.files == 0)
    #expect(!FileManager.default.fileExists(atPath: home.root))
    let reference = try home.store.write([UInt8](repeating: 1, count: 5000))
    try write([1, 2, 3], toFile: home.path(of: reference))
    #expect(throws: StoreError.self) { try home.store.read(reference) }
    let report = try home.store.collect(nothing)
    #expect(report.sweep.parts.map(\.kind) == ["damaged files"] && report.sweep.bytes == 3)
  }

  @Test("sees who lives by the locks of their signs: that of a killed process counts for nothing")
  func signs() async throws {
    let home = try TemporaryStore()
    _ = try home.store.write([1])
    let root = home.root
    await #expect(processExitsWith: .signal(SIGKILL)) { [root = root as String] in
      let store = try ArtifactStore(root: root, signing: true)
      withExtendedLifetime(store) { _ = kill(getpid(), SIGKILL) }
    }
    #expect(try Disk.names(in: "\(root)/users").count == 1)
    #expect(try home.store.users().isEmpty)
    #expect(try Disk.names(in: "\(root)/users").isEmpty)
    let store = try ArtifactStore(root: root, signing: true)
    let living = try withExtendedLifetime(store) { try home.store.users() }
    #expect(living.count == 1)
    let nowhere = try ArtifactStore(root: root + "-none", signing: true)
    #expect(nowhere.user == nil && !FileManager.default.fileExists(atPath: root + "-none"))
  }
}
