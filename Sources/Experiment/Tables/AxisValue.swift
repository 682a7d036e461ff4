public import Spec

/// A cell of an axis: the name of a run, the value of a swept setting, a seed, a step.
///
/// `absent` says that the point has no such axis, as a baseline has none of a filter's gain.
public enum AxisValue: Sendable, Hashable {
  case absent
  /// Always finite, and never -0.
  case number(Double)
  case text(String)

  /// The number in its one form: -0 is 0.
  public static func number(_ value: some BinaryInteger) -> AxisValue { .number(Double(value)) }

  /// The value of a swept setting: numbers stay numbers, words stay words, anything else is its spelling.
  public init(_ setting: JSON) {
    if let number = setting.number, number.isFinite {
      self = .number(number == 0 ? 0 : number)
    } else {
      self = .text(setting.string ?? setting.description)
    }
  }

  /// The number of a numeric cell.
  public var number: Double? { if case .number(let value) = self { value } else { nil } }
}

extension AxisValue: Comparable {
  /// Absent, then numbers by size, then texts by their scalars.
  public static func < (a: AxisValue, b: AxisValue) -> Bool {
    switch (a, b) {
    case (.absent, .absent): false
    case (.absent, _): true
    case (_, .absent): false
    case (.number(let x), .number(let y)): x < y
    case (.number, .text): true
    case (.text, .number): false
    case (.text(let x), .text(let y)): x.unicodeScalars.lexicographicallyPrecedes(y.unicodeScalars)
    }
  }
}

extension AxisValue: CustomStringConvertible {
  /// As a point's name spells it: `5`, `0.001`, `baseline`; empty if absent.
  public var description: String {
    switch self {
    case .absent: ""
    case .number(let value): shortestText(value)
    case .text(let text): text
    }
  }
}

extension AxisValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral {
  public init(stringLiteral value: String) { self = .text(value) }
  public init(integerLiteral value: Int) { self = .number(Double(value)) }
  public init(floatLiteral value: Double) { self = .number(value) }
}

/// The shortest text that reads back as the same number: `5`, `0.001`, `1e-05`, `nan`, `inf`.
func shortestText(_ value: Double) -> String {
  if let whole = Int(exactly: value), abs(whole) < 1_000_000_000_000_000 { return String(whole) }
  let text = value.description
  return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}
