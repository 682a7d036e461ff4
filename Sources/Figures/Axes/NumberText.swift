/// The text at a tick.
enum TickText: Hashable {
  case plain(String)
  case powerOfTen(Int)

  /// The width in units.
  func width(_ style: TextStyle) -> Double {
    switch self {
    case .plain(let text): return style.width(of: text)
    case .powerOfTen(let exponent):
      var small = style
      small.size *= 0.8
      return style.width(of: "10") + small.width(of: signed(exponent))
    }
  }
}

/// A whole number with a typographic minus sign.
func signed(_ value: Int) -> String { value < 0 ? "−\(value.magnitude)" : "\(value)" }

/// A number rounded to a count of decimals, trailing zeros removed, in plain ASCII.
func decimal(_ value: Double, places: Int) -> String {
  var text = fixed(value, places: places)
  if text.contains(".") {
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
  }
  return text == "-0" ? "0" : text
}

/// A number with exactly so many decimals, in plain ASCII.
func fixed(_ value: Double, places: Int) -> String {
  var scale = 1.0
  for _ in 0..<places { scale *= 10 }
  let scaled = (value.magnitude * scale).rounded()
  guard scaled < 9e15 else { return "\(value)" }
  var digits = String(Int(scaled))
  if digits.count <= places { digits = String(repeating: "0", count: places + 1 - digits.count) + digits }
  let whole = digits.dropLast(places)
  let text = places == 0 ? digits : "\(whole).\(digits.suffix(places))"
  return value < 0 && scaled != 0 ? "-" + text : text
}

/// A number as a reader wants to see it beside a mark: `39,890`, `0.95`, `−3.01`, `2.5×10⁻⁴`.
///
/// At most four significant digits, whole numbers complete.
public func readable(_ value: Double) -> String {
  if value.isNaN { return "–" }
  if value.isInfinite { return value < 0 ? "−∞" : "∞" }
  let magnitude = value.magnitude
  if magnitude == magnitude.rounded(), magnitude < 1e7 { return grouped(Int(value)) }
  if magnitude >= 1e6 || magnitude < 1e-3 {
    let exponent = exponentOfTen(magnitude)
    let mantissa = value / power(exponent)
    return decimal(mantissa, places: 2).replacingMinus() + "×10" + superscript(exponent)
  }
  let places = max(0, 3 - exponentOfTen(magnitude))
  let text = decimal(value, places: places)
  return places == 0 ? grouped(Int(value.rounded())) : text.replacingMinus()
}

/// A whole number with commas between groups of three digits.
func grouped(_ value: Int) -> String {
  let digits = String(value.magnitude)
  guard digits.count > 3 else { return signed(value) }
  var text = ""
  for (index, digit) in digits.enumerated() {
    if index > 0, (digits.count - index) % 3 == 0 { text += "," }
    text.append(digit)
  }
  return value < 0 ? "−" + text : text
}

/// The largest e with 10^e ≤ magnitude.
func exponentOfTen(_ magnitude: Double) -> Int {
  guard magnitude > 0, magnitude.isFinite else { return 0 }
  var exponent = 0
  while exponent < 308, magnitude >= power(exponent + 1) { exponent += 1 }
  while exponent > -308, magnitude < power(exponent) { exponent -= 1 }
  return exponent
}

/// 10^exponent, correctly rounded.
func power(_ exponent: Int) -> Double { Double("1e\(exponent)") ?? 0 }

private func superscript(_ exponent: Int) -> String {
  let digits: [Character] = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"]
  let text = String(exponent.magnitude).compactMap(\.wholeNumberValue).map { digits[$0] }
  return (exponent < 0 ? "⁻" : "") + String(text)
}

extension String {
  /// The text with its leading hyphen turned into a minus sign.
  fileprivate func replacingMinus() -> String { hasPrefix("-") ? "−" + dropFirst() : self }
}
