/// An operation on prefixes whose rows need those of the prefixes one token shorter.
///
/// It goes through the lengths one after the other, forward from the shortest and backward from the longest. At each of
/// them it is cut by columns, so that every piece reads its own part of the weights only, and sums stay whole.
protocol Recurrence: Operation {
  /// Into how many pieces the columns fall for so many rows: a function of their number and of the model alone.
  func pieces(rows: Int) -> Int
  func forward(depth: Int, piece: Int, of pieces: Int, _ pass: Pass)
  func backward(depth: Int, piece: Int, of pieces: Int, _ pass: Pass)
}

extension Recurrence {
  var forwardRows: RowSet? { .prefixes }
  var backwardRows: RowSet? { .prefixes }
  var mixesRows: Bool { true }

  /// Nothing: rows are computed depth by depth.
  func forward(_ rows: Range<Int>, _ pass: Pass) {}
  func backward(_ rows: Range<Int>, _ pass: Pass) {}
}
