internal import Compute
public import Spec

/// nanoGPT's decoder: pre-norm blocks, learned positions for as many tokens as an example has, exact GELU, and a head that
/// is the table of tokens.
///
/// Every matrix starts as N(0, 0.02²), those that add to the residual stream as N(0, (0.02/√(2 layers))²), biases as 0. With
/// `rng: pytorch` the draws are those of the published code, which constructs all modules, draws their parameters
/// anew and then those of the residual projections once more. Its parameter groups are
/// `groups: {norms: {parameters: vectors, weight_decay: 0}}` of an optimizer. 10,745,088 parameters for Tiny Shakespeare's
/// 65 characters and 256 positions.
/// Source: karpathy/nanoGPT at 9755682b.
public struct GPT: Architecture {
  public static let kind = "gpt"
  public static let summary = "nanoGPT's decoder-only transformer, with its initialisation"
  public static let example = """
    kind: gpt
    layers: 2
    width: 32
    heads: 4
    dropout: 0.1
    """

  private let layers: Int
  private let width: Int
  private let heads: Int
  private let dropout: Double
  private let hasBias: Bool
  private let isTied: Bool
  private let location: SourceLocation

  public init(from fields: Fields) throws(InvalidSpec) {
    layers = fields.read("layers", "decoder blocks", default: 6, .between(1, 256))
    width = fields.read("width", "width of the residual stream", default: 384, .between(1, 65536))
    heads = fields.read("heads", "attention heads; must divide width", default: 6, .between(1, 4096))
    dropout = fields.readDropout()
    hasBias = fields.read("bias", "whether linear layers and layer norms have biases", default: false)
    isTied = fields.read("tied", "whether the head's matrix is the table of tokens", default: true)
    location = fields.node.location
    fields.check(width % heads == 0, "'\(heads)' heads do not divide the width \(width)", at: "heads")
  }

  public func build(_ model: inout ModelBuilder, for signature: Signature) throws(InvalidSpec) -> Value {
    let (vocabulary, length) = try signature.tokens(for: Self.kind, location)
    if isTied { try signature.checkTie(location) }
    let matrix = Initializer.normal(deviation: 0.02)
    let design = Decoder.Design(
      layers: layers,
      block: DecoderBlock.Design(
        width: width, heads: heads, residual: .preNorm, attentionBias: hasBias, mlpBias: hasBias,
        normBias: hasBias, dropout: dropout, matrix: matrix, names: .nanoGPT),
      positionCount: length, isTied: isTied, headMatrix: matrix)
    discardConstruction(vocabulary, length, signature.outputs, in: &model)
    let decoder = Decoder(design, vocabulary: vocabulary, outputs: signature.outputs, in: &model)
    // The head is visited after all other modules, and draws the table that both share again.
    if isTied { model.initialize(decoder.tokens, matrix) }
    let projections = model.parameters.filter { $0.name.hasSuffix("c_proj.weight") }
    for projection in projections {
      model.initialize(projection, .normal(deviation: 0.02 / Double(2 * layers).squareRoot()))
    }
    return decoder.predictions(for: signature, in: &model)
  }

  /// What PyTorch's constructors draw before the model draws its own.
  private func discardConstruction(
    _ vocabulary: Int, _ length: Int, _ outputs: Int, in model: inout ModelBuilder
  ) {
    func linear(_ inputs: Int, _ outputs: Int, bias: Bool) {
      model.discard(inputs * outputs, .kaimingUniform(inputs: inputs))
      if bias { model.discard(outputs, .inverseRoot(inputs: inputs)) }
    }
    model.discard(vocabulary * width, .normal(deviation: 1))
    model.discard(length * width, .normal(deviation: 1))
    for _ in 0..<layers {
      for (inputs, outputs) in [(1, 3), (1, 1), (1, 4), (4, 1)] {
        linear(inputs * width, outputs * width, bias: hasBias)
      }
    }
    linear(width, outputs, bias: false)
  }
}
