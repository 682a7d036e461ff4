import Spec
import Testing

@testable import Learning

@Suite struct ScheduleTests {
  private func factor(_ schedule: String, _ step: Int) throws -> Double {
    try readRule("{optimizer: {kind: adam, learning_rate: 1e-3}, schedule: {\(schedule)}}").schedule
      .factor(at: step, stepsPerEpoch: 10)
  }

  /// Grokfast's main.py: factor k/10 before the update after k others.
  @Test func theLinearRiseBeginsAtZeroAsPublished() throws {
    for (step, expected) in [(0, 0), (1, 0.1), (9, 0.9), (10, 1), (500, 1)] {
      #expect(try factor("kind: linear-warmup, steps: 10", step) == expected)
    }
    #expect(try factor("kind: linear-warmup, steps: 10, first: one-step", 0) == 0.1)
    #expect(try factor("kind: linear-warmup, steps: 1 epoch", 5) == 0.5)
  }

  /// nanoGPT of June 2024 with W = 100, D = 5000, floor 0.1.
  @Test func theCosineOfNanoGPTHasItsPublishedValues() throws {
    let schedule = "kind: warmup-cosine, warmup: 100, until: 5000, floor: 0.1"
    for (step, expected) in [
      (0, 0), (50, 0.5), (100, 1), (2550, 0.55), (5000, 0.1), (5001, 0.1), (9000, 0.1),
    ] {
      #expect(abs(try factor(schedule, step) - expected) < 1e-12, "step \(step)")
    }
  }

  @Test func aPlainCosineEndsAtItsOwnSteps() throws {
    for (step, expected) in [(0, 1), (500, 0.5), (1000, 0), (2000, 0)] {
      #expect(abs(try factor("kind: cosine, steps: 1000", step) - expected) < 1e-12)
    }
  }

  /// Omnigrok's addition toy: times 0.2 before the update of epoch index 4999, 9999, 14999.
  @Test func stepsDropWhereTheAdditionToyDropsThem() throws {
    let schedule = "kind: step, every: 5000 from 4999, factor: 0.2"
    for (step, drops) in [(0, 0), (4998, 0), (4999, 1), (9998, 1), (9999, 2), (14998, 2), (14999, 3)] {
      let expected = (0..<drops).reduce(1.0) { product, _ in product * 0.2 }
      #expect(abs(try factor(schedule, step) - expected) < 1e-15)
    }
    #expect(try factor("kind: step, every: 100, factor: 0.5", 0) == 1)
  }

  @Test func theScheduleMultipliesTheRateOfEveryGroup() throws {
    let rows = normals(seed: 1, rows: 2, width: 11)
    let groups = "groups: {free: {parameters: vectors, learning_rate: 0}}"
    var bench = try RuleBench(
      "{optimizer: {kind: sgd, learning_rate: 1, \(groups)}, schedule: {kind: linear-warmup, steps: 2}}",
      parameters: rows[0])
    bench.push(rows[1])
    #expect(bench.parameters == rows[0])
    bench.push(rows[1])
    #expect(bench.parameters[6...] == rows[0][6...])
    #expect(bench.parameters[..<6] == zip(rows[0], rows[1]).map { $0 - 0.5 * $1 }[..<6])
  }
}
