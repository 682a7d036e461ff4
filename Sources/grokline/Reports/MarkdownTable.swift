/// A stored Markdown table, laid out for a terminal.
enum MarkdownTable {
  /// Columns in line, the line of dashes gone; what is no row of a table stays as it is.
  static func aligned(_ markdown: String, _ style: Style) -> String {
    var text = ""
    var rows: [[String]] = []
    func flush() {
      text += table(rows, style)
      rows = []
    }
    for line in markdown.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("|") {
        rows.append(cells(line))
      } else {
        flush()
        if !line.isEmpty { text += line + "\n" }
      }
    }
    flush()
    return text
  }

  private static func table(_ rows: [[String]], _ style: Style) -> String {
    guard rows.count >= 2 else { return "" }
    let trailing = rows[1].indices.filter { rows[1][$0].hasSuffix(":") && !rows[1][$0].hasPrefix(":") }
    var table = TextTable(trailing: Set(trailing))
    table.add(rows[0].map { .init($0, .bold) })
    for row in rows.dropFirst(2) { table.add(row.map { .init($0) }) }
    return table.text(style)
  }

  /// The cells of `| a | b |`; `\|` is a bar inside a cell.
  private static func cells(_ line: Substring) -> [String] {
    var cells: [String] = []
    var cell = ""
    var isEscaped = false
    for character in line.dropFirst() {
      if character == "|", !isEscaped {
        cells.append(trimmed(cell))
        cell = ""
      } else {
        if isEscaped, character == "|" { cell.removeLast() }
        cell.append(character)
      }
      isEscaped = character == "\\" && !isEscaped
    }
    return cells
  }

  private static func trimmed(_ text: String) -> String {
    let start = text.drop { $0 == " " }
    let end = start.lastIndex { $0 != " " }
    return end.map { String(start[...$0]) } ?? ""
  }
}
