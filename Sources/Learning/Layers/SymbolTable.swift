internal import Compute

/// `y = T[token]`, or `y = x + T[position]`: rows of a table T `[., width]` for each row of a sequence, or each distinct token.
struct SymbolTable: Operation {
  enum Index: Sendable {
    /// One row for each token at each position.
    case tokens
    /// One row for each token, wherever it stands.
    case words
    case positions(addedTo: Value)
  }

  let table: Parameter
  let y: Value
  private let x: Value?
  private var gradient: Buffer
  private var dx: GradientTarget?

  private init(_ table: Parameter, _ x: Value?, _ y: Value) {
    (self.table, self.x, self.y, gradient) = (table, x, y, y.data)
  }

  static func apply(_ table: Parameter, _ index: Index, in model: inout ModelBuilder) -> Value {
    let operation: SymbolTable
    switch index {
    case .tokens: operation = SymbolTable(table, nil, model.value(.symbols, width: table.shape[1]))
    case .words: operation = SymbolTable(table, nil, model.value(.tokens, width: table.shape[1]))
    case .positions(let x): operation = SymbolTable(table, x, model.value(x.rows, width: x.width))
    }
    model.append(operation)
    return operation.y
  }

  var forwardRows: RowSet? { y.rows }
  var backwardRows: RowSet? { dx == nil ? nil : y.rows }
  var work: Int { y.width }
  var parameterCount: Int { table.count }

  mutating func plan(_ plan: inout GradientPlan) {
    gradient = plan.gradient(of: y)
    if let x { dx = plan.pass(y, to: x) }
  }

  /// The table's row for each row of y.
  private func rows(_ pass: Pass) -> UnsafePointer<Int32> {
    if x != nil { return pass.rows.positions(of: y.rows) }
    return UnsafePointer(y.rows == .tokens ? pass.rows.tokenOfRow : pass.rows.tokenOfSymbol)
  }

  func forward(_ rows: Range<Int>, _ pass: Pass) {
    let places = self.rows(pass)
    for row in rows {
      fillRows(
        1, width: y.width, base: pass.parameters + table.offset + Int(places[row]) * y.width,
        bias: x.map { UnsafePointer(pass.row($0, row)) }, into: pass.row(y, row))
    }
  }

  func backward(_ rows: Range<Int>, _ pass: Pass) {
    guard let dx else { return }
    let to = pass.row(dx.buffer, rows.lowerBound)
    let from = pass.row(gradient, rows.lowerBound)
    if dx.prepare(rows, pass) {
      add(rows.count * y.width, from, into: to)
    } else {
      to.update(from: from, count: rows.count * y.width)
    }
  }

  func parameterPieces(rows: Int) -> Int { 1 }

  func parameterGradient(_ piece: Int, of pieces: Int, _ pass: Pass) {
    guard let flat = pass.gradient else { return }
    (flat + table.offset).update(repeating: 0, count: table.count)
    let places = rows(pass)
    for row in 0..<pass.rows.count(y.rows) {
      add(y.width, pass.row(gradient, row), into: flat + table.offset + Int(places[row]) * y.width)
    }
  }
}
