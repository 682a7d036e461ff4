import Testing

@testable import Compute

/// Draws `count` floats with a filling call.
func floats(_ count: Int, _ fill: (UnsafeMutableBufferPointer<Float>) -> Void) -> [Float] {
  var values = [Float](repeating: .nan, count: count)
  values.withUnsafeMutableBufferPointer { fill($0) }
  return values
}

/// FNV-1a over 32-bit words: one number that stands for many reference values.
func fingerprint(_ words: some Sequence<UInt32>) -> UInt64 {
  words.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
}

func fingerprint(_ values: [Float]) -> UInt64 { fingerprint(values.lazy.map(\.bitPattern)) }

func fingerprint(_ values: [Int32]) -> UInt64 { fingerprint(values.lazy.map { UInt32(bitPattern: $0) }) }

@Suite struct RandomSourceTests {
  static let sources: [any RandomSource] = [
    MersenneTwister(seed: 3), CounterRandom(seed: 3, stream: "order"),
  ]

  @Test(arguments: sources.indices)
  func shufflingAppliesThePermutation(_ index: Int) {
    var (first, second) = (Self.sources[index], Self.sources[index])
    var values: [Int32] = (0..<100).map { $0 * $0 }
    let expected = first.permutation(100).map { values[Int($0)] }
    values.withUnsafeMutableBufferPointer { second.shuffle($0) }
    #expect(values == expected)
    #expect(values.sorted() == (0..<100).map { $0 * $0 })
  }

  @Test(arguments: sources.indices)
  func aRestoredSourceGoesOnWhereItWasSaved(_ index: Int) {
    for drawn in 0..<10 {
      var random = Self.sources[index]
      _ = floats(drawn) { random.fillUniform($0, from: 0, to: 1) }
      _ = floats(drawn % 3) { random.fillNormal($0, mean: 0, deviation: 1) }
      var resumed = Self.sources[index]
      resumed.state = random.state
      #expect(resumed.permutation(700) == random.permutation(700))
    }
  }

  @Test(arguments: sources.indices)
  func drawsHaveTheMomentsTheyPromise(_ index: Int) {
    var random = Self.sources[index]
    let uniform = floats(40_000) { random.fillUniform($0, from: -1, to: 3) }
    #expect(uniform.allSatisfy { $0 >= -1 && $0 < 3 })
    let normal = floats(40_001) { random.fillNormal($0, mean: 2, deviation: 0.5) }
    // Five standard errors.
    #expect(abs(mean(uniform) - 1) < 5 * 1.155 / 200)
    #expect(abs(mean(normal) - 2) < 5 * 0.5 / 200)
    #expect(abs(mean(normal.map { ($0 - 2) * ($0 - 2) }) - 0.25) < 5 * 0.354 / 200)
    var counts = [Int](repeating: 0, count: 6)
    for _ in 0..<6000 { counts[random.below(6)] += 1 }
    #expect(counts.allSatisfy { abs($0 - 1000) < 145 })
  }

  private func mean(_ values: [Float]) -> Float { values.reduce(0, +) / Float(values.count) }
}
