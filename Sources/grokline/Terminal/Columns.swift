internal import Spec

extension String {
  /// The columns of a terminal that this takes.
  var columns: Int { unicodeScalars.reduce(0) { $0 + $1.displayWidth } }

  /// One line that moves no cursor: control characters are replaced, line breaks become blanks.
  var onOneLine: String {
    var line = String.UnicodeScalarView()
    for scalar in unicodeScalars {
      switch scalar.value {
      case 0x09, 0x0A, 0x0D: line.append(" ")
      case 0..<0x20, 0x7F..<0xA0: line.append("\u{FFFD}")
      default: line.append(scalar)
      }
    }
    return String(line)
  }

  /// The longest beginning that fits, with an ellipsis where something is missing.
  func clipped(to width: Int) -> String {
    if columns <= width { return self }
    guard width > 0 else { return "" }
    var used = 1
    var kept = String.UnicodeScalarView()
    for scalar in unicodeScalars {
      if used + scalar.displayWidth > width { break }
      used += scalar.displayWidth
      kept.append(scalar)
    }
    return String(kept) + "…"
  }

  /// Filled with blanks up to a width.
  func padded(to width: Int) -> String { self + String(repeating: " ", count: max(width - columns, 0)) }

  /// Blanks in front, up to a width.
  func padded(toTrailing width: Int) -> String {
    String(repeating: " ", count: max(width - columns, 0)) + self
  }
}
