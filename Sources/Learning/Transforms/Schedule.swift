public import Spec

/// A factor on every learning rate that depends on the number of updates done.
public protocol Schedule: SpecKind {
  /// What the factors depend on, durations in steps.
  func identity(stepsPerEpoch: Int?) -> JSON
  /// The factor for the update that takes step `step` to step `step + 1`.
  func factor(at step: Int, stepsPerEpoch: Int?) -> Double
}

/// Every schedule that a spec can name.
public let schedules = Registry<any Schedule>(
  "schedule",
  [
    .init(ConstantSchedule.self) { fields throws(InvalidSpec) in try ConstantSchedule(from: fields) },
    .init(LinearWarmup.self) { fields throws(InvalidSpec) in try LinearWarmup(from: fields) },
    .init(WarmupCosine.self) { fields throws(InvalidSpec) in try WarmupCosine(from: fields) },
    .init(CosineSchedule.self) { fields throws(InvalidSpec) in try CosineSchedule(from: fields) },
    .init(StepSchedule.self) { fields throws(InvalidSpec) in try StepSchedule(from: fields) },
  ])

extension Duration {
  /// The number of steps; a duration past every step if epochs are asked for where there are none.
  func resolved(_ stepsPerEpoch: Int?) -> Int { steps(perEpoch: stepsPerEpoch) ?? .max }
}

extension Schedule {
  /// Half a cosine from 1 down to `floor`, for progress 0...1.
  func cosine(_ progress: Double, floor: Double) -> Double {
    floor + 0.5 * (1 + cosineOfHalfTurn(progress)) * (1 - floor)
  }
}
