/// A cell of a value column: what was measured, that it never happened, or nothing.
public enum Outcome: Sendable, Hashable {
  /// May be infinite or not a number: a run can diverge.
  case number(Double)
  /// A crossing that did not occur. `after` is the last place looked at, where it is known: "> 60,000".
  case never(after: Double?)
  case missing

  /// The number of a measured cell; nil if it never happened or was not measured.
  public var number: Double? { if case .number(let value) = self { value } else { nil } }

  public var isMissing: Bool { self == .missing }

  public var isCensored: Bool { if case .never = self { true } else { false } }

  /// The least that the true value can be: a number itself, the end of the search of a censored one.
  var leastPossible: Double? {
    switch self {
    case .number(let value): value
    case .never(let after): after ?? -.infinity
    case .missing: nil
    }
  }
}

extension Outcome: Comparable {
  /// Missing, then numbers by size, then not a number, then never: `never` sorts above every number.
  public static func < (a: Outcome, b: Outcome) -> Bool {
    switch (a, b) {
    case (.number(let x), .number(let y)): x < y || (y.isNaN && !x.isNaN)
    case (.never(let x), .never(let y)): (x ?? .infinity) < (y ?? .infinity)
    default: a.rank < b.rank
    }
  }

  private var rank: Int {
    switch self {
    case .missing: 0
    case .number: 1
    case .never: 2
    }
  }
}

extension Outcome: CustomStringConvertible {
  /// As CSV spells it: `790`, `never`, `never>60000`, empty if missing.
  public var description: String {
    switch self {
    case .number(let value): shortestText(value)
    case .never(after: nil): "never"
    case .never(let after?): "never>" + shortestText(after)
    case .missing: ""
    }
  }
}

extension Outcome: ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral {
  public init(integerLiteral value: Int) { self = .number(Double(value)) }
  public init(floatLiteral value: Double) { self = .number(value) }
}
