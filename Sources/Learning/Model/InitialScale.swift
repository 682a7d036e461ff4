public import Spec

/// What initial parameters are multiplied by, once, before training: `scale: 8`, or some of them only.
public struct InitialScale: Sendable {
  public let by: Double
  /// nil stands for all.
  private let parameters: LocatedSelector?

  /// Leaves everything as drawn.
  public static let none = InitialScale(by: 1)

  /// Multiplies every parameter.
  public init(by: Double) {
    self.by = by
    parameters = nil
  }

  /// Reads the long form `{by: 8, parameters: "decoder.*"}`; the short key is `by`.
  public init(from fields: Fields) throws(InvalidSpec) {
    by = fields.read("by", "What initial parameters are multiplied by.", default: 1.0, .atLeast(0))
    parameters = LocatedSelector(from: fields, "Which parameters are multiplied.")
  }

  /// The parameters that it multiplies; throws if a word of the selector matches nothing.
  /// Throws if it names no parameter of this model.
  public func check(_ layout: ParameterLayout) throws(InvalidSpec) { _ = try selection(in: layout) }

  func selection(in layout: ParameterLayout) throws(InvalidSpec) -> [Parameter] {
    guard let parameters else { return layout.parameters }
    return try parameters.parameters(in: layout)
  }
}
