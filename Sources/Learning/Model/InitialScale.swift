public import Spec

/// What initial parameters are multiplied by, once, before training: `scale: 8`, some of them only, or groups of them by
/// factors of their own.
public struct InitialScale: Sendable {
  private struct Group: Sendable {
    let name: String
    let by: Double
    let parameters: LocatedSelector
    let location: SourceLocation
  }

  public let by: Double
  /// nil stands for all.
  private let parameters: LocatedSelector?
  private let groups: [Group]

  /// Leaves everything as drawn.
  public static let none = InitialScale(by: 1)

  /// Multiplies every parameter.
  public init(by: Double) {
    self.by = by
    parameters = nil
    groups = []
  }

  /// Reads the long form `{by: 8, parameters: "decoder.*", groups: {head: {parameters: "head.*", by: 2}}}`; the short
  /// key is `by`.
  public init(from fields: Fields) throws(InvalidSpec) {
    by = fields.read("by", "What initial parameters are multiplied by.", default: 1.0, .atLeast(0))
    parameters = LocatedSelector(from: fields, "Which parameters are multiplied.")
    groups = fields.readNamed("groups", "Named groups of parameters with factors of their own instead.") {
      group in
      (
        by: group.read("by", "What this group is multiplied by.", standIn: 1.0, .atLeast(0)),
        parameters: LocatedSelector(from: group, "Which parameters are in the group."),
        location: group.node.location
      )
    }.map { Group(name: $0, by: $1.by, parameters: $1.parameters, location: $1.location) }
  }

  /// Throws if it names no parameter of this model, or one twice.
  public func check(_ layout: ParameterLayout) throws(InvalidSpec) { _ = try factors(in: layout) }

  /// What is multiplied by what, in the layout's order. Throws if a word of a selector matches nothing, or if a parameter
  /// is in two groups.
  func factors(in layout: ParameterLayout) throws(InvalidSpec) -> [(parameter: Parameter, by: Float)] {
    var factors: [String: Float] = [:]
    for parameter in try parameters?.parameters(in: layout) ?? layout.parameters {
      factors[parameter.name] = Float(by)
    }
    var owner: [String: Group] = [:]
    for group in groups {
      for parameter in try group.parameters.parameters(in: layout) {
        if let other = owner.updateValue(group, forKey: parameter.name) {
          throw InvalidSpec([
            Diagnostic(
              "parameter '\(parameter.name)' is in two groups, '\(other.name)' and '\(group.name)'",
              at: group.location, hint: "make their selectors disjoint")
          ])
        }
        factors[parameter.name] = Float(group.by)
      }
    }
    return layout.parameters.compactMap { parameter in
      guard let factor = factors[parameter.name], factor != 1 else { return nil }
      return (parameter, factor)
    }
  }
}
