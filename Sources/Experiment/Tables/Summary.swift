public import Spec

/// How several seeds become one number.
public enum Summary: String, NamedChoice {
  case median, mean

  /// The summary of outcomes, missing ones left out; missing if there are none.
  ///
  /// `never` sorts above every number. A summary that such an outcome enters is itself censored, at the least value
  /// that it can have: each censored outcome is at least the place where its search ended, and both summaries grow
  /// with every outcome, so the summary of these ends is a bound.
  public func callAsFunction(_ outcomes: [Outcome]) -> Outcome {
    let sorted = outcomes.filter { !$0.isMissing }.sorted()
    guard !sorted.isEmpty else { return .missing }
    let entering: ArraySlice<Outcome> =
      switch self {
      case .mean: sorted[...]
      case .median: sorted[((sorted.count - 1) / 2)...(sorted.count / 2)]
      }
    if entering.contains(where: \.isCensored) {
      let ends = sorted.compactMap(\.leastPossible).sorted()
      let bound = center(of: ends)
      return .never(after: bound.isFinite ? bound : nil)
    }
    // The median of mostly measured outcomes: what never happened stands above every number.
    return .number(center(of: sorted.map { $0.number ?? .infinity }))
  }

  private func center(of sorted: [Double]) -> Double {
    switch self {
    case .mean: sorted.reduce(0, +) / Double(sorted.count)
    case .median:
      if sorted.count % 2 == 1 {
        sorted[sorted.count / 2]
      } else {
        (sorted[sorted.count / 2 - 1] + sorted[sorted.count / 2]) / 2
      }
    }
  }
}

/// How far several seeds lie apart.
public enum Spread: String, NamedChoice {
  /// The least and the greatest.
  case range
  /// The sample standard deviation, below and above the mean.
  case std
  /// The first and the third quartile, interpolated linearly between order statistics.
  case iqr

  /// The spread of outcomes, missing ones left out.
  public struct Interval: Sendable, Hashable {
    public let low: Outcome
    public let high: Outcome
    /// The standard deviation, for `std` only.
    public let deviation: Double?
  }

  /// nil if there are no outcomes, or if a deviation is asked of fewer than two or of censored ones.
  public func callAsFunction(_ outcomes: [Outcome]) -> Interval? {
    let sorted = outcomes.filter { !$0.isMissing }.sorted()
    guard let first = sorted.first, let last = sorted.last else { return nil }
    switch self {
    case .range: return Interval(low: first, high: last, deviation: nil)
    case .iqr:
      return Interval(
        low: Spread.quantile(sorted, 0.25), high: Spread.quantile(sorted, 0.75), deviation: nil)
    case .std:
      let numbers = sorted.compactMap(\.number)
      guard numbers.count == sorted.count, numbers.count > 1 else { return nil }
      let mean = numbers.reduce(0, +) / Double(numbers.count)
      let squares = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      let deviation = (squares / Double(numbers.count - 1)).squareRoot()
      return Interval(low: .number(mean - deviation), high: .number(mean + deviation), deviation: deviation)
    }
  }

  private static func quantile(_ sorted: [Outcome], _ fraction: Double) -> Outcome {
    let place = fraction * Double(sorted.count - 1)
    let below = Int(place)
    let above = min(below + 1, sorted.count - 1)
    let share = place - Double(below)
    if share == 0 { return sorted[below] }
    guard let low = sorted[below].leastPossible, let high = sorted[above].leastPossible else {
      return .missing
    }
    let value = low + share * (high - low)
    if sorted[below].isCensored || sorted[above].isCensored {
      return .never(after: value.isFinite ? value : nil)
    }
    return .number(value)
  }
}
