public import Spec

/// The vectors of all positions side by side: `length` vectors of width w become one of width `length · w`.
public struct FlattenLayer: LayerKind {
  public static let kind = "flatten"
  public static let summary = "puts the vectors of all positions side by side"
  public static let example = "kind: flatten"

  private let location: SourceLocation

  public init(from fields: Fields) throws(InvalidSpec) { location = fields.node.location }

  public func apply(
    _ name: String, to x: Stream, in model: inout ModelBuilder
  ) throws(InvalidSpec) -> Stream {
    switch x.form {
    case .positions(let vectors, _):
      return x.becoming(.sample(PositionPool.apply(vectors, .sideBySide, in: &model)))
    case .features, .sample: return x
    case .tokens:
      throw x.misfit(Self.kind, expects: "vectors", at: location, hint: "put an embedding before it")
    case .nodes:
      throw x.misfit(
        Self.kind, expects: "as many vectors for every sample", at: location, hint: "write {kind: pool}")
    }
  }
}
