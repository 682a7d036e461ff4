internal import Compute
public import Spec

/// A decoder-only transformer that reads a sequence of tokens and predicts from the last position.
///
/// Token and learned position embeddings, blocks, a final layer norm and a linear head without bias. Parameter names
/// and the order of random draws are those of Grokfast's published PyTorch code: 422,784 parameters for modulus 97.
public struct DecoderTransformer: Architecture {
  public static let kind = "decoder-transformer"
  public static let summary =
    "a decoder-only transformer that predicts from the last position of a token sequence"
  public static let example = """
    kind: decoder-transformer
    layers: 2
    width: 128
    heads: 4
    residual: normalized
    """

  private let layers: Int
  private let width: Int
  private let heads: Int
  private let residual: Residual
  private let positions: Int?
  private let location: SourceLocation

  public init(from fields: Fields) throws(InvalidSpec) {
    layers = fields.read("layers", "decoder blocks", default: 2, .between(1, 256))
    width = fields.read("width", "width of the residual stream", default: 128, .between(1, 65536))
    heads = fields.read("heads", "attention heads; must divide width", default: 4, .between(1, 4096))
    residual = fields.read(
      "residual", "normalized: the stream is LN(x), as published; pre-norm: the stream is x",
      default: Residual.normalized)
    positions = fields.readOptional(
      "positions", "rows of the position table; one more than the sequence is long, if not said", as: Int.self
    )
    location = fields.node.location
    fields.check(width % heads == 0, "'\(heads)' heads do not divide the width \(width)", at: "heads")
    fields.check(
      (positions ?? 1) >= 1, "'\(positions ?? 1)' is out of range: expected at least 1", at: "positions")
  }

  public func build(_ model: inout ModelBuilder, for signature: Signature) throws(InvalidSpec) -> Value {
    guard case .tokens(let vocabulary, let length) = signature.inputs else {
      throw InvalidSpec([
        Diagnostic(
          "'\(Self.kind)' reads tokens, but this data set has features", at: location, hint: "try mlp")
      ])
    }
    // The published model has a row for the answer too, which never reaches the loss.
    let positions = positions ?? length + 1
    guard positions >= length else {
      throw InvalidSpec([
        Diagnostic("'\(positions)' positions do not hold sequences of length \(length)", at: location)
      ])
    }
    let embedding = TokenEmbedding(vocabulary: vocabulary, positions: positions, width: width, in: &model)
    let blocks = (0..<layers).map {
      DecoderBlock("layers.\($0)", width, heads: heads, residual: residual, in: &model)
    }
    let norm = LayerNorm("ln_f", width, in: &model)
    let head = Linear("head", width, signature.outputs, bias: false, in: &model)

    var x = embedding(in: &model)
    for (index, block) in blocks.enumerated() {
      // Only whole inputs reach the loss, so the last block answers for them alone.
      x = block(x, on: index == blocks.count - 1 ? .ends : .prefixes, in: &model)
    }
    return head(norm(x, in: &model), in: &model)
  }
}
