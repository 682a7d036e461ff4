internal import CKernels

/// The activations that have a kernel: value and slope in one pass.
public enum Activation: Sendable, Hashable {
  /// `x Φ(x)`, Φ the normal integral (the exact form, with erf).
  case gelu
  /// `max(x, 0)`.
  case relu
  case tanh
  /// `x` above zero, `slope * x` below.
  case leakyRelu(slope: Float)

  /// `y = f(x)`; with `keepSlope`, x becomes f'(x).
  public func apply(
    _ count: Int, _ x: UnsafeMutablePointer<Float>, keepSlope: Bool, into y: UnsafeMutablePointer<Float>
  ) {
    let keep: Int32 = keepSlope ? 1 : 0
    switch self {
    case .gelu: gk_gelu(count, x, y, keep)
    case .relu: gk_rectify(count, x, y, 0, keep)
    case .tanh: gk_tanh_activation(count, x, y, keep)
    case .leakyRelu(let slope): gk_rectify(count, x, y, slope, keep)
    }
  }
}

/// `y = eˣ`, elementwise, within 2 units in the last place.
public func exp(_ count: Int, _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>) {
  gk_exp(count, x, y)
}

/// `y = tanh x`, elementwise, within 2 units in the last place.
public func tanh(_ count: Int, _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>) {
  gk_tanh(count, x, y)
}

/// `y = erf x`, elementwise, within 2 units in the last place.
public func erf(_ count: Int, _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>) {
  gk_erf(count, x, y)
}

/// `out = base + a * b`, elementwise; a missing base is zero, and it may be `out` itself.
public func multiplyElements(
  _ count: Int, _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, adding base: UnsafePointer<Float>?,
  into out: UnsafeMutablePointer<Float>
) { gk_multiply(count, a, b, base, out) }

/// `out += x`, elementwise.
public func add(_ count: Int, _ x: UnsafePointer<Float>, into out: UnsafeMutablePointer<Float>) {
  gk_add(count, x, out)
}

/// Every row of `out` becomes the row of `base` plus `bias`; what is missing is zero. All `[rows, width]`, bias `[width]`.
public func fillRows(
  _ rows: Int, width: Int, base: UnsafePointer<Float>?, bias: UnsafePointer<Float>?,
  into out: UnsafeMutablePointer<Float>
) { gk_fill_rows(rows, width, base, bias, out) }

/// `out[i] = Σ x[row, first + i]` over the rows, i below `columns`.
public func sumColumns(
  rows: Int, stride: Int, first: Int, columns: Int, of x: UnsafePointer<Float>,
  into out: UnsafeMutablePointer<Float>
) { gk_sum_columns(rows, stride, first, columns, x, out) }
