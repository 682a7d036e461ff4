internal import COpenBLAS

/// The eigenvalues and eigenvectors of a real symmetric matrix, greatest eigenvalue first.
///
/// `A v_k = λ_k v_k`, with `v_k` of length 1. The sign of each vector is arbitrary. Source: LAPACK `dsyevd`.
public struct SymmetricEigen: Sendable {
  /// Descending.
  public let values: [Double]
  /// `[k, n]`: row k is the vector of `values[k]`.
  public let vectors: [Double]

  /// Decomposes `matrix`, `[n, n]`, of which the lower triangle is read.
  ///
  /// Throws if an entry is not finite or the iteration does not converge.
  public init(_ matrix: [Double], size n: Int) throws(EigenFailure) {
    precondition(matrix.count == n * n, "\(matrix.count) entries for a matrix of \(n) rows")
    guard matrix.allSatisfy(\.isFinite) else { throw .notFinite }
    guard n > 0, let count = Int32(exactly: n) else {
      values = []
      vectors = []
      return
    }
    // A row-major lower triangle is a column-major upper one.
    var columns = matrix
    var ascending = [Double](repeating: 0, count: n)
    var sizes = (work: 0.0, integers: Int32(0))
    _ = openblas_symmetric_eigen(count, &columns, &ascending, &sizes.work, -1, &sizes.integers, -1)
    var work = [Double](repeating: 0, count: max(1, Int(sizes.work)))
    var integers = [Int32](repeating: 0, count: max(1, Int(sizes.integers)))
    let info = openblas_symmetric_eigen(
      count, &columns, &ascending, &work, Int32(work.count), &integers, Int32(integers.count))
    guard info == 0 else { throw .notConverged }
    values = ascending.reversed()
    vectors = (0..<n).reversed().flatMap { columns[($0 * n)..<(($0 + 1) * n)] }
  }
}

/// Why a matrix has no decomposition.
public enum EigenFailure: Error, Sendable, Hashable {
  case notFinite, notConverged
}
