/// The data set's numbers of every node of a batch, or of every kind of its edges, as they are.
struct GraphInput: Operation {
  let y: Value

  /// - Parameter rows: `nodes`, or `edgeKinds`.
  init(_ rows: RowSet, width: Int, in model: inout ModelBuilder) {
    precondition(rows == .nodes || rows == .edgeKinds, "graphs have no numbers for \(rows)")
    y = model.value(rows, width: width, needsGradient: false)
    model.append(self)
  }

  var forwardRows: RowSet? { y.rows }
  var backwardRows: RowSet? { nil }
  var work: Int { y.width }

  mutating func plan(_ plan: inout GradientPlan) {}

  func forward(_ rows: Range<Int>, _ pass: Pass) {
    guard let tables = pass.graphs else { preconditionFailure("a model of graphs was given something else") }
    let graphs = pass.rows.graphs
    let (table, origins) =
      y.rows == .nodes ? (tables.nodes, graphs.rowOfNode) : (tables.kinds, graphs.rowOfKind)
    for row in rows {
      pass.row(y, row).update(from: table + Int(origins[row]) * y.width, count: y.width)
    }
  }

  func backward(_ rows: Range<Int>, _ pass: Pass) {}
}
