internal import Compute
internal import Spec

/// Where a decoder block's layer norms stand.
enum Residual: String, NamedChoice {
  /// `x ← LN₁(x); x ← x + attention(x); x ← x + MLP(LN₂(x))`: the first norm replaces the residual stream, as in
  /// Grokfast's published code.
  case normalized
  /// `x ← x + attention(LN₁(x)); x ← x + MLP(LN₂(x))`.
  case preNorm = "pre-norm"
  /// `x ← x + attention(x); x ← x + MLP(x)`.
  case noNorm = "no-norm"
}

/// Attention and `MLP(x) = W₂ f(W₁ x + b₁) + b₂`, each with a residual; the hidden layer is four times as wide.
struct DecoderBlock {
  /// What all blocks of a decoder have in common.
  struct Design {
    let width: Int
    let heads: Int
    let residual: Residual
    let activation: ActivationChoice
    let attentionBias: Bool
    /// How matrices start instead of PyTorch's way; biases are 0 then.
    let matrix: Initializer?
  }

  private let design: Design
  /// Nil without layer norms.
  private let norms: (first: LayerNorm, second: LayerNorm)?
  private let attention: CausalAttention
  private let up: Linear
  private let down: Linear

  init(_ name: String, _ design: Design, in model: inout ModelBuilder) {
    self.design = design
    let width = design.width
    if design.residual == .noNorm {
      norms = nil
    } else {
      let first = LayerNorm(name + ".ln_1", width, in: &model)
      norms = (first, LayerNorm(name + ".ln_2", width, in: &model))
    }
    attention = CausalAttention(
      name + ".attn", width, heads: design.heads, bias: design.attentionBias, matrix: design.matrix,
      in: &model)
    up = Linear(name + ".mlp.0", width, 4 * width, matrix: design.matrix, in: &model)
    down = Linear(name + ".mlp.2", 4 * width, width, matrix: design.matrix, in: &model)
  }

  /// The block's result on `rows`, which may be fewer than x has when nothing later asks for the others.
  func callAsFunction(_ x: Value, on rows: RowSet, in model: inout ModelBuilder) -> Value {
    let normal = norms?.first(x, in: &model) ?? x
    let stream = design.residual == .preNorm ? x : normal
    let attended = attention(normal, adding: stream, on: rows, in: &model)
    let normalAttended = norms?.second(attended, in: &model) ?? attended
    let activation = ActivationLayer(activation: design.activation.activation)
    let hidden = activation(up(normalAttended, in: &model), in: &model)
    return down(hidden, adding: attended, in: &model)
  }
}
