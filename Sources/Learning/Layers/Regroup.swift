internal import Compute

/// The rows of x spread over a finer row set: `y[i] = x[the row of x that i ends in]`.
///
/// From symbols to prefixes or ends a row is copied to every prefix that ends in it; from prefixes to ends the whole
/// inputs are picked out. Backward sums a row's copies.
struct Regroup: Operation {
  let x: Value
  let y: Value
  /// Nil where whole inputs are picked out.
  private let links: Int?
  private var gradient: Buffer
  private var dx: GradientTarget?

  private init(x: Value, y: Value, links: Int?) {
    self.x = x
    self.y = y
    self.links = links
    gradient = y.data
  }

  /// x itself if it has these rows already.
  static func apply(_ x: Value, to rows: RowSet, in model: inout ModelBuilder) -> Value {
    if x.rows == rows { return x }
    precondition(x.rows.rawValue < rows.rawValue, "\(x.rows) are not coarser than \(rows)")
    let y = model.value(rows, width: x.width)
    let links = x.rows == .symbols ? model.link(from: x.rows, to: rows) : nil
    model.append(Regroup(x: x, y: y, links: links))
    return y
  }

  var forwardRows: RowSet? { y.rows }
  var backwardRows: RowSet? { x.rows }
  var work: Int { x.width }

  mutating func plan(_ plan: inout GradientPlan) {
    gradient = plan.gradient(of: y)
    dx = plan.claim(x)
  }

  func forward(_ rows: Range<Int>, _ pass: Pass) {
    let offset = pass.rows.offset(y.rows)
    if x.rows == .symbols {
      for row in rows {
        let source = Int(pass.rows.symbolOfPrefix[offset + row])
        pass.row(y, row).update(from: pass.row(x, source), count: x.width)
      }
    } else {
      pass.row(y, rows.lowerBound).update(
        from: pass.row(x, offset + rows.lowerBound), count: rows.count * x.width)
    }
  }

  func backward(_ rows: Range<Int>, _ pass: Pass) {
    guard let dx else { return }
    if !dx.prepare(rows, pass) {
      pass.row(dx.buffer, rows.lowerBound).update(repeating: 0, count: rows.count * x.width)
    }
    if let links {
      let links = pass.rows.links(links)
      let lengths = pass.rows.lengths(y.rows)
      for row in rows {
        let length = pass.rows.positionOfSymbol[row] + 1
        for link in Int(links.starts[row])..<Int(links.starts[row + 1]) {
          let copy = Int(links.rows[link])
          if lengths[copy] == length {
            add(x.width, pass.row(gradient, copy), into: pass.row(dx.buffer, row))
          }
        }
      }
    } else {
      let ends = rows.clamped(to: pass.rows.firstEnd..<pass.rows.prefixes)
      if !ends.isEmpty {
        add(
          ends.count * x.width, pass.row(gradient, ends.lowerBound - pass.rows.firstEnd),
          into: pass.row(dx.buffer, ends.lowerBound))
      }
    }
  }
}
