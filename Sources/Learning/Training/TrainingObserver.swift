/// Gets what a run records, as it happens. What it does changes nothing in the run.
public protocol TrainingObserver {
  /// One row of metrics: a value per name in `evaluation.metrics`, nil where there is none.
  mutating func didEvaluate(_ evaluation: Evaluation, step: Int, values: [Double?]) throws
  /// The parameters at a step of the snapshot cadence; valid during the call only.
  mutating func didReachSnapshot(step: Int, parameters: UnsafeBufferPointer<Float>) throws
}

/// Why training returned.
public enum TrainingOutcome: Sendable, Hashable {
  /// The asked step is reached.
  case reached
  /// The last phase, or a stop rule, ended the run at this step.
  case ended(step: Int)
}
