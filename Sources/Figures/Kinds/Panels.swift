/// Plots in rows on one sheet, lettered (a), (b), …
public struct Panels: Plot {
  public var rows: [[any Plot]]
  /// Whether the plots carry letters.
  public var lettered: Bool

  private static let gap = 14.0
  private static let letterHeight = 15.0

  /// A row that holds a `Response` or a one-row `Panels` holds its plots.
  public init(_ rows: [[any Plot]], lettered: Bool = true) {
    self.lettered = lettered
    self.rows = rows.map { row in
      row.flatMap { plot -> [any Plot] in
        if let response = plot as? Response { return response.panels.rows.flatMap(\.self) }
        if let panels = plot as? Panels, panels.rows.count == 1 { return panels.rows[0] }
        return [plot]
      }
    }
    let share = 1 / Double(max(self.rows.flatMap(\.self).count, 1))
    self.rows = self.rows.map { row in
      row.map { plot -> any Plot in
        if let curves = plot as? Curves { return curves.thinned(share: share) }
        return (plot as? Facets)?.thinned(share: share) ?? plot
      }
    }
  }

  public var legend: Legend { .none }

  public var data: DataTable {
    let plots = rows.flatMap(\.self)
    return .stacked(
      plots.enumerated().map { index, plot in plot.data.prefixed("panel", Panels.letter(index)) })
  }

  public func height(forWidth width: Double) -> Double {
    rows.map { rowHeight($0, width) }.reduce(0, +) + Panels.gap * Double(max(rows.count - 1, 0))
  }

  private func cellWidth(_ row: [any Plot], _ width: Double) -> Double {
    (width - Panels.gap * Double(row.count - 1)) / Double(max(row.count, 1))
  }

  private var letterSpace: Double { lettered ? Panels.letterHeight : 0 }

  private func rowHeight(_ row: [any Plot], _ width: Double) -> Double {
    (row.map { $0.height(forWidth: cellWidth(row, width)) }.max() ?? 0) + letterSpace
  }

  public func insets(width: Double, height: Double, atLeast: Insets, showsLegend: Bool) -> Insets { Insets() }

  public func draw(in area: Box, insets: Insets, showsLegend: Bool, on script: inout Script) {
    let spaces = agreedInsets(area.width)
    var top = area.top
    var index = 0
    for (row, spaces) in zip(rows, spaces) {
      let height = rowHeight(row, area.width)
      let cell = cellWidth(row, area.width)
      let shown = legendsShown(row)
      for (column, plot) in row.enumerated() {
        let left = area.left + Double(column) * (cell + Panels.gap)
        let box = Box(left: left, bottom: top - height, width: cell, height: height - letterSpace)
        if lettered {
          let place = Position(x: left + 1, y: top - Panels.letterHeight / 2)
          script.write("(\(Panels.letter(index)))", at: place, .left, .heading)
        }
        plot.draw(in: box, insets: spaces[column], showsLegend: shown[column], on: &script)
        index += 1
      }
      top -= height + Panels.gap
    }
  }

  /// The space around the axes of each plot: equal above and below within a row, and at the sides within a column.
  ///
  /// A legend that finds no place inside its axes moves above them, and then so do its neighbours', which changes
  /// the space for others: three rounds settle it.
  private func agreedInsets(_ width: Double) -> [[Insets]] {
    var agreed = rows.map { $0.map { _ in Insets() } }
    for _ in 0..<3 {
      for (index, row) in rows.enumerated() {
        let height = rowHeight(row, width) - letterSpace
        let shown = legendsShown(row)
        let wanted = row.indices.map { column in
          row[column].insets(
            width: cellWidth(row, width), height: height, atLeast: agreed[index][column],
            showsLegend: shown[column])
        }
        let common = wanted.reduce(Insets()) { $0.union($1) }
        agreed[index] = wanted.map {
          Insets(
            left: $0.left, right: $0.right, top: common.top, bottom: common.bottom, legend: common.legend)
        }
      }
      for (index, row) in rows.enumerated() {
        for column in row.indices {
          let aligned = rows.indices.filter { rows[$0].count == row.count }.map { agreed[$0][column] }
          agreed[index][column].left = aligned.map(\.left).max() ?? 0
          agreed[index][column].right = aligned.map(\.right).max() ?? 0
        }
      }
    }
    return agreed
  }

  /// Within a row a legend is shown once: plots with equal legends share the first one's.
  private func legendsShown(_ row: [any Plot]) -> [Bool] {
    row.indices.map { index in !row[..<index].contains { $0.legend == row[index].legend } }
  }

  private static func letter(_ index: Int) -> String {
    let letters = Array("abcdefghijklmnopqrstuvwxyz")
    return index < letters.count ? String(letters[index]) : "\(index + 1)"
  }
}
