internal import Glibc
import Spec

/// The values of one path of a sweep: a list, `{linspace: [first, last, count]}` or `{logspace: [first, last, count]}`.
enum AxisValues {
  static let most = 1_000_000

  /// nil after reporting what is there instead.
  static func read(_ node: Node, _ diagnostics: Diagnostics) -> [Node]? {
    if let items = node.items {
      if items.isEmpty { diagnostics.report("an empty list leaves nothing to run", at: node.location) }
      return items.isEmpty ? nil : items
    }
    guard let entry = node.entries?.first, node.isRange else {
      diagnostics.report(
        "\(node.kindOfValue) is not a list of values", at: node.location,
        hint: "write [1, 2, 5], {linspace: [first, last, count]} or {logspace: [first, last, count]}")
      return nil
    }
    return range(entry, diagnostics)
  }

  private static func range(_ entry: Node.Entry, _ diagnostics: Diagnostics) -> [Node]? {
    let isLogarithmic = entry.key == "logspace"
    guard let parts = entry.value.items, parts.count == 3 else {
      diagnostics.report(
        "\(entry.key) takes three numbers: the first value, the last value and how many",
        at: entry.value.location,
        hint: isLogarithmic ? "the ends are values, not exponents: [0.1, 10, 11]" : nil)
      return nil
    }
    guard let first = Double.decode(parts[0], diagnostics), let last = Double.decode(parts[1], diagnostics),
      let count = Int.decode(parts[2], diagnostics)
    else { return nil }
    guard count >= 2, count <= most else {
      diagnostics.report(
        "\(count) values are out of range: expected from 2 to \(most)", at: parts[2].location)
      return nil
    }
    for (value, part) in zip([first, last], parts) where isLogarithmic && value <= 0 {
      diagnostics.report(
        "'\(part.text ?? "")' is out of range: expected above 0", at: part.location,
        hint: "the ends of logspace are values, not exponents: [0.1, 10, 11]")
      return nil
    }
    return (0..<count).map { index in
      let share = Double(index) / Double(count - 1)
      let value: Double
      switch index {
      case 0: value = first
      case count - 1: value = last
      default:
        value = rounded(isLogarithmic ? first * pow(last / first, share) : first + (last - first) * share)
      }
      return Node(.scalar(text(value), plain: true), at: entry.value.location)
    }
  }

  /// To twelve digits: 1.35 stays 1.35, and the last bits of a machine's `pow` reach no key.
  private static func rounded(_ value: Double) -> Double {
    if value == 0 { return 0 }
    let exponent = Int(log10(abs(value)).rounded(.down)) - 11
    let digits = (value * pow(10, Double(-exponent))).rounded()
    return Int(exactly: digits).flatMap { Double("\($0)e\(exponent)") } ?? value
  }

  /// The shortest exact spelling, whole numbers without a fraction.
  static func text(_ value: Double) -> String {
    if let whole = Int(exactly: value), abs(value) < 1e15 { return String(whole) }
    return String(value)
  }
}
