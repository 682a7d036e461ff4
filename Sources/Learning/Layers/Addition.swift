internal import Compute

/// `y = a + b`, elementwise.
struct Addition: Operation {
  let a: Value
  let b: Value
  let y: Value
  private var gradient: Buffer
  private var targets: [GradientTarget] = []

  static func apply(_ a: Value, _ b: Value, in model: inout ModelBuilder) -> Value {
    precondition(a.rows == b.rows && a.width == b.width, "\(a.width) and \(b.width) wide, or other rows")
    let y = model.value(a.rows, width: a.width, needsGradient: a.needsGradient || b.needsGradient)
    model.append(Addition(a: a, b: b, y: y, gradient: y.data))
    return y
  }

  var forwardRows: RowSet? { y.rows }
  var backwardRows: RowSet? { targets.isEmpty ? nil : y.rows }
  var work: Int { y.width }

  mutating func plan(_ plan: inout GradientPlan) {
    guard y.needsGradient else { return }
    gradient = plan.gradient(of: y)
    for x in [a, b] {
      if let target = plan.pass(y, to: x) { targets.append(target) }
    }
  }

  func forward(_ rows: Range<Int>, _ pass: Pass) {
    let first = rows.lowerBound
    pass.row(y, first).update(from: pass.row(a, first), count: rows.count * y.width)
    add(rows.count * y.width, pass.row(b, first), into: pass.row(y, first))
  }

  func backward(_ rows: Range<Int>, _ pass: Pass) {
    for target in targets {
      let to = pass.row(target.buffer, rows.lowerBound)
      let from = pass.row(gradient, rows.lowerBound)
      if target.prepare(rows, pass) {
        add(rows.count * y.width, from, into: to)
      } else {
        to.update(from: from, count: rows.count * y.width)
      }
    }
  }
}

/// `y = x` in memory of its own, for a reader that overwrites what it reads.
struct Copy: Operation {
  let x: Value
  let y: Value
  private var gradient: Buffer
  private var dx: GradientTarget?

  static func apply(_ x: Value, in model: inout ModelBuilder) -> Value {
    let y = model.value(x.rows, width: x.width, needsGradient: x.needsGradient)
    model.append(Copy(x: x, y: y, gradient: y.data))
    return y
  }

  private init(x: Value, y: Value, gradient: Buffer) {
    (self.x, self.y, self.gradient) = (x, y, gradient)
  }

  var forwardRows: RowSet? { x.rows }
  var backwardRows: RowSet? { dx == nil ? nil : x.rows }
  var work: Int { x.width }

  mutating func plan(_ plan: inout GradientPlan) {
    guard x.needsGradient else { return }
    gradient = plan.gradient(of: y)
    dx = plan.claim(x)
  }

  func forward(_ rows: Range<Int>, _ pass: Pass) {
    pass.row(y, rows.lowerBound).update(from: pass.row(x, rows.lowerBound), count: rows.count * x.width)
  }

  func backward(_ rows: Range<Int>, _ pass: Pass) {
    guard let dx else { return }
    let to = pass.row(dx.buffer, rows.lowerBound)
    let from = pass.row(gradient, rows.lowerBound)
    if dx.prepare(rows, pass) {
      add(rows.count * x.width, from, into: to)
    } else {
      to.update(from: from, count: rows.count * x.width)
    }
  }
}
