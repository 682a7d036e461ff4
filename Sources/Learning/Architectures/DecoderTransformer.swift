internal import Compute
public import Spec

/// A decoder-only transformer that reads a sequence of tokens and predicts from the last position.
///
/// Token and learned position embeddings, blocks, a final layer norm if the blocks have norms, and a linear head
/// without bias. Parameter names and the order of random draws are those of Grokfast's published PyTorch code: 422,784
/// parameters for modulus 97. One layer with `residual: no-norm`, `activation: relu`, `attention_bias: false`,
/// `initialization: scaled-normal` and three positions is the transformer of Nanda et al., arXiv 2301.05217, which
/// Omnigrok trains too: 226,816 parameters for modulus 113.
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
  private let activation: ActivationChoice
  private let attentionBias: Bool
  private let initialization: DecoderInitialization
  private let positions: Int?
  private let location: SourceLocation

  public init(from fields: Fields) throws(InvalidSpec) {
    layers = fields.read("layers", "decoder blocks", default: 2, .between(1, 256))
    width = fields.read("width", "width of the residual stream", default: 128, .between(1, 65536))
    heads = fields.read("heads", "attention heads; must divide width", default: 4, .between(1, 4096))
    residual = fields.read(
      "residual", "normalized: the stream is LN(x), as published; pre-norm: it is x; no-norm: no layer norms",
      default: Residual.normalized)
    activation = fields.read("activation", "between the MLP's two layers", default: ActivationChoice.gelu)
    attentionBias = fields.read(
      "attention_bias", "whether attention's projections have biases", default: true)
    initialization = fields.read(
      "initialization",
      "pytorch: as its modules; scaled-normal: N(0, 1/width), for the head N(0, 1/outputs), biases 0",
      default: DecoderInitialization.pytorch)
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
    let matrix = initialization.matrix(columns: width)
    let embedding = TokenEmbedding(
      vocabulary: vocabulary, positions: positions, width: width, matrix: matrix, in: &model)
    let design = DecoderBlock.Design(
      width: width, heads: heads, residual: residual, activation: activation, attentionBias: attentionBias,
      matrix: matrix)
    let blocks = (0..<layers).map { DecoderBlock("layers.\($0)", design, in: &model) }
    let norm = residual == .noNorm ? nil : LayerNorm("ln_f", width, in: &model)
    let head = Linear(
      "head", width, signature.outputs, bias: false,
      matrix: initialization.matrix(columns: signature.outputs), in: &model)

    var x = embedding(in: &model)
    for (index, block) in blocks.enumerated() {
      // Only whole inputs reach the loss, so the last block answers for them alone.
      x = block(x, on: index == blocks.count - 1 ? .ends : .prefixes, in: &model)
    }
    return head(norm?(x, in: &model) ?? x, in: &model)
  }
}

/// How a decoder's parameters start.
private enum DecoderInitialization: String, NamedChoice {
  /// Each as its module in PyTorch does.
  case pytorch
  /// Every matrix N(0, 1/width), the one into the hidden layer's width too, and the head N(0, 1/outputs).
  case scaledNormal = "scaled-normal"

  /// Nil leaves the choice to the layer.
  func matrix(columns: Int) -> Initializer? {
    self == .pytorch ? nil : .normal(deviation: 1 / Double(columns).squareRoot())
  }
}
