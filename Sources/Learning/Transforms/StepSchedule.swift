public import Spec

/// Drops by a factor at certain steps: factor^n after n of them.
///
/// A step k of the cadence acts on the update that takes k to k + 1; step 0 is left out, because a drop before the
/// first update would be another learning rate.
public struct StepSchedule: Schedule {
  public static let kind = "step"
  public static let summary = "Multiplies the learning rate by a factor at certain steps."
  public static let example = """
    kind: step
    every: 5000 from 4999
    factor: 0.2
    """

  let every: Cadence
  let factor: Double

  public init(from fields: Fields) throws(InvalidSpec) {
    every = fields.read("every", "When the rate drops; step 0 does not count.", standIn: Cadence([]))
    factor = fields.read("factor", "What it is multiplied with.", standIn: 1, .atLeast(0))
    fields.check(
      !every.includesEnd, "'end' is not known while training: a schedule cannot depend on it", at: "every")
  }

  public func identity(stepsPerEpoch: Int?) -> JSON {
    [
      "kind": .string(Self.kind), "every": every.canonical, "factor": factor.canonical,
      "epoch": every.countsEpochs ? stepsPerEpoch.map { .integer($0) } ?? .null : .null,
    ]
  }

  public func factor(at step: Int, stepsPerEpoch: Int?) -> Double {
    var result = 1.0
    var last = 0
    while let next = every.next(after: last, stepsPerEpoch: stepsPerEpoch), next <= step {
      result *= factor
      last = next
    }
    return result
  }
}
