internal import Compute
internal import Spec

/// Where a decoder block's layer norms stand.
enum Residual: String, NamedChoice {
  /// `x ← LN₁(x); x ← x + attention(x); x ← x + MLP(LN₂(x))`: the first norm replaces the residual stream, as in
  /// Grokfast's published code.
  case normalized
  /// `x ← x + attention(LN₁(x)); x ← x + MLP(LN₂(x))`.
  case preNorm = "pre-norm"
}

/// Attention and `MLP(x) = W₂ GELU(W₁ x + b₁) + b₂`, each with a residual; the hidden layer is four times as wide.
struct DecoderBlock {
  private let residual: Residual
  private let norm1: LayerNorm
  private let norm2: LayerNorm
  private let attention: CausalAttention
  private let up: Linear
  private let down: Linear

  init(_ name: String, _ width: Int, heads: Int, residual: Residual, in model: inout ModelBuilder) {
    self.residual = residual
    norm1 = LayerNorm(name + ".ln_1", width, in: &model)
    norm2 = LayerNorm(name + ".ln_2", width, in: &model)
    attention = CausalAttention(name + ".attn", width, heads: heads, in: &model)
    up = Linear(name + ".mlp.0", width, 4 * width, in: &model)
    down = Linear(name + ".mlp.2", 4 * width, width, in: &model)
  }

  /// The block's result on `rows`, which may be fewer than x has when nothing later asks for the others.
  func callAsFunction(_ x: Value, on rows: RowSet, in model: inout ModelBuilder) -> Value {
    let normal = norm1(x, in: &model)
    let attended = attention(normal, adding: residual == .normalized ? normal : x, on: rows, in: &model)
    let hidden = ActivationLayer(activation: .gelu)(up(norm2(attended, in: &model), in: &model), in: &model)
    return down(hidden, adding: attended, in: &model)
  }
}
