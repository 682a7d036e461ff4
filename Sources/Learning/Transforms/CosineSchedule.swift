internal import Glibc
public import Spec

/// Half a cosine from 1 down to a floor: floor + (1 − floor)(1 + cos(πk/steps))/2, then the floor.
///
/// It takes its own number of steps, never the run's: a longer run begins with the same updates.
public struct CosineSchedule: Schedule {
  public static let kind = "cosine"
  public static let summary = "Lowers the learning rate along half a cosine to a floor."
  public static let example = """
    kind: cosine
    steps: 10000
    """

  let steps: Duration
  let floor: Double

  public init(from fields: Fields) throws(InvalidSpec) {
    steps = fields.read("steps", "How long the way down takes.", standIn: .steps(1))
    floor = fields.read("floor", "The last factor.", default: 0, .between(0, 1))
  }

  public func identity(stepsPerEpoch: Int?) -> JSON {
    ["kind": .string(Self.kind), "steps": .integer(steps.resolved(stepsPerEpoch)), "floor": floor.canonical]
  }

  public func factor(at step: Int, stepsPerEpoch: Int?) -> Double {
    let end = steps.resolved(stepsPerEpoch)
    return step >= end ? floor : cosine(Double(step) / Double(end), floor: floor)
  }
}

/// cos(πx).
func cosineOfHalfTurn(_ x: Double) -> Double { cos(Double.pi * x) }
