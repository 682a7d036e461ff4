internal import CKernels

/// A matrix of weights laid out for products: panels `[k, 32]`, the last `[k, 16]` if that is enough, and zero beyond the
/// last column.
///
/// Laid out once for all rows of a pass, it saves what BLAS spends on that in every call. Each number of a product
/// is summed in the order of k, so it does not depend on how rows are cut. Only some processors gain by such products.
public enum WeightPanels {
  /// Whether this processor gains by panels for a product `[m, k] [k, n]`.
  public static func suit(k: Int, n: Int) -> Bool { pay && k >= 4 && fills(n) }

  /// Whether n columns nearly fill their panels: much padding would undo the gain.
  private static func fills(_ n: Int) -> Bool { 20 * size(k: 1, n: n) <= 23 * n }

  /// How many numbers the panels of a `[k, n]` matrix take.
  public static func size(k: Int, n: Int) -> Int { k * ((n + narrowest - 1) / narrowest * narrowest) }

  /// Columns of a panel.
  public static let width = Int(GK_PANEL)
  private static let narrowest = width / 2
  private static let areFast = gk_panels_pay() != 0

  /// Whether they are faster than BLAS, which loops built without optimisation never are.
  static var pay: Bool {
    #if DEBUG
      false
    #else
      areFast
    #endif
  }

  /// Lays out b `[k, n]`, or the transpose of b `[n, k]`; rows are `stride` apart.
  public static func lay(
    _ b: UnsafePointer<Float>, stride: Int, transpose: Bool = false, k: Int, n: Int,
    into panels: UnsafeMutablePointer<Float>
  ) {
    if transpose { gk_pack_columns(k, n, b, stride, panels) } else { gk_pack_rows(k, n, b, stride, panels) }
  }

  /// `c = base + bias + a b` with a `[m, k]`, b in panels, and base and c `[m, n]`, all without gaps; what is
  /// missing is zero, and base may be c.
  public static func multiply(
    _ a: UnsafePointer<Float>, _ panels: UnsafePointer<Float>, m: Int, n: Int, k: Int,
    base: UnsafePointer<Float>?, bias: UnsafePointer<Float>?, into c: UnsafeMutablePointer<Float>
  ) {
    gk_panel_product(m, n, k, a, k, panels, base, n, bias, c, n)
  }

  /// As `multiply`, for some columns of c, base and bias only, which begin at a panel; rows of a and c are `stride` apart.
  public static func multiply(
    _ a: UnsafePointer<Float>, strideA: Int, _ panels: UnsafePointer<Float>, columns: Range<Int>, m: Int,
    k: Int,
    base: UnsafePointer<Float>?, bias: UnsafePointer<Float>?, into c: UnsafeMutablePointer<Float>,
    strideC: Int
  ) {
    let first = columns.lowerBound
    precondition(first % width == 0, "column \(first) is inside a panel")
    gk_panel_product(
      m, columns.count, k, a, strideA, panels + first * k, base.map { $0 + first }, strideC,
      bias.map { $0 + first }, c + first, strideC)
  }

  /// Whether `outer` is faster than BLAS here.
  public static func suitOuter(n: Int) -> Bool { pay && fills(n) }

  /// `c = aᵀ b` with a `[rows, m]`, b `[rows, n]` and c `[m, n]`; rows are `stride` apart, and row i of b is `rowsB[i]` if
  /// that is said. Panels of b are laid out on the way.
  public static func outer(
    _ a: UnsafePointer<Float>, strideA: Int, _ b: UnsafePointer<Float>, strideB: Int,
    rowsB: UnsafePointer<Int32>? = nil, rows: Int, m: Int, n: Int, into c: UnsafeMutablePointer<Float>,
    strideC: Int
  ) {
    gk_outer_product(rows, m, n, a, strideA, b, strideB, rowsB, c, strideC)
  }
}
