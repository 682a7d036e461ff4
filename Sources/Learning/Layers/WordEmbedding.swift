internal import Compute

/// `y = E[token]`: E `[vocabulary, width]`, y `[tokens, width]`, one row per distinct token of a batch.
///
/// E starts as N(0, 1), as torch.nn.Embedding does.
struct WordEmbedding {
  private let table: Parameter

  init(_ name: String, vocabulary: Int, width: Int, in model: inout ModelBuilder) {
    table = model.parameter(name + ".weight", [vocabulary, width])
    model.initialize(table, .normal(deviation: 1))
  }

  func callAsFunction(in model: inout ModelBuilder) -> Value {
    let y = model.value(.tokens, width: table.shape[1])
    model.append(WordEmbeddingOperation(table: table, y: y, gradient: y.data))
    return y
  }
}

private struct WordEmbeddingOperation: Operation {
  let table: Parameter
  let y: Value
  var gradient: Buffer

  var forwardRows: RowSet? { .tokens }
  var backwardRows: RowSet? { nil }
  var work: Int { y.width }
  var parameterCount: Int { table.count }

  mutating func plan(_ plan: inout GradientPlan) { gradient = plan.gradient(of: y) }

  /// Where the row of E begins in the flat vector.
  private func place(_ row: Int, _ pass: Pass) -> Int {
    table.offset + Int(pass.rows.tokenOfRow[row]) * y.width
  }

  func forward(_ rows: Range<Int>, _ pass: Pass) {
    for row in rows { pass.row(y, row).update(from: pass.parameters + place(row, pass), count: y.width) }
  }

  func backward(_ rows: Range<Int>, _ pass: Pass) {}

  func parameterPieces(rows: Int) -> Int { 1 }

  func parameterGradient(_ piece: Int, of pieces: Int, _ pass: Pass) {
    guard let flat = pass.gradient else { return }
    (flat + table.offset).update(repeating: 0, count: table.count)
    for row in 0..<pass.rows.count(.tokens) {
      (flat + place(row, pass)).update(from: pass.row(gradient, row), count: y.width)
    }
  }
}
