internal import COpenBLAS

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
  guard m > 0, n > 0 else { return }
  openblas_multiply(
    transposeA, transposeB, Int32(m), Int32(n), Int32(k), a, Int32(strideA), b, Int32(strideB), accumulate,
    c, Int32(strideC))
}
