/// The numbers behind a picture, in columns of text.
public struct DataTable: Sendable, Hashable {
  public private(set) var columns: [String]
  public private(set) var rows: [[String]]

  public init(columns: [String], rows: [[String]] = []) {
    self.columns = columns
    self.rows = rows
  }

  mutating func append(_ row: [String]) {
    precondition(row.count == columns.count, "\(row.count) cells for \(columns.count) columns")
    rows.append(row)
  }

  /// The table with a first column that holds the same word in every row.
  func prefixed(_ column: String, _ word: String) -> DataTable {
    DataTable(columns: [column] + columns, rows: rows.map { [word] + $0 })
  }

  /// Tables one below the other; columns are the union, cells of columns that a table lacks are empty.
  static func stacked(_ tables: [DataTable]) -> DataTable {
    var columns: [String] = []
    for table in tables {
      for column in table.columns where !columns.contains(column) { columns.append(column) }
    }
    var result = DataTable(columns: columns)
    for table in tables {
      let sources = columns.map { table.columns.firstIndex(of: $0) }
      for row in table.rows { result.append(sources.map { $0.map { row[$0] } ?? "" }) }
    }
    return result
  }

  /// RFC 4180 with line feeds: a cell is quoted where it holds a comma, a quote or a line break.
  public var csv: String {
    ([columns] + rows).map { $0.map(DataTable.cell).joined(separator: ",") + "\n" }.joined()
  }

  private static func cell(_ text: String) -> String {
    let needsQuotes = text.unicodeScalars.contains { $0 == "," || $0 == "\"" || $0 == "\n" || $0 == "\r" }
    guard needsQuotes else { return text }
    var quoted = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" { quoted += "\"" }
      quoted.unicodeScalars.append(scalar)
    }
    return quoted + "\""
  }
}

/// A number for a data file: the shortest text that reads back as the same number; empty if there is none.
func cell(_ value: Double?) -> String {
  guard let value else { return "" }
  if let whole = Int(exactly: value), whole.magnitude < 1_000_000_000_000_000 { return String(whole) }
  return value.description
}
