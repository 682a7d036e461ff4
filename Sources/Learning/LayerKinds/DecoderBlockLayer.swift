public import Spec

/// A transformer's block: causal attention of every position over those before it, and a perceptron, both residual.
public struct DecoderBlockLayer: LayerKind {
  public static let kind = "decoder-block"
  public static let summary = "causal attention and a perceptron four times as wide, both with a residual"
  public static let example = """
    kind: decoder-block
    heads: 4
    residual: pre-norm
    """

  private let heads: Int
  private let residual: Residual
  private let activation: ActivationChoice
  private let attentionBias: Bool
  private let location: SourceLocation

  public init(from fields: Fields) throws(InvalidSpec) {
    heads = fields.read("heads", "attention heads; must divide the width", default: 4, .between(1, 4096))
    residual = fields.read(
      "residual", "pre-norm: the stream is x; normalized: it is LN(x); no-norm: no layer norms",
      default: Residual.preNorm)
    activation = fields.read("activation", "between the perceptron's layers", default: ActivationChoice.gelu)
    attentionBias = fields.read(
      "attention_bias", "whether attention's projections have biases", default: true)
    location = fields.node.location
  }

  public func apply(
    _ name: String, to x: Stream, in model: inout ModelBuilder
  ) throws(InvalidSpec) -> Stream {
    guard case .positions(let vectors, let length) = x.form else {
      throw x.misfit(
        Self.kind, expects: "a vector for every position of a sequence", at: location,
        hint: "put an embedding and positions before it")
    }
    guard vectors.width % heads == 0 else {
      throw x.misfit(Self.kind, expects: "a width that its \(heads) heads divide", at: location)
    }
    let design = DecoderBlock.Design(
      width: vectors.width, heads: heads, residual: residual, activation: activation,
      attentionBias: attentionBias, matrix: nil)
    let block = DecoderBlock(name, design, in: &model)
    return x.becoming(.positions(block(vectors, on: .prefixes, in: &model), length: length))
  }
}
