internal import Compute

/// One piece of a weight gradient `[outputs, inputs]`, cut into a grid whose pieces read no more than fits the
/// second-level cache. The grid follows from the shapes and the number of rows.
struct WeightGrid {
  /// Multiply-adds that are not cut further: some tenths of a millisecond.
  private static let pieceWork = 20_000_000
  private static let pieceWidth = 128
  /// Rows that fit no cache: then wider pieces are better, because each of their numbers is fetched less often.
  private static let manyRows = 4096

  let outputs: Range<Int>
  let inputs: Range<Int>
  /// Whether the piece lies at the left edge; each output has one such piece.
  let isFirst: Bool

  /// - Parameters:
  ///   - count: How many pieces there are, as `pieces` says.
  ///   - used: How many inputs there really are, if fewer.
  init(_ piece: Int, of count: Int, outputs: Int, inputs: Int, used: Int? = nil) {
    let wide = Self.grid(outputs, inputs, pieceWidth: 2 * Self.pieceWidth)
    let grid =
      count == 1
      ? (1, 1)
      : wide.0 * wide.1 == count ? wide : Self.grid(outputs, inputs, pieceWidth: Self.pieceWidth)
    let (row, column) = (piece / grid.1, piece % grid.1)
    self.outputs = Self.cut(outputs, row, of: grid.0)..<Self.cut(outputs, row + 1, of: grid.0)
    self.inputs =
      Self.cut(used ?? inputs, column, of: grid.1)..<Self.cut(used ?? inputs, column + 1, of: grid.1)
    isFirst = column == 0
  }

  /// How many pieces there are for a number of rows.
  static func pieces(rows: Int, outputs: Int, inputs: Int) -> Int {
    if rows * outputs * inputs < pieceWork { return 1 }
    let wide = grid(outputs, inputs, pieceWidth: 2 * pieceWidth)
    if rows >= manyRows, wide.0 * wide.1 >= 4 { return wide.0 * wide.1 }
    let grid = grid(outputs, inputs, pieceWidth: pieceWidth)
    return grid.0 * grid.1
  }

  private static func grid(_ outputs: Int, _ inputs: Int, pieceWidth: Int) -> (Int, Int) {
    (max(1, outputs / pieceWidth), max(1, inputs / pieceWidth))
  }

  /// Where a piece begins: between two panels.
  private static func cut(_ width: Int, _ piece: Int, of pieces: Int) -> Int {
    piece == pieces ? width : width * piece / pieces / WeightPanels.width * WeightPanels.width
  }
}
