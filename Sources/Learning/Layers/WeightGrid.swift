internal import Compute

/// One piece of a weight gradient `[outputs, inputs]`, cut into a grid whose pieces read no more than fits the
/// second-level cache. The grid follows from the shapes alone.
struct WeightGrid {
  /// Multiply-adds that are not cut further: some tenths of a millisecond.
  private static let pieceWork = 20_000_000
  private static let pieceWidth = 128

  let outputs: Range<Int>
  let inputs: Range<Int>
  /// Whether the piece lies at the left edge; each output has one such piece.
  let isFirst: Bool

  /// - Parameters:
  ///   - count: How many pieces there are, as `pieces` says.
  ///   - used: How many inputs there really are, if fewer.
  init(_ piece: Int, of count: Int, outputs: Int, inputs: Int, used: Int? = nil) {
    let grid = count == 1 ? (1, 1) : Self.grid(outputs, inputs)
    let (row, column) = (piece / grid.1, piece % grid.1)
    self.outputs = Self.cut(outputs, row, of: grid.0)..<Self.cut(outputs, row + 1, of: grid.0)
    self.inputs =
      Self.cut(used ?? inputs, column, of: grid.1)..<Self.cut(used ?? inputs, column + 1, of: grid.1)
    isFirst = column == 0
  }

  /// How many pieces there are for a number of rows.
  static func pieces(rows: Int, outputs: Int, inputs: Int) -> Int {
    let grid = grid(outputs, inputs)
    return rows * outputs * inputs < pieceWork ? 1 : grid.0 * grid.1
  }

  private static func grid(_ outputs: Int, _ inputs: Int) -> (Int, Int) {
    (max(1, outputs / pieceWidth), max(1, inputs / pieceWidth))
  }

  /// Where a piece begins: between two panels.
  private static func cut(_ width: Int, _ piece: Int, of pieces: Int) -> Int {
    piece == pieces ? width : width * piece / pieces / WeightPanels.width * WeightPanels.width
  }
}
