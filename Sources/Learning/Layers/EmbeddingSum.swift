internal import Compute

/// `y = Σ E[token]` over the tokens of a sequence: E `[vocabulary, width]`, y `[ends, width]`.
struct EmbeddingSum {
  let table: Parameter

  func callAsFunction(in model: inout ModelBuilder) -> Value {
    let y = model.value(.ends, width: table.shape[1])
    model.readPaths()
    model.append(EmbeddingSumOperation(table: table, y: y, gradient: y.data))
    return y
  }
}

private struct EmbeddingSumOperation: Operation {
  let table: Parameter
  let y: Value
  var gradient: Buffer

  var forwardRows: RowSet? { .ends }
  var backwardRows: RowSet? { nil }
  var work: Int { y.width }
  var parameterCount: Int { table.count }

  mutating func plan(_ plan: inout GradientPlan) { gradient = plan.gradient(of: y) }

  func forward(_ rows: Range<Int>, _ pass: Pass) {
    pass.row(y, rows.lowerBound).update(repeating: 0, count: rows.count * y.width)
    for row in rows {
      forEachToken(of: row, pass) { add(y.width, pass.parameters + $0, into: pass.row(y, row)) }
    }
  }

  func backward(_ rows: Range<Int>, _ pass: Pass) {}

  func parameterPieces(rows: Int) -> Int { 1 }

  func parameterGradient(_ piece: Int, of pieces: Int, _ pass: Pass) {
    guard let flat = pass.gradient else { return }
    (flat + table.offset).update(repeating: 0, count: table.count)
    for row in 0..<pass.rows.count(.ends) {
      forEachToken(of: row, pass) { add(y.width, pass.row(gradient, row), into: flat + $0) }
    }
  }

  /// Calls `body` with where each of the tokens' rows of E begins in the flat vector.
  @inline(__always)
  private func forEachToken(of row: Int, _ pass: Pass, _ body: (Int) -> Void) {
    let positions = pass.rows.positions
    let path = pass.rows.paths(of: .symbols, to: .ends) + row * positions
    for position in 0..<positions {
      body(table.offset + Int(pass.rows.tokenOfSymbol[Int(path[position])]) * y.width)
    }
  }
}
