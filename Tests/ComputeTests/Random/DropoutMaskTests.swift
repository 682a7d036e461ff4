import Testing

@testable import Compute

@Suite struct DropoutMaskTests {
  private static let seed: UInt64 = 0x0123_4567_89ab_cdef

  /// Number by number, as the doc comment says it.
  private static func naive(rate: Double, step: Int, place: Int, _ index: Int) -> Float {
    var stream: UInt64 = 0xcbf2_9ce4_8422_2325
    var bytes = Array("dropout".utf8)
    for number in [step, place] { for byte in 0..<8 { bytes.append(UInt8((number >> (8 * byte)) & 255)) } }
    for byte in bytes { stream = (stream ^ UInt64(byte)) &* 0x100_0000_01b3 }
    let words = philox(
      counter: SIMD4(
        UInt32(index / 64 * 16 + index % 16), 0, UInt32(truncatingIfNeeded: stream), UInt32(stream >> 32)),
      key: SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(seed >> 32)))
    return Double(words[index / 16 % 4]) < rate * 0x1p32 ? 0 : Float(1 / (1 - rate))
  }

  @Test(arguments: [(0, 200), (64, 64), (37, 5), (63, 130), (1000, 1)])
  func everyNumberHasItsOwnWordHoweverTheMatrixIsCut(_ first: Int, _ count: Int) {
    let mask = DropoutMask(rate: 0.3, seed: Self.seed, step: 70_000, place: 3)
    let x = (0..<count).map { Float($0) - 50.5 }
    let base = (0..<count).map { Float($0 % 7) }
    var plain = [Float](repeating: .nan, count: count)
    var onto = base
    mask.apply(first..<(first + count), to: x, adding: nil, into: &plain)
    onto.withUnsafeMutableBufferPointer { onto in
      guard let start = onto.baseAddress else { return }
      mask.apply(first..<(first + count), to: x, adding: UnsafePointer(start), into: start)
    }
    for index in 0..<count {
      let expected = x[index] * Self.naive(rate: 0.3, step: 70_000, place: 3, first + index)
      #expect(plain[index] == expected)
      #expect(onto[index] == base[index] + expected)
    }
  }

  @Test func theShareThatIsDroppedIsTheRateAndEachStepAndPlaceDropsItsOwn() {
    let ones = [Float](repeating: 1, count: 40_000)
    func values(_ step: Int, _ place: Int) -> [Float] {
      var values = ones
      DropoutMask(rate: 0.2, seed: 1, step: step, place: place).apply(
        0..<ones.count, to: ones, adding: nil, into: &values)
      return values
    }
    let first = values(0, 0)
    #expect(Set(first) == [0, 1.25])
    // A standard deviation is 80 of 40,000.
    #expect(abs(first.count { $0 == 0 } - 8_000) < 320)
    for other in [values(1, 0), values(0, 1)] {
      // Both drop the same number with probability 0.04.
      let both = zip(first, other).count { $0 == 0 && $1 == 0 }
      #expect(abs(both - 1_600) < 160)
    }
    #expect(values(0, 0) == first)
  }
}
