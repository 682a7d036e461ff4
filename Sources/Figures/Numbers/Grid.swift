import Glibc

/// Values on a rectangular grid, some of which may be missing.
public struct Grid: Sendable, Hashable {
  /// Ascending.
  public let x: [Double]
  /// Ascending.
  public let y: [Double]
  /// `[y.count, x.count]`; not a number where there is none.
  public var values: [Double]

  public init(x: [Double], y: [Double], values: [Double]) {
    precondition(values.count == x.count * y.count, "\(values.count) values on \(x.count) × \(y.count)")
    self.x = x
    self.y = y
    self.values = values
  }

  public subscript(row: Int, column: Int) -> Double {
    get { values[row * x.count + column] }
    set { values[row * x.count + column] = newValue }
  }

  /// Gaussian smoothing with a standard deviation in cells; missing cells stay so and lend no weight.
  public func blurred(_ sigma: Double) -> Grid {
    guard sigma > 0 else { return self }
    let reach = Int((4 * sigma).rounded(.up))
    let weights = (-reach...reach).map { Glibc.exp(-Double($0 * $0) / (2 * sigma * sigma)) }
    var result = self
    for row in y.indices {
      for column in x.indices where self[row, column].isFinite {
        var sum = 0.0
        var total = 0.0
        for (down, weightDown) in weights.enumerated() {
          let otherRow = row + down - reach
          guard y.indices.contains(otherRow) else { continue }
          for (across, weightAcross) in weights.enumerated() {
            let otherColumn = column + across - reach
            guard x.indices.contains(otherColumn), self[otherRow, otherColumn].isFinite else { continue }
            sum += weightDown * weightAcross * self[otherRow, otherColumn]
            total += weightDown * weightAcross
          }
        }
        result[row, column] = sum / total
      }
    }
    return result
  }

  /// The value at a place between cells, in units of cells, bilinear; not a number beside a missing cell.
  public func interpolated(row: Double, column: Double) -> Double {
    let (top, left) = (Int(row), Int(column))
    let (bottom, right) = (min(top + 1, y.count - 1), min(left + 1, x.count - 1))
    let (down, across) = (row - Double(top), column - Double(left))
    func mix(_ a: Double, _ b: Double, _ share: Double) -> Double { share == 0 ? a : a + (b - a) * share }
    return mix(
      mix(self[top, left], self[top, right], across), mix(self[bottom, left], self[bottom, right], across),
      down)
  }

  /// The grid with `factor` cells where there was one, values between them bilinear.
  func upsampled(_ factor: Int) -> Grid {
    guard factor > 1, x.count > 1, y.count > 1 else { return self }
    func places(_ count: Int) -> [Double] {
      (0...(count - 1) * factor).map { Double($0) / Double(factor) }
    }
    func between(_ values: [Double], _ place: Double) -> Double {
      let index = min(Int(place), values.count - 2)
      return values[index] + (values[index + 1] - values[index]) * (place - Double(index))
    }
    let (rows, columns) = (places(y.count), places(x.count))
    return Grid(
      x: columns.map { between(x, $0) }, y: rows.map { between(y, $0) },
      values: rows.flatMap { row in columns.map { interpolated(row: row, column: $0) } })
  }
}
