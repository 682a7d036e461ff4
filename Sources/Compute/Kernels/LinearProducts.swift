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
