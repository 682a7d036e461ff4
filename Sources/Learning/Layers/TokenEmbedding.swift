internal import Compute

/// `y = E[token] + P[position]`: E `[vocabulary, width]`, P `[positions, width]`, y `[symbols, width]`.
///
/// Both start as N(0, 1), as torch.nn.Embedding does, if nothing else is said.
struct TokenEmbedding {
  let tokens: Parameter
  let positions: Parameter

  init(
    vocabulary: Int, positions count: Int, width: Int, matrix: Initializer? = nil,
    in model: inout ModelBuilder
  ) {
    tokens = model.parameter("token_embeddings.weight", [vocabulary, width])
    positions = model.parameter("position_embeddings.weight", [count, width])
    model.initialize(tokens, matrix ?? .normal(deviation: 1))
    model.initialize(positions, matrix ?? .normal(deviation: 1))
  }

  func callAsFunction(in model: inout ModelBuilder) -> Value {
    let y = model.value(.symbols, width: tokens.shape[1])
    model.append(EmbeddingOperation(tokens: tokens, positions: positions, y: y, gradient: y.data))
    return y
  }
}

private struct EmbeddingOperation: Operation {
  let tokens: Parameter
  let positions: Parameter
  let y: Value
  var gradient: Buffer

  var forwardRows: RowSet? { .symbols }
  var backwardRows: RowSet? { nil }
  var work: Int { y.width }
  var parameterCount: Int { tokens.count + positions.count }

  mutating func plan(_ plan: inout GradientPlan) { gradient = plan.gradient(of: y) }

  func forward(_ rows: Range<Int>, _ pass: Pass) {
    for row in rows {
      let token = Int(pass.rows.tokenOfSymbol[row])
      let position = Int(pass.rows.positionOfSymbol[row])
      fillRows(
        1, width: y.width, base: pass.parameters + tokens.offset + token * y.width,
        bias: pass.parameters + positions.offset + position * y.width, into: pass.row(y, row))
    }
  }

  func backward(_ rows: Range<Int>, _ pass: Pass) {}

  func parameterPieces(rows: Int) -> Int { 1 }

  func parameterGradient(_ piece: Int, of pieces: Int, _ pass: Pass) {
    guard let flat = pass.gradient else { return }
    (flat + tokens.offset).update(repeating: 0, count: tokens.count)
    (flat + positions.offset).update(repeating: 0, count: positions.count)
    for row in 0..<pass.rows.count(.symbols) {
      let token = Int(pass.rows.tokenOfSymbol[row])
      let position = Int(pass.rows.positionOfSymbol[row])
      add(y.width, pass.row(gradient, row), into: flat + tokens.offset + token * y.width)
      add(y.width, pass.row(gradient, row), into: flat + positions.offset + position * y.width)
    }
  }
}
