import Randomized
import Testing

@testable import Pipeline

@Suite struct SeriesTests {
  /// Every kind of number at the edges, and a slow walk in between, as weights do.
  private static func walk(_ count: Int, steps: Int) -> [[Float]] {
    var random = SeededGenerator(seed: 11)
    var weights = (0..<count).map { _ in Float.random(in: -0.1...0.1, using: &random) }
    let strange: [Float] = [
      Float(bitPattern: 0x7FC0_1234), Float(bitPattern: 0xFF80_0001), -0.0, 0, .infinity, -.infinity,
      .leastNonzeroMagnitude, -.greatestFiniteMagnitude,
    ]
    return (0..<steps).map { step in
      for index in weights.indices { weights[index] += Float.random(in: -1e-4...1e-4, using: &random) }
      var snapshot = weights
      for (index, value) in strange.enumerated() where (index + step) % strange.count < count {
        snapshot[(index + step) % strange.count] = value
      }
      return snapshot
    }
  }

  private static func content(_ snapshot: [Float]) -> [UInt8] { snapshot.withUnsafeBytes { [UInt8]($0) } }

  private func store(_ snapshots: [[Float]], in store: ArtifactStore) throws -> [ObjectReference] {
    let writer = try SeriesWriter(store, count: snapshots[0].count)
    var stored: [ObjectReference] = []
    for snapshot in snapshots { stored += try writer.append { _ = $0.update(fromContentsOf: snapshot) } }
    return stored + (try writer.finish())
  }

  @Test(arguments: [1, 7, 8191, 16_384, 16_385, 40_001])
  func snapshotsComeBackBitForBitUnderTheDigestOfTheirContent(count: Int) throws {
    let temporary = try TemporaryStore()
    let snapshots = Self.walk(count, steps: 19)
    let references = try store(snapshots, in: temporary.store)
    for (snapshot, reference) in zip(snapshots, references) {
      let content = Self.content(snapshot)
      #expect(reference == ObjectReference(digest: Digest.of(content), size: content.count))
      #expect(try temporary.store.read(reference) == content)
    }
    #expect(try temporary.store.verify().isSound)
  }

  @Test func everySixteenthSnapshotIsWholeAndEachRangeIsReadAlone() throws {
    let temporary = try TemporaryStore()
    let snapshots = Self.walk(40_001, steps: 37)
    let references = try store(snapshots, in: temporary.store)
    for (position, reference) in references.enumerated() {
      let base = try OpenObject(reference.digest, size: reference.size, in: temporary.store).chunkIndex()
        .base
      #expect(base == (position % 16 == 0 ? nil : references[position - 1].digest))
    }
    // The last chunks of a snapshot deep in its chain, without and with the one before it.
    let range = 16_384..<40_001
    let reader = SeriesReader(temporary.store)
    var found = [Float](repeating: 0, count: range.count)
    try found.withUnsafeMutableBufferPointer { try reader.read(references[30], range, into: $0) }
    #expect(Self.content(found) == Self.content(Array(snapshots[30][range])))
    let before = Array(snapshots[30][range])
    try before.withUnsafeBufferPointer { before in
      let known = before.baseAddress.map { SeriesReader.Known(references[30], $0) }
      try found.withUnsafeMutableBufferPointer {
        try reader.read(references[31], range, knowing: known, into: $0)
      }
    }
    #expect(Self.content(found) == Self.content(Array(snapshots[31][range])))
  }

  @Test func whatChangesSlowlyTakesLessRoom() throws {
    let temporary = try TemporaryStore()
    let snapshots = Self.walk(50_000, steps: 16)
    let references = try store(snapshots, in: temporary.store)
    let sizes = try references.map { try bytes(ofFile: temporary.path(of: $0)).count }
    #expect(sizes[0] < 200_000 && sizes[1...].allSatisfy { $0 < 160_000 }, "\(sizes)")
  }

  @Test func aSnapshotThatIsHeldIsNotWrittenAgainAndTheNextOneIsWhole() throws {
    let temporary = try TemporaryStore()
    let snapshots = Self.walk(500, steps: 3)
    let held = try temporary.store.write(Self.content(snapshots[1]), as: .floats)
    let references = try store(snapshots, in: temporary.store)
    #expect(references[1] == held)
    let last = try OpenObject(references[2].digest, size: references[2].size, in: temporary.store)
    #expect(try last.chunkIndex().base == nil)
    #expect(try temporary.store.read(references[2]) == Self.content(snapshots[2]))
  }

  /// One bit flipped, a tail cut off or zeroed, bytes put in, and two files exchanged: what is read is right or refused.
  @Test func noHarmToAnyFileOfASeriesIsEverReadAsNumbers() throws {
    let temporary = try TemporaryStore()
    let snapshots = Self.walk(20_000, steps: 5)
    let references = try store(snapshots, in: temporary.store)
    let files = try references.map { try bytes(ofFile: temporary.path(of: $0)) }
    var random = SeededGenerator(seed: 5)
    for trial in 0..<150 {
      let target = Int.random(in: 0..<references.count, using: &random)
      var harmed = files[target]
      let place = Int.random(in: 0..<harmed.count, using: &random)
      switch trial % 5 {
      case 0: harmed[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      case 1: harmed.removeSubrange(place...)
      case 2: for index in place..<harmed.count { harmed[index] = 0 }
      case 3: harmed.insert(UInt8.random(in: .min ... .max, using: &random), at: place)
      default: harmed = files[(target + 1) % files.count]
      }
      guard harmed != files[target] else { continue }
      try write(harmed, toFile: temporary.path(of: references[target]))
      // Everybody after the harmed one needs it.
      let reader = Int.random(in: target..<references.count, using: &random)
      let what: Comment = "trial \(trial): harm to \(target), read \(reader)"
      #expect(throws: StoreError.self, what) { try temporary.store.read(references[reader]) }
      #expect(temporary.takeDamage().map(\.subject) == [.object(references[target].digest)], what)
      // The same snapshots again: what is missing is stored, what is there stays.
      #expect(try store(snapshots, in: temporary.store) == references, what)
      for (snapshot, reference) in zip(snapshots, references) {
        #expect(try temporary.store.read(reference) == Self.content(snapshot), what)
      }
      for (reference, file) in zip(references, files) {
        try write(file, toFile: temporary.path(of: reference))
      }
    }
  }

  @Test func verificationFindsDamageBehindDamage() throws {
    let temporary = try TemporaryStore()
    let references = try store(Self.walk(3000, steps: 4), in: temporary.store)
    for reference in [references[1], references[3]] {
      var file = try bytes(ofFile: temporary.path(of: reference))
      file[file.count - 1] ^= 1
      try write(file, toFile: temporary.path(of: reference))
    }
    let found = try temporary.store.verify()
    #expect(
      Set(found.damages.map(\.subject)) == [.object(references[1].digest), .object(references[3].digest)])
    // Snapshot 2 is sound and of no use, since what it is a difference to is gone.
    #expect(found.objects == 1)
    #expect(throws: StoreError.missing(references[1])) { try temporary.store.read(references[2]) }
  }

  @Test func aLostSnapshotIsNamedByThoseThatNeedItAndWritingItHealsThem() throws {
    let temporary = try TemporaryStore()
    let snapshots = Self.walk(3000, steps: 5)
    let references = try store(snapshots, in: temporary.store)
    try #require(try Disk.remove(temporary.path(of: references[2])))
    #expect(throws: StoreError.missing(references[2])) { try temporary.store.read(references[4]) }
    #expect(try store(snapshots, in: temporary.store) == references)
    for (snapshot, reference) in zip(snapshots, references) {
      #expect(try temporary.store.read(reference) == Self.content(snapshot))
    }
  }
}
