/// A quotient of two outcomes, as far as it is known when one of them never happened.
enum Ratio: Sendable, Hashable {
  case exactly(Double)
  /// The dividend is censored.
  case above(Double)
  /// The divisor is censored.
  case below(Double)
  case unknown

  /// Both positive where one is censored; otherwise nothing can be said.
  init(_ dividend: Outcome, to divisor: Outcome) {
    switch (dividend, divisor) {
    case (.number(let a), .number(let b)): self = b == 0 || !(a / b).isFinite ? .unknown : .exactly(a / b)
    case (.never(let a?), .number(let b)): self = b > 0 && a > 0 ? .above(a / b) : .unknown
    case (.number(let a), .never(let b?)): self = a > 0 && b > 0 ? .below(a / b) : .unknown
    default: self = .unknown
    }
  }

  /// For people: `1.04`, `0.0198 (1/50.5)`, `> 1.5`, `—`. Below one half, the inverse says how many times less.
  var readable: String {
    switch self {
    case .exactly(let value): Ratio.spelled(value) + Ratio.inverse(value) { "1/" + $0 }
    case .above(let value): "> " + Ratio.spelled(value)
    case .below(let value): "< " + Ratio.spelled(value) + Ratio.inverse(value) { "less than 1/" + $0 }
    case .unknown: "—"
    }
  }

  /// As a cell of a table; a mere upper bound has no spelling there and is missing.
  var outcome: Outcome {
    switch self {
    case .exactly(let value): .number(value)
    case .above(let value): .never(after: value)
    case .below, .unknown: .missing
    }
  }

  private static func spelled(_ value: Double) -> String {
    Experiment.readable(value, significant: 3, keepingZeros: abs(value) < 100)
  }

  private static func inverse(_ value: Double, _ phrase: (String) -> String) -> String {
    value > 0 && value < 0.5 ? " (" + phrase(spelled(1 / value)) + ")" : ""
  }
}
