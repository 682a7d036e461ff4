internal import Glibc

/// One field of a CSV row: where its content lies in the reader's bytes, and where it stands for a person.
struct CSVField: Sendable {
  /// Without quotes around it.
  fileprivate let content: Range<Int>
  let isQuoted: Bool
  /// Whether quotes inside are doubled.
  fileprivate let isEscaped: Bool
  /// Both count from 1; a column counts bytes.
  let line: Int
  let column: Int

  var isEmpty: Bool { content.isEmpty }

  func malformed(_ message: String) -> MalformedTable {
    MalformedTable(message: message, line: line, column: column)
  }
}

/// Reads CSV (RFC 4180, line ends `\n` or `\r\n`) a row at a time from bytes in memory.
///
/// Strict: a quote inside a bare field, text after a closing quote, an open quote at the end, a bare carriage return
/// and a NUL byte are errors, and so is invalid UTF-8 where text is asked for. A byte order mark at the start is
/// skipped. A million rows take about a second, for no field becomes a string unless it is one.
struct CSVReader {
  /// The fields of the row read last.
  private(set) var fields: [CSVField] = []
  /// With a NUL at the end, which ends every search.
  private let bytes: [UInt8]
  private let count: Int
  private let separator: UInt8
  private var position = 0
  private var line = 1
  private var lineStart = 0

  init(_ bytes: [UInt8], separator: UInt8 = UInt8(ascii: ",")) {
    self.bytes = bytes + [0]
    self.separator = separator
    count = bytes.count
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      position = 3
      lineStart = 3
    }
  }

  /// Reads the next row into `fields`, at least one; false at the end. An empty line is a row with one empty field.
  mutating func next() throws(MalformedTable) -> Bool {
    guard position < count else { return false }
    fields.removeAll(keepingCapacity: true)
    while true {
      fields.append(bytes[position] == UInt8(ascii: "\"") ? try quotedField() : try bareField())
      guard position < count else { return true }
      let byte = bytes[position]
      position += 1
      if byte == separator { continue }
      // A field ends only at a separator or a line end.
      if byte == UInt8(ascii: "\r") { position += 1 }
      line += 1
      lineStart = position
      return true
    }
  }

  /// The content of a field of the last row.
  func text(_ field: CSVField) throws(MalformedTable) -> String {
    guard let text = String(validating: bytes[field.content], as: UTF8.self) else {
      throw field.malformed("not UTF-8")
    }
    return field.isEscaped ? CSVText.unescaped(text) : text
  }

  /// The number that a field holds, a decimal such as `-1`, `.5`, `1e-05`; nil for anything else.
  func number(_ field: CSVField) -> Double? {
    guard CSVText.isNumber(bytes[field.content]) else { return nil }
    // Whatever ends the field also ends the number.
    return bytes.withUnsafeBytes { raw in
      raw.baseAddress.map { strtod(($0 + field.content.lowerBound).assumingMemoryBound(to: CChar.self), nil) }
    }
  }

  private mutating func bareField() throws(MalformedTable) -> CSVField {
    let first = position
    while !isFieldEnd {
      switch bytes[position] {
      case UInt8(ascii: "\""): throw malformed("a quote inside a field that has none around it")
      case UInt8(ascii: "\r"): throw malformed("a carriage return without a line feed")
      case 0: throw malformed("a NUL byte")
      default: position += 1
      }
    }
    return CSVField(
      content: first..<position, isQuoted: false, isEscaped: false, line: line, column: first - lineStart + 1)
  }

  private mutating func quotedField() throws(MalformedTable) -> CSVField {
    let start = (line: line, column: position - lineStart + 1)
    var isEscaped = false
    position += 1
    let first = position
    while position < count {
      let byte = bytes[position]
      if byte == 0 { throw malformed("a NUL byte") }
      position += 1
      if byte == UInt8(ascii: "\n") {
        line += 1
        lineStart = position
      } else if byte == UInt8(ascii: "\"") {
        if bytes[position] == byte {
          isEscaped = true
          position += 1
        } else {
          guard isFieldEnd else { throw malformed("text after a closing quote") }
          return CSVField(
            content: first..<(position - 1), isQuoted: true, isEscaped: isEscaped, line: start.line,
            column: start.column)
        }
      }
    }
    throw MalformedTable(message: "a quote that is never closed", line: start.line, column: start.column)
  }

  /// Whether the field ends here, before a separator, a line end or the end.
  private var isFieldEnd: Bool {
    let byte = bytes[position]
    if byte == separator || byte == UInt8(ascii: "\n") || position == count { return true }
    return byte == UInt8(ascii: "\r") && bytes[position + 1] == UInt8(ascii: "\n")
  }

  private func malformed(_ message: String) -> MalformedTable {
    MalformedTable(message: message, line: line, column: position - lineStart + 1)
  }
}

/// How text stands in CSV.
enum CSVText {
  /// Whether these bytes are a decimal number; words for infinity and hexadecimal are not.
  static func isNumber(_ bytes: some Collection<UInt8>) -> Bool {
    var rest = bytes[...]
    func digits() -> Int {
      let run = rest.prefix { UInt8(ascii: "0") <= $0 && $0 <= UInt8(ascii: "9") }.count
      rest = rest.dropFirst(run)
      return run
    }
    func takeSign() {
      if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
    }
    takeSign()
    var count = digits()
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      count += digits()
    }
    if count == 0 { return false }
    if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
      rest = rest.dropFirst()
      takeSign()
      if digits() == 0 { return false }
    }
    return rest.isEmpty
  }

  static func number(_ text: String) -> Double? { isNumber(text.utf8) ? strtod(text, nil) : nil }

  static func quoted(_ text: String) -> String {
    "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }

  /// The text bare where that is unambiguous, else in quotes.
  static func spelled(_ text: String, quoteIf isAmbiguous: (String) -> Bool) -> String {
    let special: Set<UInt8> = [UInt8(ascii: ","), UInt8(ascii: "\""), UInt8(ascii: "\n"), UInt8(ascii: "\r")]
    return text.utf8.contains(where: special.contains) || isAmbiguous(text) ? quoted(text) : text
  }

  /// Each pair of quotes as one.
  fileprivate static func unescaped(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    var isSecond = false
    for scalar in text.unicodeScalars {
      isSecond = scalar == "\"" && !isSecond
      if scalar != "\"" || isSecond { result.append(scalar) }
    }
    return String(result)
  }
}
