internal import Glibc

/// A stream of random numbers that is named by a seed and a word, and resumes at any place at once.
///
/// Philox4x32-10: block b of a stream is a fixed bijection of the 128-bit counter (b, hash of the name) under the
/// seed as key, so streams of one seed never overlap and a position is one number.
/// Source: J. Salmon et al., Parallel random numbers: as easy as 1, 2, 3, SC 2011.
public struct CounterRandom: RandomSource, Hashable {
  private var seed: UInt64
  private var stream: UInt64
  /// How many 32-bit words were drawn.
  public private(set) var position: UInt64 = 0
  private var block = SIMD4<UInt32>()

  public init(seed: UInt64, stream: String) {
    self.seed = seed
    self.stream = stream.utf8.reduce(fnvBasis, fnv)
  }

  /// The next 32 random bits.
  public mutating func next32() -> UInt32 {
    let lane = Int(position % 4)
    if lane == 0 { refill() }
    position += 1
    return block[lane]
  }

  /// Float64 uniform on [0, 1) with 32 random bits.
  private mutating func nextUniform() -> Double { Double(next32()) * 0x1p-32 }

  public mutating func fillUniform(
    _ values: UnsafeMutableBufferPointer<Float>, from low: Float, to high: Float
  ) {
    for index in values.indices {
      // 24 bits, so that rounding cannot reach `high`.
      values[index] = low + Float(next32() >> 8) * 0x1p-24 * (high - low)
    }
  }

  /// Pairs by the Box–Muller rule in float64; an odd count throws the last half pair away.
  public mutating func fillNormal(_ values: UnsafeMutableBufferPointer<Float>, mean: Float, deviation: Float)
  {
    for index in stride(from: 0, to: values.count, by: 2) {
      let radius = (-2 * log(1 - nextUniform())).squareRoot() * Double(deviation)
      let angle = 2 * Double.pi * nextUniform()
      values[index] = Float(Double(mean) + radius * cos(angle))
      if index + 1 < values.count { values[index + 1] = Float(Double(mean) + radius * sin(angle)) }
    }
  }

  public mutating func shuffle(_ values: UnsafeMutableBufferPointer<Int32>) {
    for index in values.indices.dropLast() {
      values.swapAt(index, index + below(values.count - index))
    }
  }

  /// Unbiased: 64 bits times the bound, high half; drawn again in the sliver that would favour small numbers.
  public mutating func below(_ bound: Int) -> Int {
    precondition(bound > 0, "no whole number lies in 0..<\(bound)")
    let bound = UInt64(bound)
    while true {
      let product = (UInt64(next32()) << 32 | UInt64(next32())).multipliedFullWidth(by: bound)
      if product.low >= bound || product.low >= (0 &- bound) % bound { return Int(product.high) }
    }
  }

  /// Seed, stream and position, each as a high and a low word.
  public var state: [UInt32] {
    get { [seed, stream, position].flatMap { [UInt32($0 >> 32), UInt32(truncatingIfNeeded: $0)] } }
    set {
      precondition(newValue.count == 6, "a counter stream has 6 state words, not \(newValue.count)")
      let numbers = stride(from: 0, to: 6, by: 2).map {
        UInt64(newValue[$0]) << 32 | UInt64(newValue[$0 + 1])
      }
      (seed, stream, position) = (numbers[0], numbers[1], numbers[2])
      if position % 4 != 0 { refill() }
    }
  }

  private mutating func refill() {
    let index = position / 4
    block = philox(
      counter: SIMD4(
        UInt32(truncatingIfNeeded: index), UInt32(index >> 32), UInt32(truncatingIfNeeded: stream),
        UInt32(stream >> 32)),
      key: SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(seed >> 32)))
  }
}

/// FNV-1a turns names into streams: well spread, and part of what a seed means; never to be changed.
let fnvBasis: UInt64 = 0xcbf2_9ce4_8422_2325

/// The hash with one more byte.
func fnv(_ hash: UInt64, _ byte: UInt8) -> UInt64 { (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }

/// Ten rounds of Philox4x32.
func philox(counter: SIMD4<UInt32>, key: SIMD2<UInt32>) -> SIMD4<UInt32> {
  var (block, key) = (counter, key)
  for _ in 0..<10 {
    let first = block.x.multipliedFullWidth(by: 0xd251_1f53)
    let second = block.z.multipliedFullWidth(by: 0xcd9e_8d57)
    block = SIMD4(second.high ^ block.y ^ key.x, second.low, first.high ^ block.w ^ key.y, first.low)
    key = key &+ SIMD2(0x9e37_79b9, 0xbb67_ae85)
  }
  return block
}
