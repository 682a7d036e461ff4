internal import Glibc

/// `X_k = Σ_t x_t e^{−2πikt/n}` of n values, n a power of two.
///
/// Radix two, decimation in time: reversed bits, then log₂ n rounds of butterflies.
struct FourierTransform {
  let count: Int
  /// `[count]`: the place of each value before the first round.
  private let places: [Int]
  /// `[count / 2]`: e^{−2πik/n}.
  private let turns: [Complex]

  init(count: Int) {
    precondition(count > 0 && count & (count - 1) == 0, "\(count) values are no power of two")
    self.count = count
    let bits = count.trailingZeroBitCount
    places = (0..<count).map { index in
      (0..<bits).reduce(0) { $0 << 1 | (index >> $1 & 1) }
    }
    turns = (0..<(count / 2)).map { Complex(angle: -2 * Double.pi * Double($0) / Double(count)) }
  }

  /// Transforms in place.
  func callAsFunction(_ values: UnsafeMutableBufferPointer<Complex>) {
    precondition(values.count == count, "\(values.count) values for a transform of \(count)")
    for (index, place) in places.enumerated() where index < place { values.swapAt(index, place) }
    turns.withUnsafeBufferPointer { turns in
      var half = 1
      while half < count {
        let stride = count / (2 * half)
        for start in Swift.stride(from: 0, to: count, by: 2 * half) {
          for k in 0..<half {
            let turned = turns[k * stride] * values[start + half + k]
            let first = values[start + k]
            values[start + k] = first + turned
            values[start + half + k] = first - turned
          }
        }
        half *= 2
      }
    }
  }
}
