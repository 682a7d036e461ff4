/// PyTorch's CPU generator, bit for bit: MT19937 and the draws that `torch` makes from it.
///
/// Checked against PyTorch 2.15 for `rand`, `uniform_`, `normal_`, `randperm` and `randint`, in float32, on a
/// processor with AVX2; without it PyTorch itself gives normals that differ in the last bits.
/// Source: M. Matsumoto, T. Nishimura, Mersenne Twister, ACM TOMACS 8 (1998).
public struct MersenneTwister: RandomSource, Hashable {
  static let length = 624
  private static let shift = 397

  private var words: [UInt32]
  /// The next word to hand out; `length` when all are used up.
  private var position = MersenneTwister.length
  /// The second half of the last pair of scalar normals.
  var spareNormal: Double?

  /// `seed` is taken modulo 2^32, as PyTorch does.
  public init(seed: UInt64) {
    words = [UInt32](repeating: 0, count: Self.length)
    words[0] = UInt32(truncatingIfNeeded: seed)
    for index in 1..<Self.length {
      let last = words[index - 1]
      words[index] = 1_812_433_253 &* (last ^ (last >> 30)) &+ UInt32(index)
    }
  }

  /// The next 32 random bits.
  public mutating func next32() -> UInt32 {
    if position == Self.length { regenerate() }
    var word = words[position]
    position += 1
    word ^= word >> 11
    word ^= (word << 7) & 0x9d2c_5680
    word ^= (word << 15) & 0xefc6_0000
    return word ^ (word >> 18)
  }

  /// The next 64 random bits: two words, the first one high.
  mutating func next64() -> UInt64 {
    let high = UInt64(next32())
    return high << 32 | UInt64(next32())
  }

  /// Float32 uniform on [0, 1): the low 24 bits of one word.
  mutating func nextUniform() -> Float { Float(next32() & 0xff_ffff) * 0x1p-24 }

  public mutating func fillUniform(
    _ values: UnsafeMutableBufferPointer<Float>, from low: Float, to high: Float
  ) {
    for index in values.indices { values[index] = low.addingProduct(nextUniform(), high - low) }
  }

  public mutating func shuffle(_ values: UnsafeMutableBufferPointer<Int32>) {
    for index in values.indices.dropLast() {
      values.swapAt(index, index + Int(next32() % UInt32(values.count - index)))
    }
  }

  /// As `torch.randint`: one word modulo the bound, two words from 2^28 on.
  public mutating func below(_ bound: Int) -> Int {
    precondition(bound > 0, "no whole number lies in 0..<\(bound)")
    return bound < 1 << 28 ? Int(next32() % UInt32(bound)) : Int(next64() % UInt64(bound))
  }

  /// 624 words, the position, and the spare normal as a flag and two halves.
  public var state: [UInt32] {
    get {
      let bits = spareNormal?.bitPattern ?? 0
      return words + [
        UInt32(position), spareNormal == nil ? 0 : 1, UInt32(bits >> 32), UInt32(truncatingIfNeeded: bits),
      ]
    }
    set {
      precondition(
        newValue.count == Self.length + 4, "a Mersenne twister has 628 state words, not \(newValue.count)")
      words = Array(newValue.prefix(Self.length))
      position = Int(newValue[Self.length])
      let bits = UInt64(newValue[Self.length + 2]) << 32 | UInt64(newValue[Self.length + 3])
      spareNormal = newValue[Self.length + 1] == 0 ? nil : Double(bitPattern: bits)
    }
  }

  private mutating func regenerate() {
    words.withUnsafeMutableBufferPointer { words in
      for index in words.indices {
        let mixed =
          (words[index] & 0x8000_0000) | (words[index + 1 == Self.length ? 0 : index + 1] & 0x7fff_ffff)
        let far = words[
          index + Self.shift < Self.length ? index + Self.shift : index + Self.shift - Self.length]
        words[index] = far ^ (mixed >> 1) ^ (mixed & 1 == 0 ? 0 : 0x9908_b0df)
      }
    }
    position = 0
  }
}
