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
      let base = try OpenObject(reference.digest, size: reference.size, in: temporary.store).seriesIndex()
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
    #expect(try last.seriesIndex().base == nil)
    #expect(try temporary.store.read(references[2]) == Self.content(snapshots[2]))
  }

  @Test func everyFlippedBitIsFoundBeforeAnythingIsDecoded() throws {
    let temporary = try TemporaryStore()
    let snapshots = Self.walk(20_000, steps: 2)
    var random = SeededGenerator(seed: 5)
    for _ in 0..<60 {
      let references = try store(snapshots, in: temporary.store)
      let path = temporary.path(of: references[1])
      var harmed = try bytes(ofFile: path)
      harmed[Int.random(in: 0..<harmed.count, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      try write(harmed, toFile: path)
      #expect(throws: StoreError.self) { try temporary.store.read(references[1]) }
      #expect(temporary.takeDamage().map(\.subject) == [.object(references[1].digest)])
    }
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

  @Test func aStoreOfTheOlderLayoutIsMarkedBeforeASeriesIsPutThere() throws {
    let temporary = try TemporaryStore()
    _ = try temporary.store.write([1])
    try write(Array("grokline store 1\n".utf8), toFile: "\(temporary.root)/layout")
    _ = try store(Self.walk(10, steps: 1), in: try ArtifactStore(root: temporary.root))
    #expect(try bytes(ofFile: "\(temporary.root)/layout") == Array("grokline store 2\n".utf8))
  }

  @Test func digestsSideBySideAreThoseOneByOne() {
    var random = SeededGenerator(seed: 2)
    let bytes = (0..<9000).map { _ in UInt8.random(in: .min ... .max, using: &random) }
    bytes.withUnsafeBytes { bytes in
      // Around every length at which padding takes another block, and very unequal ones.
      for lengths in [Array(0...40), Array(50...70), Array(110...135), [0, 9000, 1, 64, 128, 4096, 63]] {
        let pieces = lengths.enumerated().map { offset, length in
          UnsafeRawBufferPointer(rebasing: bytes[min(offset, bytes.count - length)...].prefix(length))
        }
        #expect(Digest.of(each: pieces) == pieces.map { Digest.of($0) })
      }
    }
  }
}
