public import Spec

/// A rise from nothing: min(1, k/n) for the update after k others.
///
/// The first update has rate 0 and moves nothing, as in Grokfast's published code; `first: one-step` takes
/// (k + 1)/n instead.
public struct LinearWarmup: Schedule {
  public static let kind = "linear-warmup"
  public static let summary = "Raises the learning rate in equal steps, then leaves it as it is."
  public static let example = """
    kind: linear-warmup
    steps: 10
    """

  enum First: String, NamedChoice {
    case zero
    case oneStep = "one-step"
  }

  let steps: Duration
  let first: First

  public init(from fields: Fields) throws(InvalidSpec) {
    steps = fields.read("steps", "How long the rise takes.", standIn: .steps(1))
    first = fields.read("first", "Whether the first update has rate 0 or one step's worth.", default: .zero)
  }

  public func identity(stepsPerEpoch: Int?) -> JSON {
    ["kind": .string(Self.kind), "steps": .integer(steps.resolved(stepsPerEpoch)), "first": first.canonical]
  }

  public func factor(at step: Int, stepsPerEpoch: Int?) -> Double {
    let count = steps.resolved(stepsPerEpoch)
    let risen = first == .zero ? step : step + 1
    return risen >= count ? 1 : Double(risen) / Double(count)
  }
}
