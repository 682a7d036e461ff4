internal import Compute

/// One of a model's places where numbers are dropped, by which its masks differ from those of other places.
struct Dropped: Sendable, Hashable {
  /// The share that is set to zero.
  let rate: Double
  let place: Int
}

/// `y = mask ⊙ x`, or `y = r + mask ⊙ x`: mask is 0 with probability `rate` and 1/(1 − rate) otherwise, and 1 throughout
/// where nothing is learned.
///
/// Each row has a mask of its own, so a model with dropout shares no rows among its samples while it learns.
/// Source: N. Srivastava et al., Dropout, JMLR 15 (2014), scaled as torch.nn.Dropout does.
struct Dropout {
  private let dropped: Dropped?

  /// A rate of 0 is no layer at all.
  init(_ rate: Double, in model: inout ModelBuilder) { dropped = model.dropped(rate) }

  func callAsFunction(_ x: Value, in model: inout ModelBuilder) -> Value {
    guard let dropped else { return x }
    return append(dropped, x, adding: nil, in: &model)
  }

  /// `r + mask ⊙ layer(x)`; without a mask the layer adds r itself.
  func callAsFunction(
    of layer: Linear, _ x: Value, adding r: Value, in model: inout ModelBuilder
  ) -> Value {
    guard let dropped else { return layer(x, adding: r, in: &model) }
    return append(dropped, layer(x, in: &model), adding: r, in: &model)
  }

  private func append(
    _ dropped: Dropped, _ x: Value, adding r: Value?, in model: inout ModelBuilder
  ) -> Value {
    let y = model.value(x.rows, width: x.width)
    model.append(DropoutOperation(dropped: dropped, x: x, r: r, y: y, gradient: y.data))
    return y
  }
}

private struct DropoutOperation: Operation {
  let dropped: Dropped
  let x: Value
  let r: Value?
  let y: Value
  var gradient: Buffer
  var dx: GradientTarget?
  var dr: GradientTarget?

  var forwardRows: RowSet? { x.rows }
  var backwardRows: RowSet? { dx == nil && dr == nil ? nil : x.rows }
  var work: Int { 8 * x.width }

  mutating func plan(_ plan: inout GradientPlan) {
    gradient = plan.gradient(of: y)
    if let r { dr = plan.pass(y, to: r) }
    dx = plan.claim(x)
  }

  func forward(_ rows: Range<Int>, _ pass: Pass) {
    let first = rows.lowerBound
    let base = r.map { UnsafePointer(pass.row($0, first)) }
    if let mask = pass.masks?.mask(dropped) {
      mask.apply(numbers(rows), to: pass.row(x, first), adding: base, into: pass.row(y, first))
    } else {
      fillRows(rows.count, width: x.width, base: pass.row(x, first), bias: nil, into: pass.row(y, first))
      if let base { add(rows.count * x.width, base, into: pass.row(y, first)) }
    }
  }

  func backward(_ rows: Range<Int>, _ pass: Pass) {
    let first = rows.lowerBound
    let dy = pass.row(gradient, first)
    if let dr {
      _ = dr.prepare(rows, pass)
      add(rows.count * y.width, dy, into: pass.row(dr.buffer, first))
    }
    guard let dx, let mask = pass.masks?.mask(dropped) else { return }
    mask.apply(numbers(rows), to: dy, adding: dx.base(first, pass), into: pass.row(dx.buffer, first))
  }

  private func numbers(_ rows: Range<Int>) -> Range<Int> {
    (rows.lowerBound * x.width)..<(rows.upperBound * x.width)
  }
}
