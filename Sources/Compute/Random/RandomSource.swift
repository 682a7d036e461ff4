/// A resumable stream of random numbers. Randomness is always an argument, never a global.
///
/// Conformers: `MersenneTwister` (bit for bit PyTorch's CPU generator) and `CounterRandom` (our own).
public protocol RandomSource: Sendable {
  /// Float32 uniform on [low, high), in memory order.
  mutating func fillUniform(_ values: UnsafeMutableBufferPointer<Float>, from low: Float, to high: Float)
  /// Float32 normal.
  mutating func fillNormal(_ values: UnsafeMutableBufferPointer<Float>, mean: Float, deviation: Float)
  /// Puts values into a random order: `values` becomes `values[permutation(values.count)]`.
  mutating func shuffle(_ values: UnsafeMutableBufferPointer<Int32>)
  /// A whole number in 0..<bound.
  mutating func below(_ bound: Int) -> Int
  /// Everything that decides what comes next; setting it resumes there. Its length depends on the conformer only.
  var state: [UInt32] { get set }
}

extension RandomSource {
  /// A random order of 0..<count.
  public mutating func permutation(_ count: Int) -> [Int32] {
    var order = (0..<Int32(count)).map { $0 }
    order.withUnsafeMutableBufferPointer { shuffle($0) }
    return order
  }
}
