/// Colours on terminals that have them, nothing elsewhere.
struct Style: Sendable, Hashable {
  enum Color: String, Sendable {
    case bold = "1"
    case dim = "2"
    case red = "31"
    case green = "32"
    case yellow = "33"
    case cyan = "36"
  }

  static let plain = Style(isColored: false)

  let isColored: Bool

  func callAsFunction(_ text: String, _ color: Color?) -> String {
    guard isColored, let color, !text.isEmpty else { return text }
    return "\u{1B}[\(color.rawValue)m\(text)\u{1B}[0m"
  }
}
