extension Diagnostic {
  /// The error as a reader sees it: place and message, the line with a caret under the place, the hint.
  ///
  ///     spec.yaml:12:19: error: 'rleu' is not one of identity, relu
  ///       12 |   activation: rleu
  ///          |               ^
  ///       hint: did you mean 'relu'?
  public func rendered(source: SourceText?) -> String {
    var text = "\(location): error: \(message)"
    if let source, source.lines.indices.contains(location.line - 1) {
      let excerpt = Excerpt(of: source.lines[location.line - 1], caretAt: location.column)
      let number = location.isArgument ? "" : "\(location.line) "
      let gutter = String(repeating: " ", count: number.count)
      text += "\n  \(number)| \(excerpt.line)\n  \(gutter)| \(excerpt.caret)"
    }
    if let hint { text += "\n  hint: \(hint)" }
    return text
  }

  public func rendered(source: String) -> String { rendered(source: SourceText(source)) }

  /// The same with the line taken from the text that the location names.
  public func rendered(in sources: SourceTexts) -> String {
    rendered(source: sources.text(of: location.file))
  }
}

extension InvalidSpec {
  /// Every error with its line, one blank line between them, in the order of the texts.
  public func rendered(in sources: SourceTexts) -> String {
    inReadingOrder.map { $0.rendered(in: sources) }.joined(separator: "\n\n")
  }

  public func rendered() -> String { rendered(in: sources) }

  /// Sorted by place within each file; files stay in the order in which they first appear.
  private var inReadingOrder: [Diagnostic] {
    var ranks: [String: Int] = [:]
    for diagnostic in diagnostics where ranks[diagnostic.location.file] == nil {
      ranks[diagnostic.location.file] = ranks.count
    }
    func place(_ diagnostic: Diagnostic) -> (Int, Int, Int, String) {
      let location = diagnostic.location
      return (ranks[location.file] ?? 0, location.line, location.column, diagnostic.message)
    }
    return diagnostics.sorted { place($0) < place($1) }
  }
}

/// The part of a line around a column that fits a terminal, and the caret below it.
private struct Excerpt {
  static let widest = 100
  let line: String
  let caret: String

  init(of text: String, caretAt column: Int) {
    let tabStop = 4
    let scalars = Array(text.unicodeScalars)
    var cells: [(text: String, width: Int)] = []
    var position = 0
    for scalar in scalars {
      if scalar == "\t" {
        let width = tabStop - position % tabStop
        cells.append((String(repeating: " ", count: width), width))
      } else if scalar.needsEscape {
        cells.append(("\u{FFFD}", 1))
      } else {
        cells.append((String(scalar), scalar.displayWidth))
      }
      position += cells[cells.count - 1].width
    }
    let target = min(max(column - 1, 0), cells.count)
    var first = 0
    var last = cells.count
    if position > Self.widest {
      // Show a window with the caret about two thirds in, so that what led there can be read.
      var room = Self.widest
      first = target
      while first > 0, room - cells[first - 1].width >= Self.widest / 3 {
        first -= 1
        room -= cells[first].width
      }
      last = target
      while last < cells.count, cells[last].width <= room {
        room -= cells[last].width
        last += 1
      }
      while first > 0, cells[first - 1].width <= room {
        first -= 1
        room -= cells[first].width
      }
    }
    let lead = first > 0 ? "…" : ""
    line = lead + cells[first..<last].map(\.text).joined() + (last < cells.count ? "…" : "")
    let offset = lead.count + cells[first..<target].reduce(0) { $0 + $1.width }
    caret = String(repeating: " ", count: offset) + "^"
  }
}

extension Unicode.Scalar {
  /// Terminal columns: 0 for marks that sit on another character, 2 for East Asian wide characters and emoji.
  fileprivate var displayWidth: Int {
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: break
    }
    switch value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
      0xA000...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE4F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
      0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }
}
