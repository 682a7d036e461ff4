import Foundation
import Learning
import Testing

@testable import Experiment

/// Grokfast's Figure 9 before its first update, as the published code logged it with seed 0.
@Suite("MNIST's published start", .enabled(if: SharedData.folder != nil, SharedData.absence))
struct MNISTTraceTests {
  @Test("Losses, accuracies and the norm are met, in all arms")
  func start() throws {
    let path = repository + "/experiments/grokfast/figure-9.yaml"
    let file = try ExperimentFile.load(path, root: repository) {
      try String(contentsOfFile: $0, encoding: .utf8)
    }
    for point in file.points {
      let training = try SpecTraining(point, data: SharedData.folder)
      #expect(training.trainer.withParameters(\.count) == 199_210)
      let row = try training.row(at: 0)
      func expect(_ metric: String, _ value: Double, within tolerance: Double) throws {
        #expect(abs(try #require(row[metric]) - value) < tolerance, "\(metric)")
      }
      try expect("train_squared_error", 2696.0129, within: 1e-2)
      try expect("validation_squared_error", 2774.1846, within: 1e-2)
      try expect("train_accuracy", 0.072, within: 1e-9)
      try expect("validation_accuracy", 0.0763, within: 1e-9)
      try expect("norm", 93.6599, within: 1e-4)
    }
  }
}
