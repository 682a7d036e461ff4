internal import Compute

/// The sum, or the mean, over the nodes of each graph: x `[nodes, width]`, y `[ends, width]`; 0 for a graph without nodes.
struct NodePool: Operation {
  let x: Value
  let y: Value
  private let isMean: Bool
  private var gradient: Buffer
  private var dx: GradientTarget?

  private init(_ x: Value, isMean: Bool, in model: inout ModelBuilder) {
    self.x = x
    self.isMean = isMean
    y = model.value(.ends, width: x.width, needsGradient: x.needsGradient)
    gradient = y.data
  }

  static func apply(_ x: Value, isMean: Bool, in model: inout ModelBuilder) -> Value {
    let operation = NodePool(x, isMean: isMean, in: &model)
    model.append(operation)
    return operation.y
  }

  var forwardRows: RowSet? { .ends }
  var backwardRows: RowSet? { dx == nil ? nil : .nodes }
  var work: Int { 16 * x.width }

  mutating func plan(_ plan: inout GradientPlan) {
    guard x.needsGradient else { return }
    gradient = plan.gradient(of: y)
    dx = plan.claim(x)
  }

  func forward(_ rows: Range<Int>, _ pass: Pass) {
    let starts = pass.rows.graphs.graphStarts
    for row in rows {
      let (first, count) = (Int(starts[row]), Int(starts[row + 1] - starts[row]))
      let sum = pass.row(y, row)
      sumColumns(rows: count, stride: x.width, first: 0, columns: x.width, of: pass.row(x, first), into: sum)
      if isMean, count > 0 {
        let share = 1 / Float(count)
        for column in 0..<x.width { sum[column] *= share }
      }
    }
  }

  func backward(_ rows: Range<Int>, _ pass: Pass) {
    guard let dx else { return }
    let graphs = pass.rows.graphs
    let accumulates = dx.prepare(rows, pass)
    for row in rows {
      let graph = Int(graphs.graphOfNode[row])
      let share = isMean ? 1 / Float(graphs.graphStarts[graph + 1] - graphs.graphStarts[graph]) : 1
      let (from, to) = (pass.row(gradient, graph), pass.row(dx.buffer, row))
      for column in 0..<x.width { to[column] = (accumulates ? to[column] : 0) + share * from[column] }
    }
  }
}
