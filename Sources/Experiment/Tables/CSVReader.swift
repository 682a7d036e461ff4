/// One field of a CSV row and where it starts.
struct CSVField: Sendable {
  let text: String
  let isQuoted: Bool
  /// Both count from 1; a column counts bytes.
  let line: Int
  let column: Int

  func malformed(_ message: String) -> MalformedTable {
    MalformedTable(message: message, line: line, column: column)
  }

  /// A decimal number such as `-1`, `.5`, `1e-05`; nil for anything else, words for infinity and hexadecimal included.
  static func number(_ text: String) -> Double? {
    var digits = 0
    for (index, byte) in text.utf8.enumerated() {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digits += 1
      case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."): break
      case UInt8(ascii: "e"), UInt8(ascii: "E"): if digits == 0 || index == 0 { return nil }
      default: return nil
      }
    }
    return digits > 0 ? Double(text) : nil
  }

  static func quoted(_ text: String) -> String {
    "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }

  /// The text bare where that is unambiguous, else in quotes.
  static func text(_ text: String, quoteIf isAmbiguous: (String) -> Bool) -> String {
    let special: Set<UInt8> = [UInt8(ascii: ","), UInt8(ascii: "\""), UInt8(ascii: "\n"), UInt8(ascii: "\r")]
    return text.utf8.contains(where: special.contains) || isAmbiguous(text) ? quoted(text) : text
  }
}

/// Reads CSV (RFC 4180, line ends `\n` or `\r\n`) a row at a time from bytes in memory.
///
/// Strict: a quote inside a bare field, text after a closing quote, an open quote at the end, a bare carriage return,
/// a NUL byte and invalid UTF-8 are errors. A byte order mark at the start is skipped.
struct CSVReader {
  private let bytes: [UInt8]
  private let separator: UInt8
  private var position = 0
  private var line = 1
  private var lineStart = 0

  init(_ bytes: [UInt8], separator: UInt8 = UInt8(ascii: ",")) {
    self.bytes = bytes
    self.separator = separator
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      position = 3
      lineStart = 3
    }
  }

  /// The fields of the next row, at least one; nil at the end. An empty line is a row with one empty field.
  mutating func row() throws(MalformedTable) -> [CSVField]? {
    guard position < bytes.count else { return nil }
    var fields: [CSVField] = []
    while true {
      fields.append(try field())
      guard position < bytes.count else { return fields }
      let byte = bytes[position]
      position += 1
      if byte == separator { continue }
      // `field` stops only at a separator or a line end.
      if byte == UInt8(ascii: "\r") { position += 1 }
      line += 1
      lineStart = position
      return fields
    }
  }

  private mutating func field() throws(MalformedTable) -> CSVField {
    let start = (line: line, column: position - lineStart + 1)
    if position < bytes.count, bytes[position] == UInt8(ascii: "\"") {
      let text = try quotedText(openedAt: start)
      return CSVField(text: text, isQuoted: true, line: start.line, column: start.column)
    }
    let first = position
    while position < bytes.count, !isFieldEnd {
      if bytes[position] == UInt8(ascii: "\"") {
        throw malformed("a quote inside a field that has none around it")
      }
      if bytes[position] == UInt8(ascii: "\r") { throw malformed("a carriage return without a line feed") }
      if bytes[position] == 0 { throw malformed("a NUL byte") }
      position += 1
    }
    guard let text = String(validating: bytes[first..<position], as: UTF8.self) else {
      throw MalformedTable(message: "not UTF-8", line: start.line, column: start.column)
    }
    return CSVField(text: text, isQuoted: false, line: start.line, column: start.column)
  }

  private mutating func quotedText(openedAt start: (line: Int, column: Int)) throws(MalformedTable) -> String
  {
    var content: [UInt8] = []
    position += 1
    while position < bytes.count {
      let byte = bytes[position]
      if byte == 0 { throw malformed("a NUL byte") }
      position += 1
      if byte == UInt8(ascii: "\n") {
        line += 1
        lineStart = position
      } else if byte == UInt8(ascii: "\"") {
        if position < bytes.count, bytes[position] == byte {
          position += 1
        } else {
          guard position == bytes.count || isFieldEnd else { throw malformed("text after a closing quote") }
          guard let text = String(validating: content, as: UTF8.self) else {
            throw MalformedTable(message: "not UTF-8", line: start.line, column: start.column)
          }
          return text
        }
      }
      content.append(byte)
    }
    throw MalformedTable(message: "a quote that is never closed", line: start.line, column: start.column)
  }

  /// Whether the field ends here, before a separator or a line end.
  private var isFieldEnd: Bool {
    let byte = bytes[position]
    if byte == separator || byte == UInt8(ascii: "\n") { return true }
    return byte == UInt8(ascii: "\r") && position + 1 < bytes.count
      && bytes[position + 1] == UInt8(ascii: "\n")
  }

  private func malformed(_ message: String) -> MalformedTable {
    MalformedTable(message: message, line: line, column: position - lineStart + 1)
  }
}
