internal import CKernels

/// Which numbers of a matrix dropout sets to zero; the others are multiplied by `1 / (1 - rate)`.
///
/// A number's fate is a function of seed, step, place in the model and index in the matrix alone: word (i / 16) % 4 of
/// block i / 64 · 16 + i % 16 of a stream of `CounterRandom`. So a mask is never stored, and whoever needs it, on
/// whichever thread, on the way there or back, draws it again.
public struct DropoutMask: Sendable, Hashable {
  private let seed: UInt64
  private let stream: UInt64
  private let threshold: UInt32
  private let scale: Float

  /// - Parameters:
  ///   - rate: The share that is dropped, from 0 to below 1.
  ///   - step: How many updates precede; each has masks of its own.
  ///   - place: Which of the model's masks it is.
  public init(rate: Double, seed: UInt64, step: Int, place: Int) {
    precondition((0..<1).contains(rate), "a share of \(rate) dropped")
    self.seed = seed
    stream = [UInt64(step), UInt64(place)].reduce(Self.name) { hash, number in
      (0..<8).reduce(hash) { fnv($0, UInt8(truncatingIfNeeded: number >> (8 * UInt64($1)))) }
    }
    threshold = UInt32(rate * 0x1p32)
    scale = Float(1 / (1 - rate))
  }

  private static let name = RandomStream.dropout.rawValue.utf8.reduce(fnvBasis, fnv)

  /// `out = base + mask ⊙ x` for the numbers `range` of a matrix, to the first of which the pointers point; a missing
  /// base is zero, and base or x may be out itself.
  public func apply(
    _ range: Range<Int>, to x: UnsafePointer<Float>, adding base: UnsafePointer<Float>?,
    into out: UnsafeMutablePointer<Float>
  ) {
    var mask = kernel
    gk_dropout(&mask, range.lowerBound, range.count, x, base, out)
  }

  /// As the kernels take it.
  var kernel: gk_mask { gk_mask(seed: seed, stream: stream, threshold: threshold, scale: scale) }
}
