public import Spec

/// One vector for each sample: of those of its positions, or of its nodes.
public struct PoolLayer: LayerKind {
  public static let kind = "pool"
  public static let summary = "makes one vector of those of all positions, or of all nodes of a graph"
  public static let example = """
    kind: pool
    by: mean
    """

  private enum Way: String, NamedChoice {
    case mean, sum
    /// Of a sequence, the vector of the last position.
    case last
  }

  private let way: Way
  private let location: SourceLocation

  public init(from fields: Fields) throws(InvalidSpec) {
    way = fields.read("by", "mean, sum, or the last position's", default: Way.mean)
    location = fields.node.location
  }

  public func apply(
    _ name: String, to x: Stream, in model: inout ModelBuilder
  ) throws(InvalidSpec) -> Stream {
    switch (x.form, way) {
    case (.positions(let vectors, _), .last):
      return x.becoming(.sample(Regroup.apply(vectors, to: .ends, in: &model)))
    case (.positions(let vectors, _), .mean):
      return x.becoming(.sample(PositionPool.apply(vectors, .mean, in: &model)))
    case (.positions(let vectors, _), .sum):
      return x.becoming(.sample(PositionPool.apply(vectors, .sum, in: &model)))
    case (.nodes(let vectors, _), .mean), (.nodes(let vectors, _), .sum):
      return x.becoming(.sample(NodePool.apply(vectors, isMean: way == .mean, in: &model)))
    case (.nodes, .last):
      throw x.misfit(
        Self.kind, expects: "positions, of which one is the last", at: location, hint: "write by: sum")
    case (.tokens, _):
      throw x.misfit(Self.kind, expects: "vectors", at: location, hint: "put an embedding before it")
    case (.features, _), (.sample, _):
      throw x.misfit(
        Self.kind, expects: "several vectors for each sample", at: location, hint: "leave it out")
    }
  }
}
