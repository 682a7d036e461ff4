import Compute
import Spec
import Testing

@testable import Learning

/// A vector longer than two stretches of a team, so that threads really share it.
@Suite struct TeamedRuleTests {
  private static let count = 70_001
  private static let descent = "optimizer: {kind: sgd, learning_rate: 0.1, momentum: 0.9, weight_decay: 0.01}"
  private static let rules =
    [
      descent, "optimizer: {kind: adam, learning_rate: 0.1, weight_decay: 0.01}",
      "optimizer: {kind: adamw, learning_rate: 0.1, weight_decay: 0.01}",
      "\(descent), clip: {norm: 1, position: before-filter}, filter: {kind: fir, coefficients: [0.5, 0.5], gain: 1}",
    ]
    + [
      "{kind: moving-average, window: 2, gain: 5}",
      "{kind: exponential-moving-average, decay: 0.98, gain: 2}",
      "{kind: iir, numerator: [0.02], denominator: [1, -0.98], gain: 2}",
    ].map { "\(descent), filter: \($0)" }

  @Test(arguments: rules) func anUpdateIsTheSameWhoeverSharesIt(_ rule: String) throws {
    func updated(_ threads: Int) throws -> [Float] {
      var bench = try RuleBench(
        "{\(rule)}", parameters: normals(seed: 1, rows: 1, width: Self.count)[0], threads: threads)
      for step in 0..<4 { bench.push(normals(seed: 2 + UInt64(step), rows: 1, width: Self.count)[0]) }
      return bench.parameters
    }
    #expect(try updated(1).map(\.bitPattern) == updated(3).map(\.bitPattern))
  }
}
