internal import Glibc

/// The steps at which something happens: one piece or a list of pieces, of which the union counts.
///
/// Pieces: `D`, `D from F`, `D until U`, `D from F until U` (F, F + D, … up to and with U; F is 0 if not said),
/// `at D`, `log N from F until U` (N steps at equal ratios, rounded), `start` (step 0) and `end` (the last state).
public struct Cadence: Sendable, Hashable {
  public enum Piece: Sendable, Hashable {
    case every(Duration, from: Duration, until: Duration?)
    case at(Duration)
    case logarithmic(Int, from: Duration, until: Duration)
    case end
  }

  /// Sorted by their spelling and without repetitions, so that equal cadences compare equal.
  public let pieces: [Piece]

  public init(_ pieces: [Piece]) {
    var unique: [String: Piece] = [:]
    for piece in pieces.map(\.normalized) { unique[piece.description] = piece }
    self.pieces = unique.keys.sorted().compactMap { unique[$0] }
  }

  /// Whether the final state belongs to it, wherever the run ends.
  public var includesEnd: Bool { pieces.contains(.end) }

  /// Whether it needs the length of an epoch: an error where there is none.
  public var countsEpochs: Bool { pieces.contains(where: \.countsEpochs) }

  /// Every step up to and with `end`, ascending, each once; `end` itself belongs to it if the cadence says so.
  ///
  /// `stepsPerEpoch` may be nil only if no piece counts epochs.
  public func steps(through end: Int, stepsPerEpoch: Int?) -> [Int] {
    var steps: Set<Int> = includesEnd && end >= 0 ? [end] : []
    for piece in pieces {
      var step = -1
      while let next = piece.next(after: step, stepsPerEpoch), next <= end {
        steps.insert(next)
        step = next
      }
    }
    return steps.sorted()
  }

  /// The first step after `step`, or nil if none follows. `end` is no part of it: nobody knows it before the end.
  ///
  /// Pass -1 for the first step of all. `stepsPerEpoch` may be nil only if no piece counts epochs.
  public func next(after step: Int, stepsPerEpoch: Int?) -> Int? {
    // Asked after every step that is recorded: without an array.
    pieces.reduce(nil) { first, piece in
      guard let next = piece.next(after: step, stepsPerEpoch) else { return first }
      return min(first ?? next, next)
    }
  }

  /// Whether `step` belongs to it, `end` aside.
  public func contains(_ step: Int, stepsPerEpoch: Int?) -> Bool {
    next(after: step - 1, stepsPerEpoch: stepsPerEpoch) == step
  }
}

extension Cadence.Piece {
  /// The words of the grammar that may follow a number.
  static let words = ["from", "until"]

  /// With 0 epochs counted as 0 steps, which they are.
  fileprivate var normalized: Cadence.Piece {
    switch self {
    case .at(let moment) where moment.count == 0: .at(.steps(0))
    case .every(let interval, let first, let last) where first.count == 0:
      .every(interval, from: .steps(0), until: last)
    default: self
    }
  }

  var countsEpochs: Bool {
    switch self {
    case .every(let interval, let first, let last):
      interval.countsEpochs || first.countsEpochs || (last?.countsEpochs ?? false)
    case .at(let moment): moment.countsEpochs
    case .logarithmic(_, let first, let last): first.countsEpochs || last.countsEpochs
    case .end: false
    }
  }

  /// The first step of this piece after `step`.
  func next(after step: Int, _ stepsPerEpoch: Int?) -> Int? {
    precondition(!countsEpochs || stepsPerEpoch != nil, "'\(self)' counts epochs, and there are none")
    /// A duration that overflows lies after every step.
    func resolve(_ duration: Duration) -> Int { duration.steps(perEpoch: stepsPerEpoch) ?? .max }
    switch self {
    case .end: return nil
    case .at(let moment):
      let moment = resolve(moment)
      return moment > step ? moment : nil
    case .every(let interval, let first, let last):
      let (interval, first) = (max(1, resolve(interval)), resolve(first))
      let last = last.map(resolve) ?? .max
      if step < first { return first <= last ? first : nil }
      let (offset, overflow) = ((step - first) / interval + 1).multipliedReportingOverflow(by: interval)
      let (next, overflow2) = first.addingReportingOverflow(offset)
      return overflow || overflow2 || next > last ? nil : next
    case .logarithmic(let count, let first, let last):
      let (first, last) = (resolve(first), resolve(last))
      // Rounding keeps the order, so the first term above `step` can be found by halving.
      var (low, high) = (0, count)
      while low < high {
        let middle = (low + high) / 2
        if logarithmicTerm(middle, of: count, from: first, until: last) > step {
          high = middle
        } else {
          low = middle + 1
        }
      }
      return low < count ? logarithmicTerm(low, of: count, from: first, until: last) : nil
    }
  }
}

extension Cadence.Piece: CustomStringConvertible {
  /// The canonical spelling.
  public var description: String {
    switch self {
    case .every(let interval, let first, let last):
      "\(interval)" + (first.count == 0 ? "" : " from \(first)") + (last.map { " until \($0)" } ?? "")
    case .at(let moment): moment.count == 0 ? "start" : "at \(moment)"
    case .logarithmic(let count, let first, let last): "log \(count) from \(first) until \(last)"
    case .end: "end"
    }
  }
}

/// Term `index` of `count` steps at equal ratios; the two ends are exact.
private func logarithmicTerm(_ index: Int, of count: Int, from first: Int, until last: Int) -> Int {
  if index <= 0 { return first }
  if index >= count - 1 { return last }
  let ratio = log(Double(last) / Double(first))
  let term = Double(first) * exp(ratio * Double(index) / Double(count - 1))
  return min(last, max(first, Int(exactly: term.rounded()) ?? last))
}
