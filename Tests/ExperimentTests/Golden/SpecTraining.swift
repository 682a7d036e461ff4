import Learning
import Spec
import Testing

@testable import Experiment

/// One point of a spec, trained in this process as a worker would.
final class SpecTraining {
  let trainer: Trainer
  private var observer = LastRow()

  /// The first point of the spec.
  convenience init(_ text: String) throws {
    let file = try ExperimentFile.load("/spec.yaml", root: "/") { _ in text }
    try self.init(try #require(file.points.first))
  }

  /// - Parameter data: the folder of public data sets.
  init(_ point: Point, data: String? = nil) throws {
    let files = ProjectFiles(root: "/", store: "/nonexistent", given: data)
    let diagnostics = Diagnostics()
    let design = TrainingDesign(Recipe(point), DatasetCatalog(files), diagnostics)
    try diagnostics.throwIfAny()
    trainer = try TrainingRun(#require(design), Recipe(point)).makeTrainer(threads: 1, files: files)
  }

  /// Trains up to a step, and gives the row measured there by metric.
  func row(at step: Int) throws -> [String: Double] {
    _ = try trainer.advance(to: step, &observer)
    try #require(observer.step == step, "nothing was measured at step \(step)")
    return observer.values
  }

  var parameters: [Float] { trainer.withParameters { Array($0) } }

  private struct LastRow: TrainingObserver {
    var step = -1
    var values: [String: Double] = [:]

    mutating func didEvaluate(_ evaluation: Evaluation, step: Int, values: [Double?]) {
      self.step = step
      self.values = [:]
      for (metric, value) in zip(evaluation.metrics, values) { self.values[metric] = value }
    }

    mutating func didReachSnapshot(step: Int, parameters: UnsafeBufferPointer<Float>) {}
  }
}
