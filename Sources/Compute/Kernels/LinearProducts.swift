/// `y = x Wᵀ + bias + base` for m rows of x `[m, k]`; what is missing is zero, and base may be y.
///
/// - Parameters:
///   - panels: Wᵀ laid out by `WeightPanels.lay`, where these suit.
///   - weight: W `[n, k]`, rows `stride` apart, for where they do not.
///   - base: `[m, n]` without gaps, like y.
public func affine(
  _ x: UnsafePointer<Float>, panels: UnsafePointer<Float>?, weight: UnsafePointer<Float>, stride: Int, m: Int,
  n: Int,
  k: Int,
  base: UnsafePointer<Float>?, bias: UnsafePointer<Float>?, into y: UnsafeMutablePointer<Float>
) {
  if let panels {
    WeightPanels.multiply(x, panels, m: m, n: n, k: k, base: base, bias: bias, into: y)
    return
  }
  let starts = base != nil || bias != nil || k == 0
  if starts { fillRows(m, width: n, base: base, bias: bias, into: y) }
  if k == 0 { return }
  multiply(
    x, strideA: k, weight, strideB: stride, transposeB: true, m: m, n: n, k: k, accumulate: starts, into: y,
    strideC: n)
}

/// `y[:, columns] = base[:, columns] + bias[columns] + x W[:, columns]` for m rows of x `[m, k]`; base may be y.
///
/// - Parameters:
///   - panels: W in panels, where these suit; columns then begin at one.
///   - weight: W `[k, n]`, or its transpose `[n, k]`, without gaps, for where they do not.
///   - y: `[m, stride]`, as base.
public func affine(
  _ x: UnsafePointer<Float>, panels: UnsafePointer<Float>?, weight: UnsafePointer<Float>, isTransposed: Bool,
  n: Int, columns: Range<Int>, m: Int, k: Int, base: UnsafePointer<Float>?, bias: UnsafePointer<Float>?,
  into y: UnsafeMutablePointer<Float>, stride: Int
) {
  if let panels {
    WeightPanels.multiply(
      x, strideA: k, panels, columns: columns, m: m, k: k, base: base, bias: bias, into: y, strideC: stride)
    return
  }
  let first = columns.lowerBound
  let isInPlace = base == UnsafePointer(y) && bias == nil
  if !isInPlace {
    for row in 0..<m {
      fillRows(
        1, width: columns.count, base: base.map { $0 + row * stride + first }, bias: bias.map { $0 + first },
        into: y + row * stride + first)
    }
  }
  multiply(
    x, strideA: k, weight + first * (isTransposed ? k : 1), strideB: isTransposed ? k : n,
    transposeB: isTransposed, m: m, n: columns.count, k: k, accumulate: true, into: y + first, strideC: stride
  )
}

/// `c = aᵀ b` with a `[rows, m]`, b `[rows, n]` and c `[m, n]`; rows are `stride` apart.
public func weightGradient(
  _ a: UnsafePointer<Float>, strideA: Int, _ b: UnsafePointer<Float>, strideB: Int, rows: Int, m: Int, n: Int,
  into c: UnsafeMutablePointer<Float>, strideC: Int
) {
  if WeightPanels.suitOuter(n: n) {
    WeightPanels.outer(
      a, strideA: strideA, b, strideB: strideB, rows: rows, m: m, n: n, into: c, strideC: strideC)
  } else {
    multiply(
      a, strideA: strideA, transposeA: true, b, strideB: strideB, m: m, n: n, k: rows, into: c,
      strideC: strideC)
  }
}

/// As above, with row `rowsB[i]` of b for row i of a.
public func weightGradient(
  _ a: UnsafePointer<Float>, strideA: Int, _ b: UnsafePointer<Float>, strideB: Int,
  rowsB: UnsafePointer<Int32>, rows: Int, m: Int, n: Int, into c: UnsafeMutablePointer<Float>, strideC: Int
) {
  if rows > 0, WeightPanels.suitOuter(n: n) {
    WeightPanels.outer(
      a, strideA: strideA, b, strideB: strideB, rowsB: rowsB, rows: rows, m: m, n: n, into: c,
      strideC: strideC)
    return
  }
  for row in 0..<m { (c + row * strideC).update(repeating: 0, count: n) }
  // Stretches of rows of b that follow each other are one product each.
  var start = 0
  while start < rows {
    var end = start + 1
    while end < rows, rowsB[end] == rowsB[end - 1] + 1 { end += 1 }
    multiply(
      a + start * strideA, strideA: strideA, transposeA: true, b + Int(rowsB[start]) * strideB,
      strideB: strideB, m: m, n: n, k: end - start, accumulate: true, into: c, strideC: strideC)
    start = end
  }
}
