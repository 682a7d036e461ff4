internal import Compute

/// Multi-head attention of each position over itself and what comes before it, as torch.nn.MultiheadAttention with
/// a causal mask: per head h of width w = width / heads
/// `out = concat_h(mask softmax(q_h k_hᵀ / √w) v_h) W_outᵀ + b_out`, and q, k, v = x W_inᵀ + b_in stacked in this order;
/// dropout masks the probabilities and, with another mask, the result.
///
/// W_in `[3 width, width]` starts Xavier-uniform over the stack, W_out `[width, width]` uniform on ±1/√width, the
/// biases 0, if nothing else is said; both biases can be left out. Keys and values are computed once per row of x; the result may have finer rows than x.
struct CausalAttention {
  private let heads: Int
  private let width: Int
  private let inputWeight: Parameter
  private let inputBias: Parameter?
  private let output: Linear
  private let dropoutRate: Double

  /// - Parameters:
  ///   - name: Of the block.
  ///   - matrix: How both matrices start instead of PyTorch's way.
  init(
    _ name: String, _ width: Int, heads: Int, bias: Bool = true, matrix: Initializer? = nil,
    dropout: Double = 0, names: DecoderNames = .pytorch, in model: inout ModelBuilder
  ) {
    self.heads = heads
    self.width = width
    dropoutRate = dropout
    let (input, result) = (names.attentionInput, names.attentionOutput)
    inputWeight = model.parameter(name + input.weight, [3 * width, width])
    inputBias = bias ? model.parameter(name + input.bias, [3 * width]) : nil
    let weight = model.parameter(name + result.weight, [width, width])
    let outputBias = bias ? model.parameter(name + result.bias, [width]) : nil
    output = Linear(weight: weight, bias: outputBias, outputs: 0..<width)
    if names == .nanoGPT { model.initialize(inputWeight, matrix ?? .kaimingUniform(inputs: width)) }
    // PyTorch's module constructs the output layer first, and then overwrites the bias that it has drawn.
    model.initialize(weight, matrix ?? .kaimingUniform(inputs: width))
    if names == .pytorch {
      if bias, matrix == nil { model.discard(width, .inverseRoot(inputs: width)) }
      model.initialize(inputWeight, matrix ?? .xavierUniform(inputs: width, outputs: 3 * width))
    }
    for bias in [inputBias, outputBias] {
      if let bias { model.initialize(bias, .constant(0)) }
    }
  }

  /// `r + mask attention(x)` for the rows `rows`, which may be finer than those of x and r.
  func callAsFunction(_ x: Value, adding r: Value, on rows: RowSet, in model: inout ModelBuilder) -> Value {
    // Queries are computed where they are fewest: with the keys, unless only some prefixes ask.
    let separate = x.rows == .prefixes && rows == .ends
    let keys = project((separate ? width : 0)..<(3 * width))(x, in: &model)
    let queries = separate ? model.value(rows, width: width) : keys
    let mixed = model.value(rows, width: width)
    let memory = AttentionMemory(
      heads: heads, queries: queries, keys: keys, mixed: mixed,
      probabilities: model.scratch(rows, width: heads * model.positions),
      slopes: model.scratch(rows, width: heads * model.positions), dropped: model.dropped(dropoutRate),
      queryGradients: queries.rows == rows ? nil : model.scratch(rows, width: width))
    // What works on rows of x stands together, then what works on `rows`: each change of rows makes threads wait.
    model.append(
      AttentionKeys(
        memory: memory, links: model.link(from: x.rows, to: rows), dmixed: mixed.data, dkeys: mixed.data))
    let stream = Regroup.apply(r, to: rows, in: &model)
    if separate {
      let asking = r == x ? stream : Regroup.apply(x, to: rows, in: &model)
      project(0..<width)(asking, into: queries, in: &model)
    }
    model.append(AttentionMix(memory: memory, dmixed: mixed.data, dqueries: mixed.data))
    return Dropout(dropoutRate, in: &model)(of: output, mixed, adding: stream, in: &model)
  }

  private func project(_ outputs: Range<Int>) -> Linear {
    Linear(weight: inputWeight, bias: inputBias, outputs: outputs)
  }
}
