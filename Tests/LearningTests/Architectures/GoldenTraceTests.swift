import Testing

@testable import Learning

/// Seed 0 of Grokfast's published code, from logs of a run of that code: train loss, validation loss, and accuracies.
@Suite struct GoldenTraceTests {
  struct Arm: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let rule: String
    let rows: [(step: Int, values: [Double])]
  }

  private static func rule(decay: String, filter: String) -> String {
    """
    optimizer: {kind: adam, learning_rate: 1e-3, betas: [0.9, 0.98], weight_decay: \(decay)}
    schedule: {kind: linear-warmup, steps: 10}
    \(filter)
    """
  }

  static let arms = [
    Arm(
      testDescription: "no filter", rule: rule(decay: "0", filter: ""),
      rows: [
        (10, [4.678378, 4.637866, 0.012027, 0.009880]), (20, [4.621266, 4.611455, 0.016108, 0.019545]),
        (50, [4.533244, 4.604747, 0.025129, 0.013960]), (100, [4.389954, 4.884757, 0.042096, 0.011168]),
      ]),
    Arm(
      testDescription: "moving average",
      rule: rule(decay: "0.01", filter: "filter: {kind: moving-average, window: 100, gain: 5}"),
      rows: [
        (10, [4.678568, 4.632701, 0.011168, 0.009450]), (20, [4.620985, 4.609526, 0.012672, 0.017182]),
        (50, [4.582230, 4.601135, 0.011813, 0.007947]), (100, [4.563721, 4.571686, 0.023625, 0.018471]),
      ]),
    Arm(
      testDescription: "exponential moving average",
      rule: rule(decay: "0.005", filter: "filter: {kind: exponential-moving-average, decay: 0.98, gain: 2}"),
      rows: [
        (10, [4.692559, 4.715379, 0.010739, 0.010309]), (20, [4.689807, 4.664738, 0.010309, 0.015034]),
        (50, [4.588855, 4.605058, 0.012457, 0.008376]), (100, [4.527733, 4.565233, 0.023196, 0.016323]),
      ]),
  ]

  /// Loops without optimisation take their time; the moving average begins to act at step 100.
  #if DEBUG
    private static let lastStep = 50
  #else
    private static let lastStep = 100
  #endif

  @Test(arguments: arms) func theLossesOfThePublishedCodeAreMet(_ arm: Arm) throws {
    let training = try ModularTraining(arm.rule)
    for (step, values) in arm.rows where step <= Self.lastStep {
      var last: ModularTraining.Row?
      while training.step < step { last = training.epoch() }
      let row = try #require(last)
      #expect(row.step == step)
      // Float32 sums in another order; the logs have six digits.
      #expect(abs(row.trainLoss - values[0]) < 1e-4, "train loss \(row.trainLoss) at step \(step)")
      #expect(
        abs(row.validationLoss - values[1]) < 1e-4, "validation loss \(row.validationLoss) at step \(step)")
      // One sample of 4,656 either way.
      #expect(
        abs(row.trainAccuracy - values[2]) < 2.2e-4, "train accuracy \(row.trainAccuracy) at step \(step)")
      #expect(
        abs(row.validationAccuracy - values[3]) < 2.2e-4, "accuracy \(row.validationAccuracy) at step \(step)"
      )
    }
  }
}
