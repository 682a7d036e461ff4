internal import COpenBLAS

/// OpenBLAS is told once to leave threads to us.
private let oneThreadPerCall: Void = openblas_set_num_threads(1)

/// Row-major float32 matrix product: `c = a b` or `c += a b`, with either factor transposed.
///
/// - Parameters:
///   - a: `[m, k]`, or `[k, m]` with `transposeA`; rows are `strideA` apart.
///   - b: `[k, n]`, or `[n, k]` with `transposeB`; rows are `strideB` apart.
///   - c: `[m, n]`; rows are `strideC` apart.
public func multiply(
  _ a: UnsafePointer<Float>, strideA: Int, transposeA: Bool = false,
  _ b: UnsafePointer<Float>, strideB: Int, transposeB: Bool = false,
  m: Int, n: Int, k: Int, accumulate: Bool = false,
  into c: UnsafeMutablePointer<Float>, strideC: Int
) {
  _ = oneThreadPerCall
  guard m > 0, n > 0 else { return }
  cblas_sgemm(
    CblasRowMajor, transposeA ? CblasTrans : CblasNoTrans, transposeB ? CblasTrans : CblasNoTrans,
    blasint(m), blasint(n), blasint(k), 1, a, blasint(strideA), b, blasint(strideB), accumulate ? 1 : 0,
    c, blasint(strideC))
}
