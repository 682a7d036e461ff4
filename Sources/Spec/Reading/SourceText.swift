/// One text cut into lines, so that an error can show where it points.
public struct SourceText: Sendable {
  public let lines: [String]

  /// Lines end with LF, CR LF or CR, as in YAML; a byte order mark belongs to no line.
  public init(_ text: String) {
    var lines: [String] = []
    var line = String.UnicodeScalarView()
    var endsWithReturn = false
    for (index, scalar) in text.unicodeScalars.enumerated() {
      if index == 0, scalar == "\u{FEFF}" { continue }
      switch scalar {
      case "\n" where endsWithReturn: endsWithReturn = false
      case "\n", "\r":
        lines.append(String(line))
        line = String.UnicodeScalarView()
        endsWithReturn = scalar == "\r"
      default:
        line.append(scalar)
        endsWithReturn = false
      }
    }
    if !line.isEmpty { lines.append(String(line)) }
    self.lines = lines
  }

  /// The scalar at a place; nil past the end of its line.
  func scalar(line: Int, column: Int) -> Unicode.Scalar? {
    guard lines.indices.contains(line - 1) else { return nil }
    return lines[line - 1].unicodeScalars.dropFirst(column - 1).first
  }

  /// Whether nothing but blanks follows a place.
  func isBlank(from line: Int, column: Int) -> Bool {
    guard lines.indices.contains(line - 1) else { return true }
    let rest = lines[line - 1].unicodeScalars.dropFirst(column - 1)
    return rest.allSatisfy(\.properties.isWhitespace)
      && lines[line...].allSatisfy { $0.unicodeScalars.allSatisfy(\.properties.isWhitespace) }
  }

  /// The first tab in the indentation of a line or of the nearest written line above it.
  func indentingTab(near line: Int) -> (line: Int, column: Int)? {
    for number in [line, line - 1] where lines.indices.contains(number - 1) {
      let indentation = lines[number - 1].unicodeScalars.prefix { $0 == " " || $0 == "\t" }
      if let tab = indentation.firstIndex(of: "\t") {
        return (number, indentation.distance(from: indentation.startIndex, to: tab) + 1)
      }
    }
    return nil
  }
}

/// The texts that diagnostics point into: file → text.
///
/// An argument such as `--set training.limit=abc` is a text of its own, under the name its locations carry.
public struct SourceTexts: Sendable {
  private var texts: [String: SourceText] = [:]

  public init() {}

  public init(_ texts: [String: String]) {
    for (file, text) in texts { self[file] = text }
  }

  /// Files that can be shown, sorted.
  public var files: [String] { texts.keys.sorted() }

  public func text(of file: String) -> SourceText? { texts[file] }

  public subscript(file: String) -> String? {
    get { texts[file]?.lines.joined(separator: "\n") }
    set { texts[file] = newValue.map(SourceText.init) }
  }

  public mutating func merge(_ other: SourceTexts) { texts.merge(other.texts) { mine, _ in mine } }
}
