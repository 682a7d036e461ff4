public import Spec

/// What initial parameters are multiplied by, once, before training: `scale: 8`, or some of them only.
public struct InitialScale: Sendable, Hashable {
  public let by: Double
  /// Parameter patterns; see `ParameterLayout.select`.
  public let parameters: [String]
  let location: SourceLocation?

  /// Leaves everything as drawn.
  public static let none = InitialScale(by: 1)

  public init(by: Double, parameters: [String] = ["all"]) {
    self.by = by
    self.parameters = parameters
    location = nil
  }

  /// Reads the long form `{by: 8, parameters: "decoder.*"}`; the short key is `by`.
  public init(from fields: Fields) throws(InvalidSpec) {
    by = fields.read("by", "the factor", default: 1.0, .atLeast(0))
    parameters = fields.read(
      "parameters", "which parameters: all, matrices, vectors, or names with *", default: ["all"])
    location = fields.location(of: "parameters")
  }

  func selection(in layout: ParameterLayout) throws(InvalidSpec) -> [Parameter] {
    if let selection = layout.select(parameters) { return selection }
    let nowhere = SourceLocation(file: "scale", line: 1, column: 1)
    throw InvalidSpec([
      Diagnostic(
        "'\(parameters.joined(separator: ", "))' names no parameter of this model", at: location ?? nowhere,
        hint: suggestion(for: parameters.first ?? "", among: layout.parameters.map(\.name)))
    ])
  }
}
