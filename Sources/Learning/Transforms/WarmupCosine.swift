public import Spec

/// A linear rise, then half a cosine down to a floor, where it stays.
///
/// k < warmup: k/warmup; k > until: floor; else floor + (1 − floor)(1 + cos(π(k − warmup)/(until − warmup)))/2,
/// as nanoGPT until December 2024.
public struct WarmupCosine: Schedule {
  public static let kind = "warmup-cosine"
  public static let summary =
    "Raises the learning rate in equal steps, then lowers it along a cosine to a floor."
  public static let example = """
    kind: warmup-cosine
    warmup: 100
    until: 5000
    floor: 0.1
    """

  let warmup: Duration
  let until: Duration
  let floor: Double

  public init(from fields: Fields) throws(InvalidSpec) {
    warmup = fields.read("warmup", "How long the rise takes.", standIn: .steps(0))
    until = fields.read("until", "The step at which the floor is reached.", standIn: .steps(1))
    floor = fields.read("floor", "The last factor.", default: 0, .between(0, 1))
    if warmup.countsEpochs == until.countsEpochs {
      fields.check(
        warmup.resolved(1) < until.resolved(1), "the cosine ends before the rise does", at: "until",
        hint: "'until' counts from step 0, the rise included")
    }
  }

  public func identity(stepsPerEpoch: Int?) -> JSON {
    [
      "kind": .string(Self.kind), "warmup": .integer(warmup.resolved(stepsPerEpoch)),
      "until": .integer(until.resolved(stepsPerEpoch)), "floor": floor.canonical,
    ]
  }

  public func factor(at step: Int, stepsPerEpoch: Int?) -> Double {
    let (rise, end) = (warmup.resolved(stepsPerEpoch), until.resolved(stepsPerEpoch))
    if step < rise { return Double(step) / Double(rise) }
    if step >= end { return floor }
    return cosine(Double(step - rise) / Double(end - rise), floor: floor)
  }
}
