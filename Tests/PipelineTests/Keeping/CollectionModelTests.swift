import Foundation
import Randomized
import Spec
import Testing

@testable import Pipeline

/// `GROKLINE_TEST_SEED` and `GROKLINE_TEST_COLLECTIONS` choose other and longer runs.
@Suite struct CollectionModelTests {
  @Test("Whatever happened before, a collection takes all that nothing needs, and nothing that somebody does")
  func collections() throws {
    let seed = setting("GROKLINE_TEST_SEED", default: 2026)
    let wanted = setting("GROKLINE_TEST_COLLECTIONS", default: 60)
    print("seed \(seed), \(wanted) collections")
    var model = try CollectionModel(seed: UInt64(seed))
    while model.collections < wanted { try model.act() }
    try model.checkEverything()
  }
}

/// A store, and beside it what should be in it.
private struct CollectionModel {
  /// What a record was published with.
  private struct Known {
    let contents: [ObjectReference: [UInt8]]
    let groups: [Digest]
    let isState: Bool
  }

  /// A process that uses the store.
  private struct Process {
    let user: StoreUser
    let announced: Set<Digest>
    /// Written, and not yet named by a record.
    var unnamed: [ObjectReference: [UInt8]]
  }

  private(set) var collections = 0
  private let home: TemporaryStore
  private var store: ArtifactStore { home.store }
  private var random: SeededGenerator
  private let groups: [Digest]
  private var known: [RecordAddress: Known] = [:]
  private var runs: [(name: String, experiment: String, groups: Set<Digest>)] = []
  private var pins: [String: Set<Digest>] = [:]
  private var processes: [Process] = []
  private var count = 0

  init(seed: UInt64) throws {
    home = try TemporaryStore()
    random = SeededGenerator(seed: seed)
    groups = (0..<8).map { .of("group", parts: [.integer($0)]) }
    try store.establish()
  }

  private mutating func number(_ range: Range<Int>) -> Int { Int.random(in: range, using: &random) }

  private mutating func someGroups(_ limit: Int) -> Set<Digest> {
    Set((0..<number(0..<limit)).map { _ in groups[number(0..<groups.count)] })
  }

  mutating func act() throws {
    count += 1
    switch number(0..<14) {
    case 0...2: try publishPlain()
    case 3, 4: try publishSnapshots()
    case 5: try publishState()
    case 6: try noteRun()
    case 7: try pin()
    case 8: try join()
    case 9: try publishUnnamed()
    case 10: if !processes.isEmpty { processes.remove(at: number(0..<processes.count)).user.leave() }
    case 11: if number(0..<3) == 0 { try undelete() }
    default: try collect()
    }
  }

  /// From a small choice, so that records share what they name.
  private mutating func someContent() -> [UInt8] {
    let number = number(0..<40)
    return (0..<(5000 + number)).map { UInt8(truncatingIfNeeded: $0 &* (number + 3) / 7) }
  }

  private mutating func publish(
    _ name: String, _ contents: [ObjectReference: [UInt8]], references: [ObjectReference] = [],
    groups others: [Digest] = [], isState: Bool = false, in group: Digest? = nil
  ) throws {
    let address = RecordAddress(group: group ?? groups[number(0..<groups.count)], name: name)
    let outputs = contents.keys.filter { !references.contains($0) }.sorted { $0.digest < $1.digest }
      .enumerated().map { Output(name: "o\($0)", reference: $1) }
    let record = Record(
      kind: "model", components: ["groups": .array(others.map { .string($0.hex) })],
      outputs: outputs + [Output(name: "small", inline: Array(name.utf8))],
      references: references.map(\.digest).sorted())
    guard try store.publish(record, at: address) == .published else { return }
    known[address] = Known(contents: contents, groups: others, isState: isState)
  }

  private mutating func publishPlain() throws {
    var contents: [ObjectReference: [UInt8]] = [:]
    for _ in 0..<number(0..<4) {
      let content = someContent()
      contents[try store.write(content)] = content
    }
    let others = number(0..<4) == 0 ? someGroups(3).sorted() : []
    try publish("plain-\(count)", contents, groups: others)
  }

  private mutating func publishState() throws {
    let content = someContent()
    try publish("state-\(1_000_000 + count)", [try store.write(content): content], isState: true)
  }

  /// A record that names some of the snapshots only: those that they are differences to are needed all the same.
  private mutating func publishSnapshots() throws {
    let (series, length) = (number(0..<6), number(1..<24))
    let writer = try SeriesWriter(store, count: 300)
    var stored: [ObjectReference] = []
    var contents: [[UInt8]] = []
    for step in 0..<length {
      let snapshot = (0..<300).map { Float(series) + Float($0) / 100 + Float(step) / 10_000 }
      contents.append(snapshot.withUnsafeBytes { [UInt8]($0) })
      stored += try writer.append { _ = $0.update(fromContentsOf: snapshot) }
    }
    stored += try writer.finish()
    let named =
      zip(stored, contents).filter { _ in number(0..<3) == 0 } + [(stored[length - 1], contents[length - 1])]
    let pairs = Dictionary(named) { first, _ in first }
    try publish("snapshots-\(count)", pairs, references: Array(pairs.keys))
  }

  private mutating func noteRun() throws {
    let groups = someGroups(4)
    let experiment = ["one", "two", "three"][number(0..<3)]
    let name = "20260101T\(100_000 + count)Z-1-a"
    var ledger = Ledger()
    for (index, group) in groups.sorted().enumerated() {
      ledger.entries["train/\(index)"] = Ledger.Entry(
        kind: "train", group: group, key: nil, leaves: [], inputs: [], groups: [])
    }
    try RunNote(run: name, experiment: experiment, spec: "a.yaml", user: "").save(ledger, in: store)
    runs.insert((name, experiment, groups), at: 0)
  }

  private mutating func pin() throws {
    let name = "pin\(number(0..<2))"
    if pins[name] == nil {
      let kept = someGroups(3)
      let pin = Pin(name: name, what: "a test", roots: Set(kept.map { .group($0) }))
      try store.put(pin)
      pins[name] = kept
    } else {
      #expect(try store.removePin(name))
      pins[name] = nil
    }
  }

  private mutating func join() throws {
    guard processes.count < 3, let user = StoreUser(of: store.root, fileMode: 0o644, folderMode: 0o755) else {
      return
    }
    let announced = someGroups(3)
    user.announce(announced.map { .group($0) })
    let content = someContent() + [UInt8(truncatingIfNeeded: count)]
    processes.append(Process(user: user, announced: announced, unnamed: [try store.write(content): content]))
  }

  /// What a process wrote before a collection is there when it publishes the record.
  private mutating func publishUnnamed() throws {
    guard !processes.isEmpty else { return }
    let index = number(0..<processes.count)
    try publish("late-\(count)", processes[index].unnamed)
    processes[index].unnamed = [:]
  }

  private mutating func undelete() throws {
    let lying = try store.trash()
    let before = try sizes()
    let batch = try store.undelete()
    #expect(batch.files <= lying.reduce(0) { $0 + $1.files })
    #expect(try store.trash().isEmpty)
    let after = try sizes()
    #expect(after.stored + after.notes - before.stored - before.notes == batch.bytes)
  }

  private mutating func collect() throws {
    collections += 1
    let named = someGroups(3)
    let retention = Retention(
      roots: Set(named.map { .group($0) }), runs: number(0..<3),
      quota: number(0..<3) == 0 ? number(0..<200_000) : nil)
    let emptying = number(0..<3) == 0
    let dry = try store.collect(retention, isDry: true, emptying: emptying)
    let before = try sizes()
    let there = Set(known.keys.filter { FileManager.default.fileExists(atPath: home.path(of: $0)) })
    let runs = runs.filter { FileManager.default.fileExists(atPath: "\(store.root)/history/\($0.name)") }
    let report = try store.collect(retention, emptying: emptying)
    #expect(report.sweep.parts == dry.sweep.parts)
    #expect(report.deletedFiles == dry.deletedFiles && report.deletedBytes == dry.deletedBytes)

    let after = try sizes()
    #expect(before.all - after.all == report.deletedBytes)
    // Everything that is left is what was said to stay.
    #expect(after.stored == report.sweep.kept)
    if let quota = retention.quota { #expect(report.sweep.isWithinQuota == (after.stored <= quota)) }
    if processes.isEmpty { #expect(report.waiting.isEmpty) }
    try check(named, retention, there, runs.map { ($0.experiment, $0.groups) })
  }

  /// All that must be there is, under its own path; nothing else is.
  private func check(
    _ named: Set<Digest>, _ retention: Retention, _ there: Set<RecordAddress>,
    _ runs: [(experiment: String, groups: Set<Digest>)]
  ) throws {
    let hard = processes.reduce(named) { $0.union($1.announced) }
      .union(pins.values.reduce(into: Set()) { $0.formUnion($1) })
    let needed = closure(hard)
    var recent = needed
    if retention.quota == nil {
      var counts: [String: Int] = [:]
      for run in runs {
        counts[run.experiment, default: 0] += 1
        if counts[run.experiment, default: 0] <= retention.runs { recent.formUnion(closure(run.groups)) }
      }
    }
    for (address, record) in known {
      let isThere = FileManager.default.fileExists(atPath: home.path(of: address))
      if recent.contains(address.group) {
        try #require(!there.contains(address) || isThere, "collection \(collections) took \(address.name)")
        if isThere { try checkContents(of: address, record) }
      } else if retention.quota == nil {
        #expect(!isThere, "collection \(collections) left \(address.name)")
      }
    }
    for process in processes {
      for (reference, content) in process.unnamed { #expect(try store.read(reference) == content) }
    }
  }

  private func checkContents(of address: RecordAddress, _ record: Known) throws {
    for (reference, content) in record.contents {
      try #require(
        FileManager.default.fileExists(atPath: home.path(of: reference)),
        "collection \(collections) took an object of \(address.name)")
      #expect(try store.read(reference) == content)
    }
  }

  /// Groups with those that their records were put together from.
  private func closure(_ start: Set<Digest>) -> Set<Digest> {
    var found = start
    var waiting = Array(start)
    while let group = waiting.popLast() {
      for (address, record) in known
      where address.group == group && FileManager.default.fileExists(atPath: home.path(of: address)) {
        for other in record.groups where found.insert(other).inserted { waiting.append(other) }
      }
    }
    return found
  }

  /// The bytes of records and objects, of notes, and of these and the trash.
  private func sizes() throws -> (all: Int, stored: Int, notes: Int) {
    func size(_ folder: String) throws -> Int {
      try store.files(below: folder, levels: 12).filter { Disk.name(of: $0) != "manifest" }
        .reduce(0) { $0 + (try Disk.size($1)) }
    }
    let stored = try size("\(store.root)/objects") + size("\(store.root)/records")
    let trash = try store.trash().reduce(0) { $0 + $1.bytes }
    let notes = try size("\(store.root)/history")
    return (stored + trash + notes, stored, notes)
  }

  func checkEverything() throws {
    for process in processes { process.user.leave() }
    #expect(try store.verify().isSound)
    #expect(home.takeDamage().isEmpty)
    #expect(try Disk.names(in: "\(store.root)/drafts").isEmpty)
  }
}
