internal import COpenBLAS

/// The inner products of rows among themselves: `products[i, j] = Σ_k a[i, k] a[j, k]` for j ≤ i, in single precision.
///
/// `a` is `[rows, width]`, its rows `stride` numbers apart; `products` is `[rows, rows]`, of which the triangle above
/// the diagonal is left as it is.
public func innerProducts(
  _ a: UnsafePointer<Float>, rows: Int, width: Int, stride: Int, into products: inout [Float]
) {
  precondition(products.count == rows * rows, "\(products.count) products of \(rows) rows")
  precondition(stride >= width, "rows of \(width) numbers, \(stride) apart")
  guard rows > 0 else { return }
  cblas_ssyrk(
    CblasRowMajor, CblasLower, CblasNoTrans, Int32(rows), Int32(width), 1, a, Int32(stride), 0, &products,
    Int32(rows))
}

/// The inner products of rows with other rows: `products[i, j] = Σ_k a[i, k] b[j, k]`, in single precision.
///
/// `a` is `[rows, width]`, `b` is `[columns, width]`, the rows of both `stride` numbers apart; `products` is
/// `[rows, columns]`.
public func innerProducts(
  _ a: UnsafePointer<Float>, rows: Int, _ b: UnsafePointer<Float>, columns: Int, width: Int, stride: Int,
  into products: inout [Float]
) {
  precondition(products.count == rows * columns, "\(products.count) products of \(rows) and \(columns) rows")
  precondition(stride >= width, "rows of \(width) numbers, \(stride) apart")
  guard rows > 0, columns > 0 else { return }
  cblas_sgemm(
    CblasRowMajor, CblasNoTrans, CblasTrans, Int32(rows), Int32(columns), Int32(width), 1, a, Int32(stride),
    b,
    Int32(stride), 0, &products, Int32(columns))
}
