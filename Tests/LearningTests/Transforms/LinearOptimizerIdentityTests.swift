import Spec
import Testing

@testable import Learning

/// Grokfast, Appendix A: for a linear optimiser, filtering the gradients filters the updates. Gradients are taken as
/// a fixed signal, and the filter as time-invariant: no wait for a full window, no initial first gradient.
@Suite struct LinearOptimizerIdentityTests {
  static let steps = 400
  static let rate = 0.1

  /// The updates u(t) = θ(t + 1) − θ(t), times −1/η, per element.
  private func updates(_ optimizer: String, _ gradients: [[Float]], filter: String? = nil) throws
    -> [[Double]]
  {
    var bench = try RuleBench(
      "{optimizer: {kind: sgd, learning_rate: \(Self.rate), \(optimizer)}"
        + (filter.map { ", filter: {\($0)}}" } ?? "}"), parameters: [Float](repeating: 0, count: 11))
    return gradients.map { row in
      // From zero each time, so that the update is read without cancellation.
      bench.parameters = [Float](repeating: 0, count: 11)
      bench.push(row)
      return bench.parameters.map { -Double($0) / Self.rate }
    }
  }

  private func filtered(_ signal: [[Double]], _ response: [Double]) -> [[Double]] {
    signal.indices.map { t in
      var sum = signal[t]
      for k in 0...t {
        for index in sum.indices { sum[index] += response[k] * signal[t - k][index] }
      }
      return sum
    }
  }

  private static func powers(_ x: Double, from first: Double = 1) -> [Double] {
    Array(sequence(first: first) { $0 * x }.prefix(steps))
  }

  /// Each filter and gain times its impulse response.
  private static let cases: [(filter: String, response: [Double])] = [
    (
      "kind: fir, coefficients: [\([String](repeating: "0.01", count: 100).joined(separator: ", "))], gain: 5, "
        + "warm_up: partial", (0..<steps).map { $0 < 100 ? 5.0 / 100 : 0 }
    ),
    (
      "kind: exponential-moving-average, decay: 0.98, gain: 2, initial: zero", powers(0.98, from: 2 * 0.02)
    ),
  ]

  @Test(arguments: ["momentum: 0.9", "momentum: 0.9, nesterov: true", "momentum: 0"])
  func withoutDampeningFilteredGradientsGiveFilteredUpdates(optimizer: String) throws {
    let gradients = normals(seed: 1, rows: Self.steps, width: 11)
    let plain = try updates(optimizer, gradients)
    for (filter, response) in Self.cases {
      let ours = try updates(optimizer, gradients, filter: filter)
      let expected = filtered(plain, response)
      for step in 0..<Self.steps {
        // Float32 momenta and gradients: some 100 roundings of 6e-8 each.
        #expect(
          relativeError(ours[step].map { Float($0) }, expected[step]) < 2e-5, "\(optimizer) step \(step)")
      }
    }
  }

  /// With dampening τ the first momentum is g(0), not (1 − τ) g(0), and the identity misses
  /// e(t) = τ g(0) Σ h(k) μ^(t − k) over k = 1 … t.
  @Test func withDampeningTheIdentityMissesByTheExactTerm() throws {
    let (momentum, dampening) = (0.9, 0.9)
    let gradients = normals(seed: 1, rows: Self.steps, width: 11)
    let optimizer = "momentum: \(momentum), dampening: \(dampening)"
    let plain = try updates(optimizer, gradients)
    let decay = Self.powers(momentum)
    for (filter, response) in Self.cases {
      let ours = try updates(optimizer, gradients, filter: filter)
      let expected = filtered(plain, response)
      var largest = 0.0
      for step in 0..<Self.steps {
        let sum = (0...step).dropFirst().reduce(0) { $0 + response[$1] * decay[step - $1] }
        let scale = expected[step].reduce(0) { max($0, abs($1)) }
        for index in 0..<11 {
          let miss = -dampening * Double(gradients[0][index]) * sum
          largest = max(largest, abs(miss))
          #expect(
            abs(ours[step][index] - expected[step][index] - miss) < 2e-5 * max(scale, 1), "step \(step)")
        }
      }
      #expect(largest > 0.1, "a term of this size would not be seen")
    }
  }
}
