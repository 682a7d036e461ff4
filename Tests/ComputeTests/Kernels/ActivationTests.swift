import Glibc
import Testing

@testable import Compute

/// Activations and their slopes against double.
@Suite struct ActivationTests {
  private static let inputs = (-3000...3000).map { Float($0) * 0.004 }

  private func apply(_ activation: Activation, _ inputs: [Float], keepSlope: Bool) -> (y: [Float], x: [Float])
  {
    var x = inputs
    var y = [Float](repeating: .nan, count: inputs.count)
    x.withUnsafeMutableBufferPointer { x in
      y.withUnsafeMutableBufferPointer { y in
        guard let x = x.baseAddress, let y = y.baseAddress else { return }
        activation.apply(inputs.count, x, keepSlope: keepSlope, into: y)
      }
    }
    return (y, x)
  }

  /// Values to a few float32 roundings of the larger of themselves and `floor`.
  private func check(
    _ activation: Activation, _ value: (Double) -> Double, _ slope: (Double) -> Double, floor: Double
  ) {
    let kept = apply(activation, Self.inputs, keepSlope: true)
    let plain = apply(activation, Self.inputs, keepSlope: false)
    #expect(plain.y == kept.y)
    #expect(plain.x == Self.inputs)
    for (index, x) in Self.inputs.enumerated() {
      let expected = value(Double(x))
      #expect(abs(Double(kept.y[index]) - expected) <= 1e-6 * max(abs(expected), floor), "at \(x)")
      #expect(abs(Double(kept.x[index]) - slope(Double(x))) <= 1e-6, "slope at \(x)")
    }
  }

  @Test func geluKeepsItsDigitsInTheTail() {
    func integral(_ x: Double) -> Double { 0.5 * erfc(-x / 2.0.squareRoot()) }
    check(
      .gelu, { $0 * integral($0) },
      { integral($0) + $0 * Glibc.exp(-$0 * $0 / 2) / (2 * Double.pi).squareRoot() }, floor: 1e-3)
  }

  @Test func tanhFollowsTheLibrary() {
    check(.tanh, { Glibc.tanh($0) }, { 1 - Glibc.tanh($0) * Glibc.tanh($0) }, floor: 1e-6)
  }

  @Test func reluIsZeroBelowZero() {
    check(.relu, { max($0, 0) }, { $0 > 0 ? 1 : 0 }, floor: 1e-6)
  }

  @Test func leakyReluHasItsSlopeBelowZero() {
    check(.leakyRelu(slope: 0.2), { $0 > 0 ? $0 : 0.2 * $0 }, { $0 > 0 ? 1 : 0.2 }, floor: 1e-6)
  }
}
