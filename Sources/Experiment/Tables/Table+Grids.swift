extension Table {
  /// The distinct numbers on an axis, ascending.
  func places(on axis: String, in rows: [Int]) -> [Double] {
    guard let axis = self.axis(axis) else { return [] }
    return Set(rows.compactMap { axis[$0].number }).sorted()
  }

  /// A column over two axes, `[up.count, across.count]`: rows that share a cell are summarised, and where none is or
  /// nothing was measured there is not a number. nil if no row lies on the grid.
  func cells(
    of column: ValueColumn, in rows: [Int], across: (axis: AxisColumn, values: [Double]),
    up: (axis: AxisColumn, values: [Double]), _ summary: Summary
  ) -> [Double]? {
    let columns = Dictionary(uniqueKeysWithValues: across.values.enumerated().map { ($1, $0) })
    let lines = Dictionary(uniqueKeysWithValues: up.values.enumerated().map { ($1, $0) })
    var cells = [[Outcome]](repeating: [], count: across.values.count * up.values.count)
    for row in rows {
      guard let left = across.axis[row].number.flatMap({ columns[$0] }),
        let bottom = up.axis[row].number.flatMap({ lines[$0] })
      else { continue }
      cells[bottom * across.values.count + left].append(column[row])
    }
    if cells.allSatisfy(\.isEmpty) { return nil }
    return cells.map { summary($0).number ?? .nan }
  }
}
