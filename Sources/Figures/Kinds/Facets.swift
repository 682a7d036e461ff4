/// Curves in a grid that shares its axes: one heading per column and per row, one legend for all.
public struct Facets: Plot {
  /// The heading above a column or beside a row; empty for none.
  public var columnTitles: [String]
  public var rowTitles: [String]
  /// Rows of plots; nil where there is none.
  public private(set) var cells: [[Curves?]]

  private static let gap = 14.0
  /// The first and last numbers below two neighbours stand out half of their width each.
  private static let gapBetweenColumns = 28.0
  private static let titleHeight = 17.0

  /// Gives all cells the same limits, and writes numbers only along the left and the lower edge.
  public init(cells: [[Curves?]], rowTitles: [String] = [], columnTitles: [String] = []) {
    self.rowTitles = rowTitles
    self.columnTitles = columnTitles
    self.cells = cells
    let all = cells.flatMap(\.self).compactMap(\.self)
    let x = Facets.union(all.map(\.extentX))
    let y = Facets.union(all.map { $0.extentY(second: false) })
    let y2 = Facets.union(all.map { $0.extentY(second: true) })
    for row in cells.indices {
      for column in cells[row].indices {
        guard var cell = cells[row][column] else { continue }
        let isLastInRow = !cells[row][(column + 1)...].contains { $0 != nil }
        cell.x = Facets.spanning(cell.x, x, padding: cell.hasPoints ? 0.04 : 0)
        cell.y = Facets.spanning(cell.y, y, padding: 0.04)
        cell.y2 = cell.y2.map { Facets.spanning($0, y2, padding: 0.04) }
        cell.x.showsNumbers = !cells[(row + 1)...].contains {
          $0.indices.contains(column) && $0[column] != nil
        }
        cell.y.showsNumbers = !cells[row][..<column].contains { $0 != nil }
        cell.y2?.showsNumbers = isLastInRow
        if !isLastInRow { cell.thresholds = cell.thresholds.map { Curves.Threshold(y: $0.y, text: "") } }
        if !cell.x.showsNumbers { cell.x.label = "" }
        if !cell.y.showsNumbers { cell.y.label = "" }
        if cell.y2?.showsNumbers == false { cell.y2?.label = "" }
        self.cells[row][column] = cell.thinned(share: 1 / Double(all.count))
      }
    }
  }

  private static func union(_ extents: [(Double, Double)?]) -> (Double, Double)? {
    let known = extents.compactMap(\.self)
    guard let low = known.map(\.0).min(), let high = known.map(\.1).max() else { return nil }
    return (low, high)
  }

  private static func spanning(_ axis: Axis, _ extent: (Double, Double)?, padding: Double) -> Axis {
    if case .index = axis.scale { return axis }
    let scaled = ScaledAxis(axis, extent: extent, length: 100, horizontal: true, padding: padding)
    var axis = axis
    (axis.lower, axis.upper) = (scaled.lower, scaled.upper)
    return axis
  }

  /// The same grid with no more points than suit a share of a sheet.
  func thinned(share: Double) -> Facets {
    var result = self
    let mine = share / Double(max(cells.flatMap(\.self).count, 1))
    result.cells = cells.map { $0.map { $0?.thinned(share: mine) } }
    return result
  }

  private var columnCount: Int { cells.map(\.count).max() ?? 0 }

  public var data: DataTable {
    let tables = cells.enumerated().flatMap { row, plots in
      plots.enumerated().compactMap { column, plot in
        plot.map { plot in
          var table = plot.data
          if !columnTitles.isEmpty { table = table.prefixed("column", columnTitles[column]) }
          if !rowTitles.isEmpty { table = table.prefixed("row", rowTitles[row]) }
          return table
        }
      }
    }
    return .stacked(tables)
  }

  /// All cells' entries, each once.
  public var legend: Legend {
    let all = cells.flatMap(\.self).compactMap(\.self)
    guard let first = all.first else { return .none }
    let together = Curves(x: first.x, y: first.y, series: all.flatMap(\.series))
    return together.legend
  }

  public func height(forWidth width: Double) -> Double {
    let space = insets(width: width, height: width, atLeast: Insets(), showsLegend: true)
    let cell = (width - space.left - space.right) / Double(max(columnCount, 1))
    let proportion = columnCount < 3 ? 0.62 : 0.72
    let lines = Double(cells.count) * cell * proportion + Double(max(cells.count - 1, 0)) * Facets.gap
    return lines + space.top + space.bottom + space.legend
  }

  public func insets(width: Double, height: Double, atLeast given: Insets, showsLegend: Bool) -> Insets {
    var space = Insets()
    let cellSize = (
      width: (width - 60) / Double(max(columnCount, 1)), height: (height - 60) / Double(max(cells.count, 1))
    )
    for (row, plots) in cells.enumerated() {
      for plot in plots.compactMap(\.self) {
        let own = plot.insets(
          width: cellSize.width, height: cellSize.height, atLeast: Insets(), showsLegend: false)
        space.left = max(space.left, plot.y.showsNumbers ? own.left : 0)
        space.right = max(space.right, own.right)
        space.bottom = max(space.bottom, plot.x.showsNumbers ? own.bottom : 0)
        space.top = max(space.top, row == 0 ? own.top : 0)
      }
    }
    if !columnTitles.isEmpty { space.top += Facets.titleHeight }
    if !rowTitles.isEmpty { space.right = max(space.right, 8) + Facets.titleHeight }
    space = space.union(given)
    if showsLegend {
      space.legend = max(given.legend, legend.height(fitting: width - space.left - space.right))
    }
    return space
  }

  public func draw(in area: Box, insets: Insets, showsLegend: Bool, on script: inout Script) {
    let inner = area.inset(by: insets)
    let columns = Double(max(columnCount, 1))
    let rows = Double(max(cells.count, 1))
    let across = Facets.gapBetweenColumns
    // The texts of marks stand above each cell.
    let down = max(Facets.gap, markSpace(inner))
    let width = (inner.width - across * (columns - 1)) / columns
    let height = (inner.height - down * (rows - 1)) / rows
    if showsLegend, insets.legend > 0 {
      let corner = Position(x: inner.left, y: area.top)
      legend.draw(from: corner, fitting: inner.width, on: &script)
    }
    for (column, title) in columnTitles.enumerated() {
      let middle = inner.left + (width + across) * Double(column) + width / 2
      script.write(
        TextStyle.body.fitted(title, to: width), at: Position(x: middle, y: inner.top + insets.top - 8),
        .center,
        .body)
    }
    for (row, plots) in cells.enumerated() {
      let bottom = inner.top - Double(row + 1) * height - Double(row) * down
      if row < rowTitles.count {
        let place = Position(x: area.right - 7, y: bottom + height / 2)
        script.write(
          TextStyle.body.fitted(rowTitles[row], to: height), at: place, .center, .body, turned: true)
      }
      for (column, plot) in plots.enumerated() {
        guard let plot else { continue }
        let left = inner.left + Double(column) * (width + across)
        plot.draw(
          in: Box(left: left, bottom: bottom, width: width, height: height), insets: Insets(),
          showsLegend: false,
          on: &script)
      }
    }
  }

  private func markSpace(_ inner: Box) -> Double {
    let plots = cells.dropFirst().flatMap(\.self).compactMap(\.self).filter { !$0.marks.isEmpty }
    return plots.map { plot in
      plot.insets(
        width: inner.width / Double(max(columnCount, 1)), height: inner.height / Double(max(cells.count, 1)),
        atLeast: Insets(), showsLegend: false
      ).top
    }.max() ?? 0
  }
}
