internal import Compute
public import Spec

/// A decoder-only transformer that reads a sequence of tokens and predicts from the last position, or from every position
/// where the data set has targets at all of them.
///
/// Token and position embeddings, blocks, a final layer norm if the blocks begin with norms, and a linear head
/// without bias. Parameter names and the order of random draws are those of Grokfast's published PyTorch code: 422,784
/// parameters for modulus 97. One layer with `residual: no-norm`, `activation: relu`, `attention_bias: false`,
/// `initialization: scaled-normal` and three positions is the transformer of Nanda et al., arXiv 2301.05217, which
/// Omnigrok trains too: 226,816 parameters for modulus 113. Two layers with `residual: post-norm`,
/// `position_embedding: sinusoidal`, `activation: relu` and no biases but those of norms are that of the phase diagrams'
/// scripts: 419,840 for a vocabulary of 100.
public struct DecoderTransformer: Architecture {
  public static let kind = "decoder-transformer"
  public static let summary =
    "a decoder-only transformer that predicts from the last position of a token sequence, or from all"
  public static let example = """
    kind: decoder-transformer
    layers: 2
    width: 128
    heads: 4
    residual: normalized
    """

  private let layers: Int
  private let block: DecoderBlock.Design
  private let initialization: DecoderInitialization
  private let positionEmbedding: PositionKind
  private let positions: Int?
  private let isTied: Bool
  private let location: SourceLocation

  public init(from fields: Fields) throws(InvalidSpec) {
    layers = fields.read("layers", "decoder blocks", default: 2, .between(1, 256))
    let width = fields.read("width", "width of the residual stream", default: 128, .between(1, 65536))
    let heads = fields.read("heads", "attention heads; must divide width", default: 4, .between(1, 4096))
    let residual = fields.read(
      "residual",
      "normalized: the stream is LN(x), as published; pre-norm: it is x; post-norm: it is LN(x + …); no-norm: no "
        + "layer norms",
      default: Residual.normalized)
    let activation = fields.read(
      "activation", "between the MLP's two layers", default: ActivationChoice.gelu)
    let attentionBias = fields.read(
      "attention_bias", "whether attention's projections have biases", default: true)
    let mlpBias = fields.read("mlp_bias", "whether the MLP's layers have biases", default: true)
    let normBias = fields.read("norm_bias", "whether layer norms have biases", default: true)
    let dropout = fields.readDropout()
    initialization = fields.read(
      "initialization",
      "pytorch: as its modules; scaled-normal: N(0, 1/width), for the head N(0, 1/outputs), biases 0",
      default: DecoderInitialization.pytorch)
    positionEmbedding = fields.read(
      "position_embedding", "learned: a table; sinusoidal: fixed sines and cosines; absent: nothing",
      default: PositionKind.learned)
    positions = fields.readOptional(
      "positions", "rows of the position table; one more than the sequence is long, if not said", as: Int.self
    )
    isTied = fields.read("tied", "whether the head's matrix is the table of tokens", default: false)
    location = fields.node.location
    block = DecoderBlock.Design(
      width: width, heads: heads, residual: residual, activation: activation, attentionBias: attentionBias,
      mlpBias: mlpBias, normBias: normBias, dropout: dropout, matrix: initialization.matrix(columns: width))
    fields.check(width % heads == 0, "'\(heads)' heads do not divide the width \(width)", at: "heads")
    fields.check(
      (positions ?? 1) >= 1, "'\(positions ?? 1)' is out of range: expected at least 1", at: "positions")
  }

  public func build(_ model: inout ModelBuilder, for signature: Signature) throws(InvalidSpec) -> Value {
    let (vocabulary, length) = try signature.tokens(for: Self.kind, location)
    // The published model has a row for the answer too, which never reaches the loss.
    let positions = positions ?? length + 1
    guard positions >= length else {
      throw InvalidSpec([
        Diagnostic("'\(positions)' positions do not hold sequences of length \(length)", at: location)
      ])
    }
    if isTied { try signature.checkTie(location) }
    let design = Decoder.Design(
      layers: layers, block: block, positions: positionEmbedding, positionCount: positions, isTied: isTied,
      headMatrix: initialization.matrix(columns: signature.outputs))
    return Decoder(design, vocabulary: vocabulary, outputs: signature.outputs, in: &model)
      .predictions(for: signature, in: &model)
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

extension Fields {
  /// The key `dropout` of a decoder.
  func readDropout() -> Double {
    read(
      "dropout",
      "share of numbers dropped while learning: of embeddings, attention's probabilities, and what is added to the stream",
      default: 0.0, .from(0, below: 1))
  }
}

extension Signature {
  /// The vocabulary and length of the token sequences; throws if the data set has something else.
  func tokens(
    for kind: String, _ location: SourceLocation
  ) throws(InvalidSpec) -> (vocabulary: Int, length: Int) {
    if case .tokens(let vocabulary, let length) = inputs { return (vocabulary, length) }
    throw InvalidSpec([
      Diagnostic("'\(kind)' reads tokens, but this data set has features", at: location, hint: "try mlp")
    ])
  }

  /// Throws if a head cannot have the table of tokens for its matrix.
  func checkTie(_ location: SourceLocation) throws(InvalidSpec) {
    guard case .tokens(let vocabulary, _) = inputs, vocabulary != outputs else { return }
    throw InvalidSpec([
      Diagnostic(
        "a tied head predicts one of the \(vocabulary) tokens, but the targets of this data set are \(outputs)",
        at: location, hint: "write tied: false")
    ])
  }
}
