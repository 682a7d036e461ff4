/// An SVG picture as text, to which words are added for readers and machines.
public struct SVGDocument: Sendable, Hashable {
  public private(set) var text: String

  /// nil if the text is not an SVG document.
  public init?(_ text: String) {
    guard SVGDocument.endOfRootTag(text) != nil else { return nil }
    self.text = text
  }

  /// The picture that gnuplot drew, freed of what differs between its versions: a title and a description for
  /// screen readers take the place of gnuplot's own, and fonts name the families to fall back on.
  public init?(gnuplot text: String, title: String, summary: String) {
    var text = text
    text = SVGDocument.removing("title", from: SVGDocument.removing("desc", from: text))
    text = SVGDocument.replacing(
      "font-family=\"Inter:Bold\"", by: "font-family=\"Inter\" font-weight=\"bold\"", in: text)
    text = SVGDocument.replacing(
      "font-family=\"Inter\"", by: "font-family=\"Inter, Helvetica, Arial, sans-serif\"", in: text)
    self.init(text)
    let words =
      "<title>\(escaped(title))</title>\n" + (summary.isEmpty ? "" : "<desc>\(escaped(summary))</desc>\n")
    insert("\n" + words)
  }

  /// The content of the first `metadata` element, as it was before escaping; nil if there is none.
  public var metadata: String? {
    guard let open = SVGDocument.range(of: "<metadata>", in: text[...]),
      let close = SVGDocument.range(of: "</metadata>", in: text[open.upperBound...])
    else { return nil }
    return unescaped(text[open.upperBound..<close.lowerBound])
  }

  /// The document with these words in its `metadata` element, in place of any that were there.
  public func with(metadata: String) -> SVGDocument {
    var document = self
    document.text = SVGDocument.removing("metadata", from: text)
    document.insert("\n<metadata>\(escaped(metadata))</metadata>")
    return document
  }

  /// Inserts markup directly after the root element's opening tag.
  private mutating func insert(_ markup: String) {
    guard let end = SVGDocument.endOfRootTag(text) else { return }
    text.insert(contentsOf: markup, at: end)
  }

  /// The place after the `>` of the opening `svg` tag.
  private static func endOfRootTag(_ text: String) -> String.Index? {
    guard let open = range(of: "<svg", in: text[...]) else { return nil }
    var quote: Character?
    var index = open.upperBound
    while index < text.endIndex {
      let character = text[index]
      if let current = quote {
        if character == current { quote = nil }
      } else if character == "\"" || character == "'" {
        quote = character
      } else if character == ">" {
        return text.index(after: index)
      }
      index = text.index(after: index)
    }
    return nil
  }

  /// The text without the first element of that name, which must have no attributes, and its line break.
  private static func removing(_ element: String, from text: String) -> String {
    guard let open = range(of: "<\(element)>", in: text[...]),
      let close = range(of: "</\(element)>", in: text[open.upperBound...])
    else { return text }
    var end = close.upperBound
    if end < text.endIndex, text[end] == "\n" { end = text.index(after: end) }
    return String(text[..<open.lowerBound] + text[end...])
  }

  private static func replacing(_ old: String, by new: String, in text: String) -> String {
    var result = ""
    var rest = text[...]
    while let found = range(of: old, in: rest) {
      result += rest[..<found.lowerBound] + new
      rest = rest[found.upperBound...]
    }
    return result + rest
  }

  private static func range(of words: String, in text: Substring) -> Range<String.Index>? {
    let wanted = Array(words.utf8)
    guard let first = wanted.first else { return nil }
    var start = text.startIndex
    while let candidate = text.utf8[start...].firstIndex(of: first) {
      let tail = text.utf8[candidate...]
      if tail.starts(with: wanted) {
        return candidate..<text.utf8.index(candidate, offsetBy: wanted.count)
      }
      start = text.utf8.index(after: candidate)
    }
    return nil
  }
}

/// The text as XML character data; characters that XML 1.0 cannot hold become U+FFFD.
private func escaped(_ text: String) -> String {
  var result = ""
  for scalar in text.unicodeScalars {
    switch scalar.value {
    case 0x26: result += "&amp;"
    case 0x3C: result += "&lt;"
    case 0x3E: result += "&gt;"
    case 0x0D: result += "&#13;"
    case 0x09, 0x0A: result.unicodeScalars.append(scalar)
    case ..<0x20, 0xFFFE, 0xFFFF: result += "\u{FFFD}"
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result
}

private func unescaped(_ text: Substring) -> String {
  let names: [(String, String)] = [("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&#13;", "\r")]
  var result = ""
  var rest = text.utf8[...]
  while let next = rest.first {
    if next == 0x26, let (name, character) = names.first(where: { rest.starts(with: $0.0.utf8) }) {
      result += character
      rest = rest.dropFirst(name.utf8.count)
    } else {
      let end = rest.dropFirst().firstIndex(of: 0x26) ?? rest.endIndex
      result += String(Substring(rest[..<end]))
      rest = rest[end...]
    }
  }
  return result
}
