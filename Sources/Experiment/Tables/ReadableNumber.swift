internal import Glibc

/// A number for people: `39,890`, `563.7`, `0.00659`, `9.8e-5`.
///
/// Whole digits are all kept; fractions are rounded to `significant` digits, of which `keepingZeros` keeps
/// trailing zeros, so that `1.00` says how exact it is.
func readable(_ value: Double, significant: Int = 4, keepingZeros: Bool = false) -> String {
  guard value.isFinite else { return value.isNaN ? "not a number" : value < 0 ? "-infinite" : "infinite" }
  let isWide = abs(value.rounded()) >= (0..<significant).reduce(1) { power, _ in power * 10 }
  if isWide || (value == value.rounded() && !keepingZeros), abs(value) < 1e15 {
    return grouped(String(Int(value.rounded())))
  }
  let (negative, digits, exponent) = rounded(value, significant)
  let sign = negative ? "-" : ""
  if exponent < -4 || exponent > 14 {
    let fraction = trimmed(String(digits.dropFirst()), unless: keepingZeros)
    return sign + digits.prefix(1) + (fraction.isEmpty ? "" : "." + fraction) + "e\(exponent)"
  }
  if exponent < 0 {
    let fraction = String(repeating: "0", count: -exponent - 1) + digits
    return sign + "0." + trimmed(fraction, unless: keepingZeros)
  }
  let whole =
    digits.prefix(exponent + 1) + String(repeating: "0", count: max(0, exponent + 1 - digits.count))
  let fraction = trimmed(String(digits.dropFirst(exponent + 1)), unless: keepingZeros)
  return sign + grouped(String(whole)) + (fraction.isEmpty ? "" : "." + fraction)
}

/// Correctly rounded decimal digits of |value| and the power of ten of the first.
private func rounded(_ value: Double, _ significant: Int) -> (negative: Bool, digits: String, exponent: Int) {
  var buffer = [CChar](repeating: 0, count: 64)
  let capacity = buffer.count
  let length = withVaList([Int32(significant - 1), abs(value)]) { vsnprintf(&buffer, capacity, "%.*e", $0) }
  let text = String(decoding: buffer.prefix(Int(length)).map(UInt8.init), as: UTF8.self)
  let parts = text.split(separator: "e")
  return (value < 0, parts[0].filter { $0 != "." }, Int(parts[1]) ?? 0)
}

/// `39890` as `39,890`.
private func grouped(_ whole: String) -> String {
  let digits = Array(whole.drop { $0 == "-" })
  var text = whole.hasPrefix("-") ? "-" : ""
  for (index, digit) in digits.enumerated() {
    if index > 0, (digits.count - index) % 3 == 0 { text += "," }
    text.append(digit)
  }
  return text
}

private func trimmed(_ fraction: String, unless keep: Bool) -> String {
  if keep { return fraction }
  return String(fraction.reversed().drop { $0 == "0" }.reversed())
}

extension Outcome {
  /// For people: `790`, `> 60,000`, `never`, `—`.
  func readable(unit: Double = 1) -> String {
    switch self {
    case .number(let value): Experiment.readable(value / unit)
    case .never(after: nil): "never"
    case .never(let after?): "> " + Experiment.readable(after / unit)
    case .missing: "—"
    }
  }
}
