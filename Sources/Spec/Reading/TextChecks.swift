/// Text from the bytes of a file, or an error that points at the first byte that is not UTF-8.
public func decodeText(_ bytes: [UInt8], file: String) throws(InvalidSpec) -> String {
  if let text = String(validating: bytes, as: UTF8.self) { return text }
  var place = SourceLocation(file: file, line: 1, column: 1)
  var codec = UTF8()
  var input = bytes.makeIterator()
  while case .scalarValue(let scalar) = codec.decode(&input) { place.pass(scalar) }
  throw InvalidSpec([
    Diagnostic("a byte here is not UTF-8 text", at: place, hint: "save the file as UTF-8")
  ])
}

/// Reports a text that is too long and characters that no editor shows.
///
/// Besides the controls these are the line separators that would make our line numbers differ from an editor's.
func checkCharacters(of text: String, file: String, _ diagnostics: Diagnostics) {
  var place = SourceLocation(file: file, line: 1, column: 1)
  let size = text.utf8.count
  if size > 2_000_000 {
    diagnostics.report("the file has \(size) bytes: expected at most 2,000,000", at: place)
    return
  }
  // Nearly every spec passes on its bytes alone.
  if text.utf8.allSatisfy({ ($0 >= 0x20 && $0 < 0x7F) || $0 == 0x0A || $0 == 0x09 }) { return }
  var isFirst = true
  for scalar in text.unicodeScalars {
    if scalar.needsEscape, !(isFirst && scalar == "\u{FEFF}") {
      let code = String(scalar.value, radix: 16, uppercase: true)
      let digits = String(repeating: "0", count: max(0, 4 - code.count)) + code
      diagnostics.report(
        "the invisible character U+\(digits) is not allowed", at: place,
        hint: "remove it, or write \"\\u\(digits)\" in double quotes")
      if diagnostics.all.count >= 20 { return }
    }
    if !(isFirst && scalar == "\u{FEFF}") { place.pass(scalar) }
    isFirst = false
  }
}

extension Unicode.Scalar {
  /// Whether YAML refuses this scalar as it is, or takes it for a line break.
  var needsEscape: Bool {
    switch value {
    case 0x09, 0x0A, 0x0D: false
    case 0..<0x20, 0x7F...0x9F, 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF: true
    default: false
    }
  }
}

extension SourceLocation {
  /// Moves past one scalar of the text.
  fileprivate mutating func pass(_ scalar: Unicode.Scalar) {
    if scalar == "\n" {
      line += 1
      column = 1
    } else {
      column += 1
    }
  }
}
