internal import Glibc

/// The draws that NumPy's legacy functions (`numpy.random.normal`, `numpy.random.choice`) make from MT19937.
///
/// After `numpy.random.seed(n)` with n below 2^32 the words are those of `torch.manual_seed(n)`, so published code
/// that seeds both alike has two generators with equal words and different draws.
public struct NumPyRandom {
  /// Where the next draw begins.
  public private(set) var words: MersenneTwister
  /// The other half of the last pair of normals.
  private var spare: Double?

  /// Goes on from where `words` stands.
  public init(_ words: MersenneTwister) { self.words = words }

  /// Float64 uniform on [0, 1): 27 bits of one word and 26 of the next.
  private mutating func nextUniform() -> Double {
    let high = Double(words.next32() >> 5)
    return (high * 0x1p26 + Double(words.next32() >> 6)) * 0x1p-53
  }

  /// Float64 standard normal, by the polar method; the second of a pair comes first.
  public mutating func nextNormal() -> Double {
    if let spare {
      self.spare = nil
      return spare
    }
    while true {
      let x = 2 * nextUniform() - 1
      let y = 2 * nextUniform() - 1
      let square = x * x + y * y
      if square > 0, square < 1 {
        let factor = (-2 * log(square) / square).squareRoot()
        spare = factor * x
        return factor * y
      }
    }
  }

  /// `choice(count, taken, replace=False)`: the first of a permutation of 0..<count.
  public mutating func choice(_ taken: Int, of count: Int) -> [Int] {
    precondition(taken <= count && count <= 1 << 32, "\(taken) of \(count) cannot be chosen")
    var order = Array(0..<count)
    for index in stride(from: count - 1, to: 0, by: -1) { order.swapAt(index, below(index + 1)) }
    return Array(order[..<taken])
  }

  /// As many bits as the largest number has, until they make a number below `bound`.
  private mutating func below(_ bound: Int) -> Int {
    let largest = UInt32(bound - 1)
    let mask = UInt32.max >> UInt32(largest.leadingZeroBitCount)
    while true {
      let drawn = words.next32() & mask
      if drawn <= largest { return Int(drawn) }
    }
  }
}
