public import Spec

/// Every vector brought to mean 0 and variance 1, then scaled and shifted column by column.
public struct LayerNormLayer: LayerKind {
  public static let kind = "layer-norm"
  public static let summary = "brings every vector to mean 0 and variance 1, as torch.nn.LayerNorm does"
  public static let example = "kind: layer-norm"

  private let location: SourceLocation

  public init(from fields: Fields) throws(InvalidSpec) { location = fields.node.location }

  public func apply(
    _ name: String, to x: Stream, in model: inout ModelBuilder
  ) throws(InvalidSpec) -> Stream {
    let vectors = try x.vectors(for: Self.kind, at: location, in: &model)
    return x.becoming(LayerNorm(name, vectors.width, in: &model)(vectors, in: &model))
  }
}
