internal import Pipeline
internal import Spec

/// What the stages after training need to know of one trained point.
struct TrainedPoint: Sendable {
  /// `run/axis=value/…/seed=N`.
  let label: String
  let coordinates: Coordinates
  /// The stage that trains it.
  let stage: String
  /// The identity of how it begins and of the rules that it trains by, wherever it ends.
  let beginning: Digest
  /// The last step, unless a stop rule ends it before.
  let until: Int
  /// The identity of what it trains and measures, which no name is part of.
  let key: Digest
  /// The outputs that hold metrics: CSV with the column `step`.
  let tables: [String]
  /// The columns of these, without `step`.
  let metrics: [String]
  let stepsPerEpoch: Int?
  /// How many numbers a snapshot has; nil if none are recorded.
  let snapshotSize: Int?
  /// Whether the state at the end is recorded besides those of the cadence.
  let recordsEnd: Bool
  /// Whether the cadence has a snapshot at this step.
  let isRecorded: @Sendable (Int) -> Bool
}

extension Point {
  /// Where the point lies: run, axes, seed.
  var coordinates: Coordinates {
    Coordinates(
      [("run", .text(run))] + axes.map { ($0.name, $0.value.number.map(AxisValue.number) ?? .text($0.text)) }
        + [("seed", .number(seed))])
  }
}

extension TrainedPoint {
  /// Orders the points of one run by where they lie.
  var rank: String {
    coordinates.axes.filter { $0 != "run" }.map { axis in
      // Numbers in their own order: padded, so that 5 comes before 10.
      guard let number = coordinates[axis]?.number, number >= 0 else {
        return coordinates[axis]?.description ?? ""
      }
      let whole = String(Int(min(number, 1e15)))
      return String(repeating: "0", count: 16 - whole.count) + shortestText(number)
    }.joined(separator: "/")
  }
}
