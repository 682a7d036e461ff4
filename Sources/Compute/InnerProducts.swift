internal import COpenBLAS

/// Adds the inner products of rows: `products[i, j] += Σ_k a[i, k] b[j, k]`.
///
/// `a` is `[rows, width]`, `b` is `[columns, width]`, both dense; row i of `products` starts at `i * stride` and at
/// least `columns` numbers of it are touched.
public func accumulateInnerProducts(
  _ a: UnsafePointer<Double>, rows: Int, _ b: UnsafePointer<Double>, columns: Int, width: Int,
  into products: UnsafeMutablePointer<Double>, stride: Int
) {
  precondition(stride >= columns, "rows of \(columns) products, \(stride) apart")
  guard rows > 0, columns > 0, width > 0 else { return }
  cblas_dgemm(
    CblasRowMajor, CblasNoTrans, CblasTrans, Int32(rows), Int32(columns), Int32(width), 1, a, Int32(width), b,
    Int32(width), 1, products, Int32(stride))
}
