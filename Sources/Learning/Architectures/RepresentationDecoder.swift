internal import Compute
public import Spec

/// A decoder that sees the sum of its symbols' places: `MLP(E[i] + E[j])`.
///
/// E `[symbols, dimension]` is called `representation.weight`; the decoder's linear layers are `decoder.0`, `decoder.2`,
/// …, as in a torch.nn.Sequential. With `scale`, `constraint` and optimiser groups on `representation.*` or `decoder.*`
/// either part can be scaled, held or frozen by itself.
/// Source: Liu et al., Omnigrok, arXiv 2210.01117, Figure 6; 46,830 parameters in its decoder.
public struct RepresentationDecoder: Architecture {
  public static let kind = "representation-decoder"
  public static let summary = "a multilayer perceptron that decodes the sum of its symbols' representations"
  public static let example = """
    kind: representation-decoder
    representation: {dimension: 2, messiness: 0.5, mixing_at_one: 0.2}
    decoder: {widths: [2, 200, 200, 30], activation: leaky-relu}
    """

  private let representation: Representation
  private let decoder: MultilayerPerceptron
  private let location: SourceLocation

  public init(from fields: Fields) throws(InvalidSpec) {
    let representation = fields.readGroup("representation", "Where symbols lie at first.") {
      fields throws(InvalidSpec) in Representation(from: fields)
    }
    let decoder = fields.readGroup("decoder", "What makes a prediction of the sum of two places.") {
      fields throws(InvalidSpec) in try MultilayerPerceptron(from: fields)
    }
    location = fields.node.location
    self.representation = try fields.require(representation)
    self.decoder = try fields.require(decoder)
    fields.check(
      self.decoder.widths.first == self.representation.dimension,
      "'\(self.decoder.widths.first ?? 0)' inputs do not fit a representation of dimension "
        + "\(self.representation.dimension)", at: "decoder")
  }

  public func build(_ model: inout ModelBuilder, for signature: Signature) throws(InvalidSpec) -> Value {
    guard case .tokens(let symbols, _) = signature.inputs else {
      throw InvalidSpec([
        Diagnostic(
          "'\(Self.kind)' reads symbols, but this data set has features", at: location, hint: "try mlp")
      ])
    }
    try signature.checkOnePrediction(Self.kind, location)
    try decoder.check(outputs: signature.outputs)
    let places = model.parameter("representation.weight", [symbols, representation.dimension])
    if representation.variant == .code { discardEncoder(symbols, in: &model) }
    let layers = decoder.layers("decoder", in: &model)
    representation.initialize(places, in: &model)
    return decoder.predictions(of: EmbeddingSum(table: places)(in: &model), layers, in: &model)
  }

  /// The published code constructs an encoder with the decoder's hidden layers first, and never uses it.
  private func discardEncoder(_ symbols: Int, in model: inout ModelBuilder) {
    let widths = [symbols] + decoder.widths.dropFirst().dropLast() + [representation.dimension]
    for (inputs, outputs) in zip(widths, widths.dropFirst()) {
      model.discard(inputs * outputs, .kaimingUniform(inputs: inputs))
      model.discard(outputs, .inverseRoot(inputs: inputs))
    }
  }
}

/// Where p symbols lie at first: `(1 − a) line + a random`, a = messiness · mixing_at_one.
private struct Representation: Sendable {
  enum Variant: String, NamedChoice {
    /// `line_k = (2k/(p − 1) − 1, 0.3 u, …)` and `random_k = (u, …)` with u uniform on ±1, as in the published code.
    case code
    /// `line_k = (k, 0, …)` and `random_k` from N(0, I), as in the paper's text.
    case paper
  }

  let dimension: Int
  let messiness: Double
  let mixingAtOne: Double
  let variant: Variant

  init(from fields: Fields) {
    dimension = fields.read("dimension", "Numbers that place a symbol.", default: 2, .between(1, 65536))
    messiness = fields.read(
      "messiness", "0: symbols lie along a line; more: at random places too.", default: 0, .between(0, 1))
    mixingAtOne = fields.read(
      "mixing_at_one", "The share of the random places at messiness 1; published code has 0.2.", default: 0.2,
      .between(0, 1))
    variant = fields.read(
      "variant", "code: coordinates within ±1, as published; paper: the k-th symbol at k.", default: .code)
  }

  /// The draws are two tables, line first, the first column of which the line then overwrites.
  func initialize(_ places: Parameter, in model: inout ModelBuilder) {
    let symbols = places.shape[0]
    let mixing = messiness * mixingAtOne
    let line = 1 - mixing
    let everywhere = [Float](repeating: Float(mixing), count: places.count)
    func table(first: (Int) -> Double, others: Double) -> [Float] {
      var table = [Float](repeating: Float(others), count: places.count)
      for symbol in 0..<symbols { table[symbol * dimension] = Float(first(symbol)) }
      return table
    }
    switch variant {
    case .code:
      let step = 2 / Double(max(1, symbols - 1))
      let uniform = Initializer.uniform(bound: 1)
      model.initialize(places, .values(table(first: { line * (step * Double($0) - 1) }, others: 0)))
      model.add(uniform, times: table(first: { _ in 0 }, others: 0.3 * line), to: places)
      model.add(uniform, times: everywhere, to: places)
    case .paper:
      model.initialize(places, .values(table(first: { line * Double($0) }, others: 0)))
      model.add(.normal(deviation: 1), times: everywhere, to: places)
    }
  }
}
