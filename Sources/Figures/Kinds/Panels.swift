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
    // A plot that would fill a wide row alone keeps the proportions of a column.
    let cell = min(cellWidth(row, width), Figure.Width.twoColumns.units * 0.62)
    return (row.map { $0.height(forWidth: cell) }.max() ?? 0) + letterSpace
  }

  public func insets(width: Double, height: Double, showsLegend: Bool) -> Insets { Insets() }

  public func draw(in area: Box, insets: Insets, showsLegend: Bool, on script: inout Script) {
    var top = area.top
    var index = 0
    for row in rows {
      let height = rowHeight(row, area.width)
      let cell = cellWidth(row, area.width)
      let shown = legendsShown(row)
      let common = zip(row, shown).map { plot, shows in
        plot.insets(width: cell, height: height - letterSpace, showsLegend: shows)
      }.reduce(Insets()) { $0.union($1) }
      for (column, plot) in row.enumerated() {
        let left = area.left + Double(column) * (cell + Panels.gap)
        let box = Box(left: left, bottom: top - height, width: cell, height: height - letterSpace)
        if lettered {
          script.write(
            "(\(Panels.letter(index)))", at: Position(x: left + 1, y: top - Panels.letterHeight / 2), .left,
            .heading)
        }
        plot.draw(in: box, insets: common, showsLegend: shown[column], on: &script)
        index += 1
      }
      top -= height + Panels.gap
    }
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
