public import Spec

/// `y = x + P[position]`: P `[length, width]` starts as N(0, 1), as torch.nn.Embedding does.
public struct PositionsLayer: LayerKind {
  public static let kind = "positions"
  public static let summary = "adds a learned vector for every position"
  public static let example = "kind: positions"

  private let location: SourceLocation

  public init(from fields: Fields) throws(InvalidSpec) { location = fields.node.location }

  public func apply(
    _ name: String, to x: Stream, in model: inout ModelBuilder
  ) throws(InvalidSpec) -> Stream {
    guard case .positions(let vectors, let length) = x.form else {
      throw x.misfit(
        Self.kind, expects: "a vector for every position of a sequence", at: location,
        hint: "put it behind an embedding")
    }
    let table = model.parameter(name + ".weight", [length, vectors.width])
    model.initialize(table, .normal(deviation: 1))
    return x.becoming(SymbolTable.apply(table, .positions(addedTo: vectors), in: &model))
  }
}
