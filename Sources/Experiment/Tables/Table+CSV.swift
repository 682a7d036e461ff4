/// A CSV text that is not a table, with the line and column (both from 1, in bytes) where that shows.
public struct MalformedTable: Error, Sendable, Hashable, CustomStringConvertible {
  public let message: String
  public let line: Int
  public let column: Int

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
      axes.map { CSVField.quoted($0.name) } + columns.map { CSVField.text($0.name, quoteIf: { _ in false }) }
    bytes.append(contentsOf: header.joined(separator: ",").utf8)
    bytes.append(UInt8(ascii: "\n"))
    // Each distinct value is spelt once.
    let spellings = axes.map { axis in axis.distinct.map { Array(CSVField.spelling($0).utf8) } }
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
    guard let header = try reader.row() else {
      throw MalformedTable(message: "there is no header", line: 1, column: 1)
    }
    let isAxis = header.map { field in axisNames?.contains(field.text) ?? field.isQuoted }
    for (index, field) in header.enumerated() {
      if header[..<index].contains(where: { $0.text == field.text }) {
        throw field.malformed("a second column '\(field.text)'")
      }
      if field.text.isEmpty { throw field.malformed("a column without a name") }
    }
    let names = zip(header, isAxis)
    self.init(
      axes: names.filter(\.1).map(\.0.text), columns: names.filter { !$0.1 }.map(\.0.text))
    while let fields = try reader.row() {
      guard fields.count == header.count else {
        throw MalformedTable(
          message: "\(fields.count) cells under \(header.count) names", line: fields[0].line, column: 1)
      }
      var axisValues: [AxisValue] = []
      var outcomes: [Outcome] = []
      for (field, isAxis) in zip(fields, isAxis) {
        if isAxis {
          axisValues.append(try field.axisValue())
        } else {
          outcomes.append(try field.outcome())
        }
      }
      append(axisValues, outcomes)
    }
  }
}

extension CSVField {
  fileprivate func axisValue() throws(MalformedTable) -> AxisValue {
    if isQuoted { return .text(text) }
    if text.isEmpty { return .absent }
    guard let number = CSVField.number(text) else { return .text(text) }
    guard number.isFinite else { throw malformed("'\(text)' is too large for an axis") }
    return .number(number)
  }

  fileprivate func outcome() throws(MalformedTable) -> Outcome {
    if isQuoted { throw malformed("quoted text in a column of numbers") }
    switch text {
    case "": return .missing
    case "never": return .never(after: nil)
    case "nan": return .number(.nan)
    case "inf": return .number(.infinity)
    case "-inf": return .number(-.infinity)
    default:
      if text.hasPrefix("never>"), let after = CSVField.number(String(text.dropFirst(6))) {
        return .never(after: after)
      }
      guard let number = CSVField.number(text) else { throw malformed("'\(text)' is not a number") }
      return .number(number)
    }
  }

  fileprivate static func spelling(_ value: AxisValue) -> String {
    switch value {
    case .absent: ""
    case .number(let number): shortestText(number)
    case .text(let text): CSVField.text(text) { $0.isEmpty || number($0) != nil }
    }
  }
}
