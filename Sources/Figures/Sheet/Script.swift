/// A gnuplot script in the making: one self-contained text, data included.
///
/// All positions are computed here and given in screen coordinates, so that gnuplot's own layout, which guesses at
/// text widths, has no say. Text from a user is always written with `noenhanced` in single quotes, where gnuplot
/// knows neither markup nor command substitution.
public struct Script {
  let width: Double
  let height: Double
  private(set) var text: String
  private var tables = 0
  private var hasPendingDecoration = false

  enum Alignment: String {
    case left, center, right
  }

  init(width: Double, height: Double) {
    self.width = width
    self.height = height
    text = """
      set encoding utf8
      set terminal svg size \(short(width)),\(short(height)) fixed enhanced font 'Inter,12' rounded background rgb 'white'
      set multiplot
      set key off
      set datafile separator whitespace

      """
  }

  mutating func line(_ command: String) {
    text += command
    text += "\n"
  }

  /// Stores rows of numbers under a name that plot commands can use.
  mutating func table(_ rows: some Sequence<[Double]>) -> String {
    tables += 1
    let name = "$T\(tables)"
    line("\(name) << EOD")
    for row in rows { line(row.map { $0.isFinite ? "\($0)" : "NaN" }.joined(separator: " ")) }
    line("EOD")
    return name
  }

  /// Writes a text that is shown exactly as it is. `at` is the middle of its height.
  mutating func write(
    _ words: String, at place: Position, _ alignment: Alignment, _ style: TextStyle, turned: Bool = false
  ) {
    label(quoted(words), at: place, alignment, style, turned: turned, markup: "noenhanced")
  }

  /// Writes a number that may be a power of ten.
  mutating func write(_ number: TickText, at place: Position, _ alignment: Alignment, _ style: TextStyle) {
    switch number {
    case .plain(let words): write(words, at: place, alignment, style)
    case .powerOfTen(let exponent):
      label("'10^{\(signed(exponent))}'", at: place, alignment, style, turned: false, markup: "enhanced")
    }
  }

  private mutating func label(
    _ literal: String, at place: Position, _ alignment: Alignment, _ style: TextStyle, turned: Bool,
    markup: String
  ) {
    let font = "Inter\(style.bold ? ":Bold" : ""),\(short(style.size))"
    line(
      "set label \(literal) at \(screen(place)) \(alignment.rawValue)\(turned ? " rotate by 90" : "") front "
        + "font '\(font)' textcolor rgb '\(style.color.hex)' \(markup)")
    hasPendingDecoration = true
  }

  /// Draws a straight line behind or in front of the data.
  mutating func stroke(_ from: Position, _ to: Position, _ stroke: Stroke, front: Bool = false) {
    line(
      "set arrow from \(screen(from)) to \(screen(to)) nohead \(front ? "front" : "back") \(stroke.gnuplot)")
    hasPendingDecoration = true
  }

  /// Fills a box behind or in front of the data.
  mutating func fill(_ box: Box, _ color: Color, front: Bool = false) {
    line(
      "set object rectangle from \(screen(Position(x: box.left, y: box.bottom))) to "
        + "\(screen(Position(x: box.right, y: box.top))) \(front ? "front" : "behind") fc rgb '\(color.hex)' "
        + "fs solid noborder")
    hasPendingDecoration = true
  }

  /// Draws what was prepared since the last call: labels and lines, then the layers within the axes.
  mutating func plot(_ layers: [String]) {
    line("plot " + layers.joined(separator: ", \\\n  "))
    line("unset label; unset arrow; unset object")
    hasPendingDecoration = false
  }

  /// The finished text.
  mutating func finish() -> String {
    if hasPendingDecoration {
      line("unset border; unset tics; unset grid; set xrange [0:1]; set yrange [0:1]")
      plot(["NaN notitle"])
    }
    line("unset multiplot")
    return text
  }

  func screen(_ place: Position) -> String {
    "screen \(fraction(place.x / width)),\(fraction(place.y / height))"
  }

  /// The margins that put the axes exactly around a box.
  mutating func setMargins(_ box: Box) {
    line(
      "set lmargin at screen \(fraction(box.left / width)); set rmargin at screen \(fraction(box.right / width)); "
        + "set bmargin at screen \(fraction(box.bottom / height)); "
        + "set tmargin at screen \(fraction(box.top / height))")
  }
}

/// The colour, width and dashes of a line.
struct Stroke: Hashable {
  var color: Color
  var width: Double
  /// Lengths of dash and gap in units; empty for a solid line.
  var dashes: [Double] = []

  var gnuplot: String {
    // gnuplot multiplies dash lengths by the line width. Its SVG terminal overlooks a change of dashes alone, so that
    // a dashed line is a hair wider than a solid one.
    let pattern = dashes.map { short($0 / max(width, 0.1)) }.joined(separator: ",")
    let drawn = dashes.isEmpty ? width : width + 0.01
    return "lw \(short(drawn)) lc rgb '\(color.hex)' dt \(dashes.isEmpty ? "solid" : "(\(pattern))")"
  }

  static let threshold = Stroke(color: Color(0x8A8A8A), width: 0.9, dashes: [4, 3])
}

/// A text as a single-quoted gnuplot string: nothing in it is a command, markup or line break.
func quoted(_ text: String) -> String {
  var literal = "'"
  for scalar in text.unicodeScalars {
    switch scalar.value {
    case 0x27: literal += "''"
    case ..<32, 0x7F...0x9F, 0x2028, 0x2029, 0xFFFE, 0xFFFF: literal += " "
    default: literal.unicodeScalars.append(scalar)
    }
  }
  return literal + "'"
}

/// A number with at most two decimals: enough for lengths in units.
func short(_ value: Double) -> String { decimal(value, places: 2) }

private func fraction(_ value: Double) -> String { decimal(value, places: 5) }
