import Foundation
import Randomized
import Spec
import Testing

@testable import Pipeline

/// `GROKLINE_TEST_SEED` and `GROKLINE_TEST_INJECTIONS` choose other and longer runs.
@Suite struct DamageTests {
  /// Content of every stored form and of sizes from nothing to several hash pieces.
  private static func contents() -> [([UInt8], ObjectEncoding)] {
    var random = SeededGenerator(seed: 7)
    let noise = (0..<600_000).map { _ in UInt8.random(in: .min ... .max, using: &random) }
    let steps = (0..<50_000).map { UInt8(truncatingIfNeeded: $0 / 90) }
    let weights = (0..<20_000).map { _ in Float.random(in: -1...1, using: &random) }
    return [
      ([], .bytes), ([42], .bytes), (noise, .bytes), (steps, .bytes), (Array(noise.prefix(10_000)), .floats),
      (weights.withUnsafeBytes { [UInt8]($0) }, .floats),
    ]
  }

  private enum Harm: CaseIterable {
    case flippedBit, truncation, zeroedTail, emptied, extended, swapped, foreignBytes

    /// What is left of a file; `nil` where the harm would change nothing.
    func harmed(_ bytes: [UInt8], other: [UInt8], _ random: inout SeededGenerator) -> [UInt8]? {
      var harmed = bytes
      switch self {
      case .flippedBit:
        harmed[Int.random(in: 0..<bytes.count, using: &random)] ^=
          1 << UInt8.random(in: 0..<8, using: &random)
      case .truncation: harmed = Array(bytes.prefix(Int.random(in: 0..<bytes.count, using: &random)))
      case .zeroedTail:
        for index in Int.random(in: 0..<bytes.count, using: &random)..<bytes.count { harmed[index] = 0 }
      case .emptied: harmed = []
      case .extended: harmed += [UInt8](repeating: 0, count: Int.random(in: 1...100, using: &random))
      case .swapped: harmed = other
      case .foreignBytes: harmed = Array("not ours".utf8)
      }
      return harmed == bytes ? nil : harmed
    }
  }

  /// One flipped bit, one truncation, one exchanged file: found when it is used, named, moved away, and healed by
  /// doing the work again.
  @Test func everyDamageIsDetectedNamedQuarantinedAndHealed() throws {
    let seed = setting("GROKLINE_TEST_SEED", default: 20_260)
    let wanted = setting("GROKLINE_TEST_INJECTIONS", default: 800)
    print("damage injections: seed \(seed), \(wanted) of them")
    var random = SeededGenerator(seed: UInt64(seed))
    let temporary = try TemporaryStore()
    let store = temporary.store

    let contents = Self.contents()
    let references = try contents.map { try store.write($0.0, as: $0.1) }
    let addresses = (0..<4).map { RecordAddress(group: .of([UInt8($0 / 2)]), name: "state-\($0)") }
    let records = try addresses.indices.map { index in
      Record(
        kind: "train", components: ["index": .integer(index)],
        outputs: [
          Output(name: "inline", inline: Array(repeating: UInt8(index), count: index * 1000)),
          try store.output(named: "metrics", contents[3].0),
        ])
    }
    for (record, address) in zip(records, addresses) {
      #expect(try store.publish(record, at: address) == .published)
    }

    var injections = 0
    while injections < wanted {
      let harm = Harm.allCases.randomElement(using: &random) ?? .emptied
      let isObject = Bool.random(using: &random)
      let index = Int.random(in: 0..<(isObject ? references.count : addresses.count), using: &random)
      let other = (index + 1) % (isObject ? references.count : addresses.count)
      let path = isObject ? temporary.path(of: references[index]) : temporary.path(of: addresses[index])
      let otherPath = isObject ? temporary.path(of: references[other]) : temporary.path(of: addresses[other])
      guard let harmed = harm.harmed(try bytes(ofFile: path), other: try bytes(ofFile: otherPath), &random)
      else { continue }
      try write(harmed, toFile: path)
      injections += 1
      let what: Comment = "seed \(seed), injection \(injections): \(harm) in \(path)"

      if isObject {
        #expect(throws: StoreError.self, what) { try store.read(references[index]) }
      } else {
        #expect(try store.record(at: addresses[index]) == nil, what)
      }
      let damages = temporary.takeDamage()
      let subject: Damage.Subject = isObject ? .object(references[index].digest) : .record(addresses[index])
      #expect(damages.map(\.subject) == [subject], what)
      #expect(damages.first?.path == path, what)
      let quarantine = try #require(damages.first?.quarantine, what)
      #expect(try bytes(ofFile: quarantine) == harmed, what)
      #expect(!FileManager.default.fileExists(atPath: path), what)
      try FileManager.default.removeItem(atPath: quarantine)

      if isObject {
        #expect(try store.write(contents[index].0, as: contents[index].1) == references[index], what)
        #expect(try store.read(references[index]) == contents[index].0, what)
      } else {
        #expect(try store.publish(records[index], at: addresses[index]) == .published, what)
        #expect(try store.record(at: addresses[index]) == records[index], what)
      }
      #expect(temporary.takeDamage().isEmpty, what)
    }
    #expect(try store.verify().isSound)
  }

  @Test func objectUnderAnothersNameIsNeverServed() throws {
    let temporary = try TemporaryStore()
    let stored = try temporary.store.write([1, 2, 3])
    let asked = ObjectReference(digest: .of([9, 9, 9]), size: 3)
    try FileManager.default.createDirectory(
      atPath: Disk.parent(of: temporary.path(of: asked)), withIntermediateDirectories: true)
    try FileManager.default.moveItem(atPath: temporary.path(of: stored), toPath: temporary.path(of: asked))
    #expect(throws: StoreError.missing(stored)) { try temporary.store.read(stored) }
    #expect(!temporary.store.holds(asked))
    #expect(temporary.takeDamage().map(\.subject) == [.object(asked.digest)])
    #expect(throws: StoreError.missing(asked)) { try temporary.store.read(asked) }
  }

  /// Bit 4 of a frame's descriptor is unused: decoders ignore it.
  @Test func alteredFrameThatStillDecodesIsDetected() throws {
    let temporary = try TemporaryStore()
    let content = (0..<50_000).map { UInt8(truncatingIfNeeded: $0 / 90) }
    let reference = try temporary.store.write(content)
    let path = temporary.path(of: reference)
    var file = try bytes(ofFile: path)
    file[ObjectHeader.size + 4] ^= 1 << 4
    #expect(try Zstd.decompress(Array(file[ObjectHeader.size...]), limit: content.count) == content)
    try write(file, toFile: path)
    #expect(throws: StoreError.self) { try temporary.store.read(reference) }
    #expect(temporary.takeDamage().first?.reason == "its stored bytes failed their checksum")
  }

  @Test func damagedPayloadThatIsOverwrittenBeforeUseIsStillDetected() throws {
    let temporary = try TemporaryStore()
    let content = (0..<50_000).map { UInt8(truncatingIfNeeded: $0 / 90) }
    let reference = try temporary.store.write(content)
    var file = try bytes(ofFile: temporary.path(of: reference))
    file[file.count - 1] ^= 1
    try write(file, toFile: temporary.path(of: reference))
    _ = try temporary.store.write(content)
    #expect(throws: StoreError.self) { try temporary.store.read(reference) }
    _ = try temporary.store.write(content)
    #expect(try temporary.store.read(reference) == content)
  }

  @Test func verificationFindsWhatNobodyUsed() throws {
    let temporary = try TemporaryStore()
    let store = temporary.store
    let sound = try store.write([UInt8](repeating: 1, count: 9000))
    let broken = try store.write([UInt8](repeating: 2, count: 9000))
    let gone = try store.output(named: "gone", [UInt8](repeating: 3, count: 9000))
    let address = RecordAddress(group: .of([1]), name: "a")
    let damagedAddress = RecordAddress(group: .of([1]), name: "b")
    let record = Record(kind: "k", components: .null, outputs: [gone])
    #expect(try store.publish(record, at: address) == .published)
    #expect(try store.publish(record, at: damagedAddress) == .published)
    try write([], toFile: temporary.path(of: damagedAddress))
    try FileManager.default.removeItem(atPath: temporary.path(of: gone.reference))
    var file = try bytes(ofFile: temporary.path(of: broken))
    file[file.count - 1] ^= 1
    try write(file, toFile: temporary.path(of: broken))
    let stray = "\(store.root)/objects/readme"
    try write([1], toFile: stray)

    let found = try store.verify()
    #expect(found.objects == 1 && found.records == 1 && found.bytes == sound.size)
    #expect(Set(found.damages.map(\.subject)) == [.object(broken.digest), .record(damagedAddress), .stray])
    #expect(found.missing == [address: [gone.reference]])
    #expect(temporary.takeDamage() == found.damages)
    #expect(try store.verify().damages.isEmpty)
  }

  /// A header and checksums made for content that is not what the name says: only the content's digest tells.
  @Test func verificationFindsContentThatIsNotWhatItsNameSays() throws {
    let temporary = try TemporaryStore()
    let reference = try temporary.store.write([1, 2, 3])
    let forged: [UInt8] = [1, 2, 4]
    let header = ObjectHeader(form: .raw, reference: reference, storedSize: 3, storedDigest: .of(forged))
    try write(header.bytes + forged, toFile: temporary.path(of: reference))
    let found = try temporary.store.verify()
    #expect(found.damages.map(\.reason) == ["its content failed its checksum"])
  }
}
