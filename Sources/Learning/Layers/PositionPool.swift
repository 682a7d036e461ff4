internal import Compute

/// The vectors of a sequence's positions as one vector: side by side, `[ends, positions · width]`, their sum or their mean,
/// `[ends, width]`.
struct PositionPool: Operation {
  enum Way: Sendable {
    case sideBySide, sum, mean
  }

  let x: Value
  let y: Value
  private let way: Way
  /// From rows of x to the sequences that they are in.
  private let links: Int
  private var gradient: Buffer
  private var dx: GradientTarget?

  private init(_ x: Value, _ y: Value, _ way: Way, links: Int) {
    (self.x, self.y, self.way, self.links, gradient) = (x, y, way, links, y.data)
  }

  static func apply(_ x: Value, _ way: Way, in model: inout ModelBuilder) -> Value {
    let width = way == .sideBySide ? model.positions * x.width : x.width
    let y = model.value(.ends, width: width, needsGradient: x.needsGradient)
    model.append(PositionPool(x, y, way, links: model.link(from: x.rows, to: .ends)))
    return y
  }

  var forwardRows: RowSet? { .ends }
  var backwardRows: RowSet? { dx == nil ? nil : x.rows }
  var work: Int { 4 * y.width }

  mutating func plan(_ plan: inout GradientPlan) {
    guard x.needsGradient else { return }
    gradient = plan.gradient(of: y)
    dx = plan.claim(x)
  }

  func forward(_ rows: Range<Int>, _ pass: Pass) {
    let positions = pass.rows.positions
    let paths = pass.rows.paths(of: x.rows, to: .ends)
    for row in rows {
      let to = pass.row(y, row)
      for position in 0..<positions {
        let from = pass.row(x, Int(paths[row * positions + position]))
        if way == .sideBySide {
          (to + position * x.width).update(from: from, count: x.width)
        } else if position == 0 {
          to.update(from: from, count: x.width)
        } else {
          add(x.width, from, into: to)
        }
      }
      if way == .mean { scale(to, by: 1 / Float(positions)) }
    }
  }

  func backward(_ rows: Range<Int>, _ pass: Pass) {
    guard let dx else { return }
    let links = pass.rows.links(links)
    let positions = pass.rows.positions(of: x.rows)
    let accumulates = dx.prepare(rows, pass)
    let share = way == .mean ? 1 / Float(pass.rows.positions) : 1
    for row in rows {
      let to = pass.row(dx.buffer, row)
      if !accumulates { to.update(repeating: 0, count: x.width) }
      let column = way == .sideBySide ? Int(positions[row]) * x.width : 0
      for link in Int(links.starts[row])..<Int(links.starts[row + 1]) {
        let from = pass.row(gradient, Int(links.rows[link])) + column
        if way == .mean {
          for index in 0..<x.width { to[index] += share * from[index] }
        } else {
          add(x.width, from, into: to)
        }
      }
    }
  }

  private func scale(_ vector: UnsafeMutablePointer<Float>, by factor: Float) {
    for index in 0..<x.width { vector[index] *= factor }
  }
}
