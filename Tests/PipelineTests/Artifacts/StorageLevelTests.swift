import CStorage
import Randomized
import Testing

@testable import Pipeline

/// What a processor without AVX-512 or AVX2 does is chosen by hand, and must be the same bytes.
@Suite struct StorageLevelTests {
  private static let levels = StorageLevel.allCases.filter { $0.rawValue <= StorageLevel.highest.rawValue }

  private static func noise(_ count: Int, _ random: inout SeededGenerator) -> [UInt8] {
    (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &random) }
  }

  @Test(arguments: levels) func digestsSideBySideAreThoseOneByOne(level: StorageLevel) {
    var random = SeededGenerator(seed: 2)
    let bytes = Self.noise(9000, &random)
    // Around every length at which padding takes another block, and very unequal ones.
    var cases = [Array(0...40), Array(50...70), Array(110...135), [0, 9000, 1, 64, 128, 4096, 63], [5]]
    for _ in 0..<30 {
      cases.append(
        (0..<Int.random(in: 1...20, using: &random)).map { _ in
          let blocks = 64 * Int.random(in: 0...20, using: &random)
          return max(0, blocks + Int.random(in: -9...9, using: &random))
        })
    }
    bytes.withUnsafeBytes { bytes in
      for lengths in cases {
        let pieces = lengths.enumerated().map { offset, length in
          UnsafeRawBufferPointer(rebasing: bytes[min(offset, bytes.count - length)...].prefix(length))
        }
        #expect(Digest.sideBySide(pieces, level) == pieces.map { Digest.of($0) }, "\(lengths)")
        #expect(Digest.of(each: pieces, level) == pieces.map { Digest.of($0) }, "\(lengths)")
      }
    }
  }

  /// A published value, so that the reference itself is one: FIPS 180-4's example of two blocks.
  @Test(arguments: levels) func thePublishedExampleHasItsPublishedDigest(level: StorageLevel) {
    let message = Array("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".utf8)
    let digests = message.withUnsafeBytes { Digest.sideBySide([$0, $0], level) }
    let expected = "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    #expect(digests.map(\.hex) == [expected, expected])
  }

  @Test(arguments: levels) func planesFollowTheirFormulaAndAreUndone(level: StorageLevel) {
    var random = SeededGenerator(seed: 3)
    for n in [0, 1, 3, 15, 16, 17, 63, 64, 65, 1021] {
      let words = (0..<n).map { _ in UInt32.random(in: .min ... .max, using: &random) }
      let base = words.map { $0 &+ UInt32(truncatingIfNeeded: Int.random(in: -300...300, using: &random)) }
      for base in [nil, base] {
        var planes = [UInt8](repeating: 0, count: 4 * n)
        gk_split_planes(level.rawValue, n, words, base, &planes)
        for i in 0..<n {
          var word = words[i]
          if let base {
            let difference = Int32(bitPattern: word &- base[i])
            word = UInt32(bitPattern: difference >= 0 ? 2 &* difference : -2 &* difference &- 1)
          }
          for p in 0..<4 { #expect(planes[p * n + i] == UInt8(truncatingIfNeeded: word >> UInt32(8 * p))) }
        }
        var merged = [UInt32](repeating: 0, count: n)
        planes.withUnsafeBufferPointer { planes in
          let starts = (0..<4).map { p in planes.baseAddress.map { $0 + p * n } }
          gk_merge_planes(level.rawValue, n, starts, base, &merged)
        }
        #expect(merged == words)
      }
    }
  }

  @Test(arguments: levels) func chunksAreTheSameBytesAtEveryLevel(level: StorageLevel) throws {
    var random = SeededGenerator(seed: 4)
    let numbers = (0..<40_000).map { _ in Float.random(in: -1...1, using: &random).bitPattern }
    let base = numbers.map { $0 &+ UInt32.random(in: 0...999, using: &random) }
    func encoded(_ level: StorageLevel) throws -> [UInt8] {
      let coder = try ChunkCoder(level: level)
      return try numbers.withUnsafeBufferPointer { numbers in
        let (chunks, size) = coder.encode(numbers, less: base, into: coder.stored.bytes)
        let stored = Array(coder.stored.bytes[..<size])
        var decoded = [UInt32](repeating: 0, count: numbers.count)
        var start = 0
        for (index, chunk) in chunks.enumerated() {
          let range = ChunkIndex.numbers(index, of: numbers.count)
          let isDecoded = stored[start..<(start + chunk.size)].withUnsafeBytes { bytes in
            base.withUnsafeBufferPointer { base in
              decoded.withUnsafeMutableBufferPointer {
                coder.decode(
                  bytes, chunk.sizes, plus: base.baseAddress.map { $0 + range.lowerBound },
                  into: UnsafeMutableBufferPointer(rebasing: $0[range]))
              }
            }
          }
          try #require(isDecoded)
          start += chunk.size
        }
        #expect(decoded.elementsEqual(numbers))
        return stored + ChunkIndex(base: nil, chunks: chunks).bytes
      }
    }
    #expect(try encoded(level) == encoded(.portable))
  }
}
