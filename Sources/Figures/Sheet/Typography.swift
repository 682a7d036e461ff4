/// The size, colour and weight of a piece of text.
struct TextStyle: Hashable {
  var size: Double
  var color: Color
  var bold = false

  /// Axis labels and legends.
  static let body = TextStyle(size: 12, color: .ink)
  /// Numbers at ticks.
  static let tick = TextStyle(size: 11, color: .ink)
  /// Numbers at threshold lines.
  static let note = TextStyle(size: 11, color: .muted)
  /// Panel letters and the headings of facets.
  static let heading = TextStyle(size: 12, color: .ink, bold: true)

  func colored(_ color: Color) -> TextStyle {
    var style = self
    style.color = color
    return style
  }

  /// The width of a text in units, from the advance widths of Inter; wide enough for its fallbacks.
  func width(of text: String) -> Double {
    let thousandths = text.unicodeScalars.reduce(0) { $0 + TextStyle.advance(of: $1) }
    return Double(thousandths) / 1000 * size * (bold ? 1.06 : 1)
  }

  /// The text, cut with an ellipsis where it would be wider than `limit`.
  func fitted(_ text: String, to limit: Double) -> String {
    if width(of: text) <= limit { return text }
    var kept = text
    while !kept.isEmpty, width(of: kept + "…") > limit { kept.removeLast() }
    return kept + "…"
  }

  private static func advance(of scalar: Unicode.Scalar) -> Int {
    let index = Int(scalar.value) - 32
    if advances.indices.contains(index) { return advances[index] }
    switch scalar.value {
    case ..<32: return 0
    case 0x0300...0x036F: return 0  // combining marks
    case 0x2212, 0xD7: return 659  // minus, times
    case 0x1100...: return scalar.value < 0x2E80 ? 650 : 1000  // symbols; wide scripts
    default: return 650
    }
  }

  /// Advance widths of Inter Regular for the characters 32…126, in thousandths of the size.
  private static let advances = [
    281, 278, 403, 631, 638, 812, 639, 222, 362, 362, 500, 659, 280, 460, 276, 357, 625, 464, 605, 636, 642,
    608,
    624, 571, 616, 624, 276, 280, 659, 659, 659, 507, 936, 676, 651, 727, 719, 598, 587, 743, 740, 264, 543,
    652,
    562, 889, 753, 761, 635, 761, 639, 638, 642, 741, 676, 949, 642, 665, 625, 362, 357, 362, 469, 452, 497,
    564,
    621, 558, 621, 582, 361, 609, 591, 237, 237, 544, 237, 869, 585, 597, 609, 609, 372, 523, 364, 581, 557,
    812,
    540, 557, 541, 362, 327, 362, 659,
  ]
}
