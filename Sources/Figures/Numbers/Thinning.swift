import Glibc

/// The positions that suffice to draw a curve: in every narrow column of the picture the first and the last point,
/// and those that reach highest and lowest.
///
/// - Parameters:
///   - x: Ascending.
///   - values: Everything drawn over `x`: the curve, and the edges of its band.
///   - columns: The number of columns that the range of `x` is cut into, equally wide on the axis drawn.
/// - Returns: Ascending positions, the first and the last of `x` among them.
public func thinned(_ x: [Double], _ values: [[Double]], columns: Int, logarithmic: Bool) -> [Int] {
  guard x.count > columns, columns > 0 else { return Array(x.indices) }
  let place: (Double) -> Double = { logarithmic ? Glibc.log10(max($0, .leastNormalMagnitude)) : $0 }
  guard let start = x.first.map(place), let end = x.last.map(place), end > start else {
    return Array(x.indices)
  }
  var kept: [Int] = []
  var column: [Int] = []
  var number = 0
  func close() {
    guard let first = column.first, let last = column.last else { return }
    var chosen: Set<Int> = [first, last]
    for series in values {
      let drawable = column.filter { series[$0].isFinite }
      if let low = drawable.min(by: { series[$0] < series[$1] }) { chosen.insert(low) }
      if let high = drawable.max(by: { series[$0] < series[$1] }) { chosen.insert(high) }
    }
    kept += chosen.sorted()
    column.removeAll(keepingCapacity: true)
  }
  for index in x.indices {
    let mine = min(Int((place(x[index]) - start) / (end - start) * Double(columns)), columns - 1)
    if mine != number {
      close()
      number = mine
    }
    column.append(index)
  }
  close()
  return kept
}

/// An exponential moving average, as the field smooths noisy curves: s ← momentum · s + (1 − momentum) · y, from the
/// first value.
public func smoothed(_ values: [Double], momentum: Double) -> [Double] {
  var state: Double?
  return values.map { value in
    guard value.isFinite else { return state ?? value }
    let next = state.map { momentum * $0 + (1 - momentum) * value } ?? value
    state = next
    return next
  }
}
