import Glibc
import Testing

@testable import Compute

/// Fast elementary functions against the C library in double, over all magnitudes.
@Suite struct ElementaryTests {
  /// Every 16,381st float32 bit pattern, some 260,000, NaN left out.
  private static let inputs: [Float] = stride(from: UInt64(0), to: 1 << 32, by: 16_381).compactMap {
    let x = Float(bitPattern: UInt32($0))
    return x.isNaN ? nil : x
  }

  /// Close to where formulas meet, to overflow and to underflow.
  private static let edges: [Float] = [0.6, 0.88, 4, 88.7, -87.3, -103.9].flatMap { edge in
    (-300...300).map { Float(edge) + Float($0) * 1e-5 * max(1, abs(edge)) }
  }

  private func worst(
    _ kernel: (Int, UnsafePointer<Float>, UnsafeMutablePointer<Float>) -> Void,
    _ reference: (Double) -> Double
  ) -> (error: Double, at: Float) {
    let inputs = Self.inputs + Self.edges
    var results = [Float](repeating: .nan, count: inputs.count)
    inputs.withUnsafeBufferPointer { inputs in
      results.withUnsafeMutableBufferPointer { results in
        guard let x = inputs.baseAddress, let y = results.baseAddress else { return }
        kernel(inputs.count, x, y)
      }
    }
    var worst = (error: 0.0, at: Float(0))
    for (x, y) in zip(inputs, results) {
      let error = unitsInTheLastPlace(y, reference(Double(x)))
      if !(error <= worst.error) { worst = (error, x) }
    }
    return worst
  }

  /// The distance in units of the last float32 place of the exact result.
  private func unitsInTheLastPlace(_ value: Float, _ exact: Double) -> Double {
    let rounded = Float(exact)
    if rounded.isInfinite || value.isInfinite { return value == rounded ? 0 : .infinity }
    return abs(Double(value) - exact) / Double(max(rounded.ulp, .leastNonzeroMagnitude))
  }

  @Test func exponentialIsWithinTwoUnits() {
    let worst = worst({ exp($0, $1, into: $2) }, { Glibc.exp($0) })
    #expect(worst.error <= 2, "at \(worst.at)")
  }

  @Test func hyperbolicTangentIsWithinTwoUnits() {
    let worst = worst({ tanh($0, $1, into: $2) }, { Glibc.tanh($0) })
    #expect(worst.error <= 2, "at \(worst.at)")
  }

  @Test func errorFunctionIsWithinTwoUnits() {
    let worst = worst({ erf($0, $1, into: $2) }, { Glibc.erf($0) })
    #expect(worst.error <= 2, "at \(worst.at)")
  }

  @Test func sigmoidIsWithinTwoUnits() {
    let worst = worst({ sigmoid($0, $1, into: $2) }, { 1 / (1 + Glibc.exp(-$0)) })
    #expect(worst.error <= 2, "at \(worst.at)")
  }

  @Test func whatIsNoNumberStaysNone() {
    let x: [Float] = [.nan]
    var y: [Float] = [0, 0, 0, 0]
    x.withUnsafeBufferPointer { x in
      y.withUnsafeMutableBufferPointer { y in
        guard let x = x.baseAddress, let y = y.baseAddress else { return }
        exp(1, x, into: y)
        tanh(1, x, into: y + 1)
        erf(1, x, into: y + 2)
        sigmoid(1, x, into: y + 3)
      }
    }
    #expect(y.allSatisfy { $0.isNaN })
  }
}
