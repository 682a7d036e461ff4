import Testing

@testable import Experiment

/// The times of Omnigrok's Figure 2: steps until 95 % of 100 samples are within a tolerance, looked at every 20 steps, in
/// a run of the published code with its seeds.
@Suite struct OmnigrokTimesTests {
  private static let table: [(scale: Double, decay: Double, times: [Double?])] = [
    (2, 1, [140, 940, 500, 2300]), (2, 0.3, [140, 2300, 580, nil]), (0.5, 1, [20, 40, 520, 1200]),
    (0.5, 0.03, [20, 40, 420, 900]),
  ]
  /// What the columns of the table are.
  private static let metrics = ["train_accuracy", "validation_accuracy", "train_strict", "validation_strict"]

  @Test(arguments: table.indices)
  func theTimesToFitAndToGeneralizeAreMetWithinFifteenPercent(_ index: Int) throws {
    let (scale, decay, times) = Self.table[index]
    let asked = zip(Self.metrics, times).compactMap { metric, time in time.map { (metric, $0) } }
    let training = try SpecTraining(
      """
      grokline: 1
      name: times
      rng: pytorch
      dataset: {kind: teacher-student, widths: [5, 100, 100, 5], activation: tanh, train_size: 100,
                validation_size: 100, seed: 0}
      model: {kind: mlp, widths: [5, 100, 100, 5], activation: tanh, scale: \(scale), seed: 1}
      training:
        loss: mean-squared-error
        batch_size: all
        optimizer: {kind: adamw, learning_rate: 3e-4, weight_decay: \(decay)}
        evaluate:
          every: 20
          measures:
            accuracy: {kind: fraction-within, tolerance: 0.01}
            strict: {kind: fraction-within, tolerance: 0.001}
        phases: {fit: {until: 3000}}
      """)
    var found: [String: Double] = [:]
    for step in stride(from: 0, through: 2700, by: 20) where found.count < asked.count {
      let row = try training.row(at: step)
      for (metric, _) in asked where found[metric] == nil {
        if try #require(row[metric]) >= 0.95 { found[metric] = Double(step) }
      }
    }
    for (metric, published) in asked {
      let ours = try #require(found[metric], "\(metric) never gets there")
      // One look later or earlier is no difference.
      let isNear = abs(ours - published) <= max(0.15 * published, 20)
      #expect(isNear, "\(metric) at \(ours), published \(published)")
    }
  }
}
