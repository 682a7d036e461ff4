/// Rows of cells in columns as wide as their widest cell, two blanks apart.
struct TextTable {
  struct Cell: ExpressibleByStringInterpolation {
    let text: String
    var color: Style.Color?

    init(_ text: String, _ color: Style.Color? = nil) {
      self.text = text.onOneLine
      self.color = color
    }

    init(stringLiteral text: String) { self.init(text) }
  }

  private var rows: [[Cell]] = []
  /// Columns whose cells end at the same place: numbers.
  private let trailing: Set<Int>
  private let indent: String

  init(indent: Int = 0, trailing: Set<Int> = []) {
    self.indent = String(repeating: " ", count: indent)
    self.trailing = trailing
  }

  var isEmpty: Bool { rows.isEmpty }

  mutating func add(_ cells: [Cell]) { rows.append(cells) }

  /// The lines, each with its line feed and without blanks at its end.
  func text(_ style: Style) -> String {
    let count = rows.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in
      rows.map { $0.count > column ? $0[column].text.columns : 0 }.max() ?? 0
    }
    return rows.map { row in
      let last = row.lastIndex { !$0.text.isEmpty } ?? -1
      var line = indent
      for (column, cell) in row.enumerated() where column <= last {
        if column > 0 { line += "  " }
        let space = String(repeating: " ", count: widths[column] - cell.text.columns)
        let text = style(cell.text, cell.color)
        line += trailing.contains(column) ? space + text : column == last ? text : text + space
      }
      return line + "\n"
    }.joined()
  }
}
