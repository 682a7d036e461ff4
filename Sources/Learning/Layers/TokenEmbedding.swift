internal import Compute

/// `y = E[token] + P[position]`: E `[vocabulary, width]`, P `[positions, width]`, y `[symbols, width]`.
///
/// E, and P where it is learned, start as N(0, 1), as torch.nn.Embedding does, if nothing else is said.
struct TokenEmbedding {
  /// What a row says about its position.
  enum Positions {
    case learned(Parameter)
    /// Numbers that nothing changes, `[positions, width]`.
    case fixed([Float])
    /// Nothing: a causal decoder can tell positions by how much it sees.
    case absent
  }

  let tokens: Parameter
  private let positions: Positions
  /// Whether the model's head has the same E, and overwrites its gradient first.
  private let isTied: Bool

  init(
    vocabulary: Int, positions kind: PositionKind, count: Int, width: Int, matrix: Initializer? = nil,
    isTied: Bool = false, names: DecoderNames = .pytorch, in model: inout ModelBuilder
  ) {
    self.isTied = isTied
    tokens = model.parameter(names.tokens, [vocabulary, width])
    switch kind {
    case .learned: positions = .learned(model.parameter(names.positions, [count, width]))
    case .sinusoidal: positions = .fixed(sinusoids(positions: count, width: width))
    case .absent: positions = .absent
    }
    model.initialize(tokens, matrix ?? .normal(deviation: 1))
    if case .learned(let table) = positions { model.initialize(table, matrix ?? .normal(deviation: 1)) }
  }

  func callAsFunction(in model: inout ModelBuilder) -> Value {
    let y = model.value(.symbols, width: tokens.shape[1])
    model.append(
      EmbeddingOperation(tokens: tokens, positions: positions, isTied: isTied, y: y, gradient: y.data))
    return y
  }
}

private struct EmbeddingOperation: Operation {
  let tokens: Parameter
  let positions: TokenEmbedding.Positions
  let isTied: Bool
  let y: Value
  var gradient: Buffer

  var forwardRows: RowSet? { .symbols }
  var backwardRows: RowSet? { nil }
  var work: Int { y.width }
  var addsToGradient: Bool { isTied }

  private var learnedPositions: Parameter? {
    if case .learned(let table) = positions { table } else { nil }
  }

  /// Whoever has the tied table too counts it.
  var parameterCount: Int { (isTied ? 0 : tokens.count) + (learnedPositions?.count ?? 0) }

  mutating func plan(_ plan: inout GradientPlan) { gradient = plan.gradient(of: y) }

  func forward(_ rows: Range<Int>, _ pass: Pass) {
    for row in rows {
      let token = pass.parameters + tokens.offset + Int(pass.rows.tokenOfSymbol[row]) * y.width
      let position = Int(pass.rows.positionOfSymbol[row]) * y.width
      func fill(_ position: UnsafePointer<Float>?) {
        fillRows(1, width: y.width, base: token, bias: position, into: pass.row(y, row))
      }
      switch positions {
      case .learned(let table): fill(pass.parameters + table.offset + position)
      case .fixed(let table): table.withUnsafeBufferPointer { fill($0.baseAddress.map { $0 + position }) }
      case .absent: fill(nil)
      }
    }
  }

  func backward(_ rows: Range<Int>, _ pass: Pass) {}

  func parameterPieces(rows: Int) -> Int { 1 }

  func parameterGradient(_ piece: Int, of pieces: Int, _ pass: Pass) {
    guard let flat = pass.gradient else { return }
    if !isTied {
      (flat + tokens.offset).update(repeating: 0, count: tokens.count)
      sum(into: flat + tokens.offset, by: pass.rows.tokenOfSymbol, pass)
    }
    if let table = learnedPositions {
      (flat + table.offset).update(repeating: 0, count: table.count)
      sum(into: flat + table.offset, by: pass.rows.positionOfSymbol, pass)
    }
  }

  func addParameterGradient(_ pass: Pass) {
    guard let flat = pass.gradient else { return }
    sum(into: flat + tokens.offset, by: pass.rows.tokenOfSymbol, pass)
  }

  /// Adds each symbol's gradient to the row of a table that `indices` names.
  private func sum(
    into table: UnsafeMutablePointer<Float>, by indices: UnsafePointer<Int32>, _ pass: Pass
  ) {
    for row in 0..<pass.rows.count(.symbols) {
      add(y.width, pass.row(gradient, row), into: table + Int(indices[row]) * y.width)
    }
  }
}
