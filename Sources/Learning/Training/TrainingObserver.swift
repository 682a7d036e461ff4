/// Gets what a run records, as it happens. What it does changes nothing in the run.
public protocol TrainingObserver {
  /// One row of metrics: a value per name in `evaluation.metrics`, nil where there is none.
  mutating func didEvaluate(_ evaluation: Evaluation, step: Int, values: [Double?]) throws
  /// The parameters at a step of the snapshot cadence; valid during the call only.
  mutating func didReachSnapshot(step: Int, parameters: UnsafeBufferPointer<Float>) throws
  /// The watched numbers of the last update: the batch's gradient, before clipping and filters, and what the step added
  /// to the parameters, `[sample]` each; valid during the call only.
  mutating func didUpdate(
    step: Int, gradient: UnsafeBufferPointer<Float>, update: UnsafeBufferPointer<Float>) throws
}

extension TrainingObserver {
  /// Most observers watch no single updates.
  public mutating func didUpdate(
    step: Int, gradient: UnsafeBufferPointer<Float>, update: UnsafeBufferPointer<Float>
  ) {}
}

/// Why training returned.
public enum TrainingOutcome: Sendable, Hashable {
  /// The asked step is reached.
  case reached
  /// The last phase, or a stop rule, ended the run at this step.
  case ended(step: Int)
}
