/// A CSV text that is not a table, with the line and column (both from 1, in bytes) where that shows.
public struct MalformedTable: Error, Sendable, Hashable, CustomStringConvertible {
  public let message: String
  public let line: Int
  public let column: Int
  /// What to do about it, if that is known.
  public let hint: String?

  init(message: String, line: Int, column: Int, hint: String? = nil) {
    self.message = message
    self.line = line
    self.column = column
    self.hint = hint
  }

  public var description: String { "line \(line), column \(column): \(message)" }
}

extension Table {
  /// The table as CSV, the same bytes for equal tables.
  ///
  /// Names of axes and text cells that could be taken for something else stand in quotes, which is what lets
  /// `init(csv:)` tell axes from columns and the text "5" from the number 5; other readers see ordinary CSV. Numbers
  /// are the shortest that read back exactly, a censored cell is `never` or `never>60000`, a missing one is empty.
  public func csv() -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count * (axes.count * 6 + columns.count * 12) + 256)
    let header =
      axes.map { CSVText.quoted($0.name) } + columns.map { CSVText.spelled($0.name, quoteIf: { _ in false }) }
    bytes.append(contentsOf: header.joined(separator: ",").utf8)
    bytes.append(UInt8(ascii: "\n"))
    // Each distinct value is spelt once.
    let spellings = axes.map { axis in axis.distinct.map { Array(Table.spelling($0).utf8) } }
    for row in 0..<count {
      for index in axes.indices {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        bytes.append(contentsOf: spellings[index][Int(axes[index].codes[row])])
      }
      for index in columns.indices {
        if index + axes.count > 0 { bytes.append(UInt8(ascii: ",")) }
        bytes.append(contentsOf: columns[index][row].description.utf8)
      }
      bytes.append(UInt8(ascii: "\n"))
    }
    return bytes
  }

  /// Reads what `csv()` wrote. With `axes` given, the columns of these names are the axes, quoted or not.
  public init(csv bytes: [UInt8], axes axisNames: [String]? = nil) throws(MalformedTable) {
    var reader = CSVReader(bytes)
    guard try reader.next() else {
      throw MalformedTable(message: "there is no header", line: 1, column: 1)
    }
    var axisNamesFound: [String] = []
    var columnNames: [String] = []
    var isAxis: [Bool] = []
    for field in reader.fields {
      let name = try reader.text(field)
      if axisNamesFound.contains(name) || columnNames.contains(name) {
        throw field.malformed("a second column '\(name)'")
      }
      if name.isEmpty { throw field.malformed("a column without a name") }
      isAxis.append(axisNames?.contains(name) ?? field.isQuoted)
      if isAxis.last == true { axisNamesFound.append(name) } else { columnNames.append(name) }
    }
    self.init(axes: axisNamesFound, columns: columnNames)
    var axisValues: [AxisValue] = []
    var outcomes: [Outcome] = []
    while try reader.next() {
      guard reader.fields.count == isAxis.count else {
        throw MalformedTable(
          message: "\(reader.fields.count) cells under \(isAxis.count) names", line: reader.fields[0].line,
          column: 1)
      }
      axisValues.removeAll(keepingCapacity: true)
      outcomes.removeAll(keepingCapacity: true)
      for (field, isAxis) in zip(reader.fields, isAxis) {
        if isAxis {
          axisValues.append(try reader.axisValue(field))
        } else {
          outcomes.append(try reader.outcome(field))
        }
      }
      append(axisValues, outcomes)
    }
  }

  private static func spelling(_ value: AxisValue) -> String {
    switch value {
    case .absent: ""
    case .number(let number): shortestText(number)
    case .text(let text): CSVText.spelled(text) { $0.isEmpty || CSVText.number($0) != nil }
    }
  }
}

extension CSVReader {
  fileprivate func axisValue(_ field: CSVField) throws(MalformedTable) -> AxisValue {
    if !field.isQuoted {
      if field.isEmpty { return .absent }
      if let number = number(field) {
        guard number.isFinite else { throw field.malformed("'\(try text(field))' is too large for an axis") }
        return .number(number)
      }
    }
    return .text(try text(field))
  }

  fileprivate func outcome(_ field: CSVField) throws(MalformedTable) -> Outcome {
    if field.isQuoted { throw field.malformed("quoted text in a column of numbers") }
    if field.isEmpty { return .missing }
    if let number = number(field) { return .number(number) }
    let text = try text(field)
    switch text {
    case "never": return .never(after: nil)
    case "nan": return .number(.nan)
    case "inf": return .number(.infinity)
    case "-inf": return .number(-.infinity)
    default:
      if text.hasPrefix("never>"), let after = CSVText.number(String(text.dropFirst(6))) {
        return .never(after: after)
      }
      throw field.malformed("'\(text)' is not a number")
    }
  }
}
