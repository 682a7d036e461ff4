/// The steps after `from`, up to and including `to`: (from, to].
///
/// The row of step 0 belongs to every range that starts at 0.
public struct StepRange: Sendable, Hashable {
  public var from: Int
  public var to: Int

  /// `from` may equal `to`: a range of no steps, at which only an end state is looked at.
  public init(_ from: Int, _ to: Int) {
    precondition(from >= 0 && from <= to, "steps \(from)…\(to) run backwards")
    self.from = from
    self.to = to
  }

  public var count: Int { to - from }
  public var isEmpty: Bool { to == from }

  /// Whether a row of this step belongs here.
  public func contains(_ step: Int) -> Bool { (step > from && step <= to) || (step == 0 && from == 0) }
}

extension StepRange: CustomStringConvertible {
  public var description: String { "\(from)…\(to)" }
}

/// A set of steps: ranges in ascending order that neither touch nor overlap.
struct StepRanges: Sendable, Equatable {
  private(set) var all: [StepRange] = []

  init(_ ranges: some Sequence<StepRange> = []) {
    for range in ranges.sorted(by: { ($0.from, $0.to) < ($1.from, $1.to) }) where !range.isEmpty {
      if let last = all.last, range.from <= last.to {
        all[all.count - 1].to = max(last.to, range.to)
      } else {
        all.append(range)
      }
    }
  }

  var isEmpty: Bool { all.isEmpty }

  mutating func insert(_ range: StepRange) { self = StepRanges(all + [range]) }

  mutating func formUnion(_ other: StepRanges) { self = StepRanges(all + other.all) }

  /// What `range` has and this set has not.
  func missing(from range: StepRange) -> StepRanges {
    var gaps: [StepRange] = []
    var reached = range.from
    for piece in all where piece.to > reached && piece.from < range.to {
      if piece.from > reached { gaps.append(StepRange(reached, piece.from)) }
      reached = max(reached, min(piece.to, range.to))
    }
    if reached < range.to { gaps.append(StepRange(reached, range.to)) }
    return StepRanges(gaps)
  }

  func intersects(_ range: StepRange) -> Bool {
    all.contains { $0.from < range.to && range.from < $0.to }
  }

  func covers(_ range: StepRange) -> Bool { missing(from: range).isEmpty }
}
