internal import Compute

/// `s[m] = Σ x[j]` over the nodes j whose edges make up message m: x `[nodes, width]`, s `[messages, width]`.
struct SumSources: Operation {
  let x: Value
  let y: Value
  private var gradient: Buffer
  private var dx: GradientTarget?

  init(_ x: Value, in model: inout ModelBuilder) {
    self.x = x
    y = model.value(.messages, width: x.width, needsGradient: x.needsGradient)
    gradient = y.data
    model.append(self)
  }

  var forwardRows: RowSet? { .messages }
  var backwardRows: RowSet? { dx == nil ? nil : .nodes }
  var work: Int { 2 * x.width }

  mutating func plan(_ plan: inout GradientPlan) {
    guard x.needsGradient else { return }
    gradient = plan.gradient(of: y)
    dx = plan.claim(x)
  }

  func forward(_ rows: Range<Int>, _ pass: Pass) {
    let sources = pass.rows.graphs.sources
    for row in rows { sum(sources(row), of: pass.row(x, 0), width: x.width, into: pass.row(y, row)) }
  }

  func backward(_ rows: Range<Int>, _ pass: Pass) {
    guard let dx else { return }
    let outgoing = pass.rows.graphs.outgoing
    let accumulates = dx.prepare(rows, pass)
    for row in rows {
      sum(
        outgoing(row), of: pass.row(gradient, 0), width: x.width, accumulates: accumulates,
        into: pass.row(dx.buffer, row))
    }
  }
}

/// `p[m] = s[m] Θ[kind of m]`: s `[messages, inputs]`, Θ `[edgeKinds, inputs · outputs]`, each row a matrix
/// `[inputs, outputs]`, p `[messages, outputs]`.
struct EdgeProduct: Operation {
  let x: Value
  let matrices: Value
  let y: Value
  private var gradient: Buffer
  private var dx: GradientTarget?

  init(_ x: Value, _ matrices: Value, outputs: Int, in model: inout ModelBuilder) {
    precondition(matrices.width == x.width * outputs, "\(matrices.width) numbers for \(x.width) → \(outputs)")
    self.x = x
    self.matrices = matrices
    y = model.value(.messages, width: outputs)
    gradient = y.data
    // Backward, messages come first: each kind sums over its own.
    model.append(EdgeProductMatrices(x: x, matrices: matrices, y: y, gradient: y.data, dmatrices: nil))
    model.append(self)
  }

  var forwardRows: RowSet? { .messages }
  var backwardRows: RowSet? { dx == nil ? nil : .messages }
  var work: Int { matrices.width }

  mutating func plan(_ plan: inout GradientPlan) {
    gradient = plan.gradient(of: y)
    dx = plan.claim(x)
  }

  func forward(_ rows: Range<Int>, _ pass: Pass) {
    forEachKind(of: rows, pass) { kind, rows in
      multiply(
        pass.row(x, rows.lowerBound), strideA: x.width, pass.row(matrices, kind), strideB: y.width,
        m: rows.count, n: y.width, k: x.width, into: pass.row(y, rows.lowerBound), strideC: y.width)
    }
  }

  func backward(_ rows: Range<Int>, _ pass: Pass) {
    guard let dx else { return }
    let accumulates = dx.prepare(rows, pass)
    forEachKind(of: rows, pass) { kind, rows in
      multiply(
        pass.row(gradient, rows.lowerBound), strideA: y.width, pass.row(matrices, kind), strideB: y.width,
        transposeB: true, m: rows.count, n: x.width, k: y.width, accumulate: accumulates,
        into: pass.row(dx.buffer, rows.lowerBound), strideC: x.width)
    }
  }

  /// The stretches of messages that have one kind.
  @inline(__always)
  private func forEachKind(of rows: Range<Int>, _ pass: Pass, _ body: (Int, Range<Int>) -> Void) {
    let graphs = pass.rows.graphs
    var row = rows.lowerBound
    while row < rows.upperBound {
      let kind = Int(graphs.kindOfMessage[row])
      let end = min(rows.upperBound, Int(graphs.kindStarts[kind + 1]))
      body(kind, row..<end)
      row = end
    }
  }
}

/// The other half of `EdgeProduct`: nothing forward; backward `dΘ[k] = Σ s[m]ᵀ dp[m]` over the messages m of kind k.
private struct EdgeProductMatrices: Operation {
  let x: Value
  let matrices: Value
  let y: Value
  var gradient: Buffer
  var dmatrices: GradientTarget?

  var forwardRows: RowSet? { nil }
  var backwardRows: RowSet? { .edgeKinds }
  var work: Int { matrices.width }

  mutating func plan(_ plan: inout GradientPlan) {
    gradient = plan.gradient(of: y)
    dmatrices = plan.claim(matrices)
  }

  func forward(_ rows: Range<Int>, _ pass: Pass) {}

  func backward(_ rows: Range<Int>, _ pass: Pass) {
    guard let dmatrices else { return }
    let accumulates = dmatrices.prepare(rows, pass)
    let starts = pass.rows.graphs.kindStarts
    for kind in rows {
      let first = Int(starts[kind])
      multiply(
        pass.row(x, first), strideA: x.width, transposeA: true, pass.row(gradient, first), strideB: y.width,
        m: x.width, n: y.width, k: Int(starts[kind + 1]) - first, accumulate: accumulates,
        into: pass.row(dmatrices.buffer, kind), strideC: y.width)
    }
  }
}

/// `y[i] = Σ p[m]` over the messages m that come to node i: p `[messages, width]`, y `[nodes, width]`.
struct SumMessages: Operation {
  let x: Value
  let y: Value
  private var gradient: Buffer
  private var dx: GradientTarget?

  init(_ x: Value, in model: inout ModelBuilder) {
    self.x = x
    y = model.value(.nodes, width: x.width)
    gradient = y.data
    model.append(self)
  }

  var forwardRows: RowSet? { .nodes }
  var backwardRows: RowSet? { .messages }
  var work: Int { 2 * x.width }

  mutating func plan(_ plan: inout GradientPlan) {
    gradient = plan.gradient(of: y)
    dx = plan.claim(x)
  }

  func forward(_ rows: Range<Int>, _ pass: Pass) {
    let incoming = pass.rows.graphs.incoming
    for row in rows { sum(incoming(row), of: pass.row(x, 0), width: x.width, into: pass.row(y, row)) }
  }

  func backward(_ rows: Range<Int>, _ pass: Pass) {
    guard let dx else { return }
    let targets = pass.rows.graphs.targetOfMessage
    let accumulates = dx.prepare(rows, pass)
    for row in rows {
      let from = pass.row(gradient, Int(targets[row]))
      if accumulates {
        add(x.width, from, into: pass.row(dx.buffer, row))
      } else {
        pass.row(dx.buffer, row).update(from: from, count: x.width)
      }
    }
  }
}

/// `y = Σ x[row]`, or `y += Σ x[row]`, over some rows of x `[., width]`, in their order.
@inline(__always)
private func sum(
  _ rows: UnsafeBufferPointer<Int32>, of x: UnsafePointer<Float>, width: Int, accumulates: Bool = false,
  into y: UnsafeMutablePointer<Float>
) {
  var isFirst = !accumulates
  for row in rows {
    let from = x + Int(row) * width
    if isFirst { y.update(from: from, count: width) } else { add(width, from, into: y) }
    isFirst = false
  }
  if isFirst { y.update(repeating: 0, count: width) }
}
