import Testing

@testable import Compute

@Suite struct CounterRandomTests {
  /// Known answers of the Random123 library (kat_vectors, philox4x32-10).
  @Test func philoxGivesItsKnownAnswers() {
    #expect(
      philox(counter: SIMD4(0, 0, 0, 0), key: SIMD2(0, 0))
        == SIMD4(0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8))
    let ones = UInt32.max
    #expect(
      philox(counter: SIMD4(ones, ones, ones, ones), key: SIMD2(ones, ones))
        == SIMD4(0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd))
    #expect(
      philox(
        counter: SIMD4(0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344),
        key: SIMD2(0xa409_3822, 0x299f_31d0))
        == SIMD4(0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1))
  }

  @Test func streamsOfOneSeedAndSeedsOfOneStreamDiffer() {
    let words = [(0, "order"), (0, "split"), (1, "order"), (1 << 32, "order")].map { seed, stream in
      var random = CounterRandom(seed: UInt64(seed), stream: stream)
      return (0..<4).map { _ in random.next32() }
    }
    #expect(Set(words).count == 4)
  }

  @Test func aStreamNeverChangesItsMeaning() {
    var random = CounterRandom(seed: 0, stream: "initialization")
    let first = floats(4) { random.fillNormal($0, mean: 0, deviation: 1) }
    #expect(random.position == 4)
    #expect(fingerprint(first) == 0x09d3_4ab7_54dd_8743)
    #expect(random.permutation(8) == [1, 6, 4, 7, 2, 5, 0, 3])
  }
}
