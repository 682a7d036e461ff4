internal import CKernels

/// Sums of inner products of rows, among themselves or with other rows.
///
/// `sums[i, j] = Σ_k a[i, k] b[j, k]`, with `a` `[rows, width]` and `b` `[columns, width]`, which may come in pieces of
/// some k at a time. A piece is summed in single precision in the order of k, and added in double; so the sums depend
/// on how k is cut, and on nothing else: not on the threads.
public final class InnerProducts: TeamWork {
  /// `[rows, columns]`. Among themselves, only those for j ≤ i are computed until ``mirror()`` copies them.
  public private(set) var sums: [Double]

  private let rows: Int
  private let columns: Int
  private let isSymmetric: Bool
  private var piece = Piece()

  /// Products that a task computes: columns of one panel.
  private static let panel = Int(GK_PANEL)

  private struct Piece {
    var a: UnsafePointer<Float>?
    var b: UnsafePointer<Float>?
    var width = 0
    var stride = 0
    var sums: UnsafeMutablePointer<Double>?
  }

  /// Products of `rows` rows with `columns` others, or among themselves.
  public init(rows: Int, columns: Int? = nil) {
    (self.rows, self.columns, isSymmetric) = (rows, columns ?? rows, columns == nil)
    sums = [Double](repeating: 0, count: rows * (columns ?? rows))
  }

  /// Adds the products of a piece: `width` numbers of every row of `a` and `b`, whose rows are `stride` numbers apart.
  ///
  /// Without `b`, those of the rows of `a` among themselves.
  public func add(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>? = nil, width: Int, stride: Int, on team: Team
  ) {
    precondition(stride >= width, "rows of \(width) numbers, \(stride) apart")
    precondition((b == nil) == isSymmetric, "products of rows among themselves have one operand")
    sums.withUnsafeMutableBufferPointer { sums in
      piece = Piece(a: a, b: b ?? a, width: width, stride: stride, sums: sums.baseAddress)
      team.run(self, tasks: (columns + InnerProducts.panel - 1) / InnerProducts.panel)
      piece = Piece()
    }
  }

  /// Adds the products with some columns.
  public func run(task: Int) {
    guard let a = piece.a, let b = piece.b, let sums = piece.sums else { return }
    let column = task * InnerProducts.panel
    let count = min(InnerProducts.panel, columns - column)
    let row = isSymmetric ? column : 0
    let (height, width, stride) = (rows - row, piece.width, piece.stride)
    withUnsafeTemporaryAllocation(byteCount: 4 * InnerProducts.panel * (width + height), alignment: 64) {
      memory in
      let numbers = memory.bindMemory(to: Float.self)
      guard let panel = numbers.baseAddress else { return }
      let products = panel + InnerProducts.panel * width
      let (from, with) = (a + row * stride, b + column * stride)
      if WeightPanels.pay {
        gk_pack_columns(width, count, with, stride, panel)
        gk_panel_product(height, count, width, from, stride, panel, nil, 0, nil, products, count)
      } else {
        multiply(
          from, strideA: stride, with, strideB: stride, transposeB: true, m: height, n: count, k: width,
          into: products, strideC: count)
      }
      for i in 0..<height {
        let target = sums + (row + i) * columns + column
        for j in 0..<count { target[j] += Double(products[i * count + j]) }
      }
    }
  }

  /// Copies the products of rows among themselves to where j > i.
  public func mirror() {
    guard isSymmetric else { return }
    for i in 0..<rows {
      for j in 0..<i { sums[j * rows + i] = sums[i * rows + j] }
    }
  }
}
