public import Spec

/// `y = E[token]` at every position: E `[vocabulary, width]` starts as N(0, 1), as torch.nn.Embedding does.
public struct EmbeddingLayer: LayerKind {
  public static let kind = "embedding"
  public static let summary = "a vector for every token"
  public static let example = """
    kind: embedding
    width: 16
    """

  private let width: Int
  private let location: SourceLocation

  public init(from fields: Fields) throws(InvalidSpec) {
    width = fields.read("width", "how wide the vectors are", standIn: 1, .between(1, 65536))
    location = fields.node.location
  }

  public func apply(
    _ name: String, to x: Stream, in model: inout ModelBuilder
  ) throws(InvalidSpec) -> Stream {
    guard case .tokens(let vocabulary, let length) = x.form else {
      throw x.misfit(Self.kind, expects: "tokens", at: location)
    }
    let table = model.parameter(name + ".weight", [vocabulary, width])
    model.initialize(table, .normal(deviation: 1))
    return x.becoming(.positions(SymbolTable.apply(table, .tokens, in: &model), length: length))
  }
}
