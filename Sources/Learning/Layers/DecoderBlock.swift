internal import Compute
internal import Spec

/// Where a decoder block's layer norms stand.
enum Residual: String, NamedChoice {
  /// `x ← LN₁(x); x ← x + attention(x); x ← x + MLP(LN₂(x))`: the first norm replaces the residual stream, as in
  /// Grokfast's published code.
  case normalized
  /// `x ← x + attention(LN₁(x)); x ← x + MLP(LN₂(x))`.
  case preNorm = "pre-norm"
  /// `x ← LN₁(x + attention(x)); x ← LN₂(x + MLP(x))`.
  case postNorm = "post-norm"
  /// `x ← x + attention(x); x ← x + MLP(x)`.
  case noNorm = "no-norm"

  /// Whether a norm follows the last block.
  var endsWithNorm: Bool { self == .normalized || self == .preNorm }
}

/// Attention and `MLP(x) = W₂ f(W₁ x + b₁) + b₂`, each with a residual; the hidden layer is four times as wide.
struct DecoderBlock {
  /// What all blocks of a decoder have in common.
  struct Design {
    var width: Int
    var heads: Int
    var residual: Residual
    var activation: ActivationChoice = .gelu
    var attentionBias = true
    var mlpBias = true
    var normBias = true
    /// Of attention's probabilities and of what attention and MLP add to the stream.
    var dropout = 0.0
    /// How matrices start instead of PyTorch's way; biases are 0 then.
    var matrix: Initializer?
    var names = DecoderNames.pytorch
  }

  private let design: Design
  /// Nil without layer norms.
  private let norms: (first: LayerNorm, second: LayerNorm)?
  private let attention: CausalAttention
  private let up: Linear
  private let down: Linear

  init(_ name: String, _ design: Design, in model: inout ModelBuilder) {
    self.design = design
    let (width, names) = (design.width, design.names)
    func norm(_ suffix: String, _ model: inout ModelBuilder) -> LayerNorm {
      LayerNorm(name + suffix, width, bias: design.normBias, in: &model)
    }
    func makeAttention(_ model: inout ModelBuilder) -> CausalAttention {
      CausalAttention(
        name, width, heads: design.heads, bias: design.attentionBias, matrix: design.matrix,
        dropout: design.dropout, names: names, in: &model)
    }
    switch (design.residual, names) {
    case (.noNorm, _):
      norms = nil
      attention = makeAttention(&model)
    case (_, .pytorch):
      let first = norm(".ln_1", &model)
      norms = (first, norm(".ln_2", &model))
      attention = makeAttention(&model)
    case (_, .nanoGPT):
      let first = norm(".ln_1", &model)
      attention = makeAttention(&model)
      norms = (first, norm(".ln_2", &model))
    }
    up = Linear(
      name + names.up, width, 4 * width, bias: design.mlpBias, matrix: design.matrix, in: &model)
    down = Linear(
      name + names.down, 4 * width, width, bias: design.mlpBias, matrix: design.matrix, in: &model)
  }

  /// The block's result on `rows`, which may be fewer than x has when nothing later asks for the others.
  func callAsFunction(_ x: Value, on rows: RowSet, in model: inout ModelBuilder) -> Value {
    guard let norms else {
      return think(attention(x, adding: x, on: rows, in: &model), adding: nil, in: &model)
    }
    switch design.residual {
    case .postNorm, .noNorm:
      let attended = norms.first(attention(x, adding: x, on: rows, in: &model), in: &model)
      return norms.second(think(attended, adding: nil, in: &model), in: &model)
    case .normalized, .preNorm:
      let normal = norms.first(x, in: &model)
      let stream = design.residual == .preNorm ? x : normal
      let attended = attention(normal, adding: stream, on: rows, in: &model)
      return think(norms.second(attended, in: &model), adding: attended, in: &model)
    }
  }

  /// `r + mask MLP(x)`, with x for r if nothing else is said.
  private func think(_ x: Value, adding r: Value?, in model: inout ModelBuilder) -> Value {
    let activation = ActivationLayer(activation: design.activation.activation)
    let hidden = activation(up(x, in: &model), in: &model)
    return Dropout(design.dropout, in: &model)(of: down, hidden, adding: r ?? x, in: &model)
  }
}
