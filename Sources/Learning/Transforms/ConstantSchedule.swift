public import Spec

/// The learning rate as written.
public struct ConstantSchedule: Schedule {
  public static let kind = "constant"
  public static let summary = "Leaves the learning rate as it is."
  public static let example = "kind: constant\n"

  public init(from fields: Fields) throws(InvalidSpec) {}

  init() {}

  public func identity(stepsPerEpoch: Int?) -> JSON { ["kind": .string(Self.kind)] }
  public func factor(at step: Int, stepsPerEpoch: Int?) -> Double { 1 }
}
