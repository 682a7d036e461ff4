internal import Learning
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
  /// The identity of what it trains and measures, which no name is part of.
  let key: Digest
  let design: TrainingDesign

  /// The last step, unless a stop rule ends it before.
  var until: Int { design.plan.end }
  /// The outputs that hold metrics: CSV with the column `step`.
  var tables: [String] { design.tables }
  /// The columns of these, without `step`.
  var metrics: [String] { design.plan.evaluations.flatMap(\.metrics) }
  var stepsPerEpoch: Int? { design.plan.stepsPerEpoch }
  /// How many numbers a snapshot has; nil if none are recorded.
  var snapshotSize: Int? { design.snapshotSize }
  /// What is watched of every update; nil if nothing is.
  var gradientSample: GradientSample? { design.gradientSample }
  /// Whether the state at the end is recorded besides those of the cadence.
  var recordsEnd: Bool { design.plan.snapshots?.every.includesEnd ?? false }

  /// What a snapshot holds, in its order.
  var snapshotTensors: [Parameter] {
    (try? design.plan.snapshots?.parameters.parameters(in: design.layout)) ?? []
  }

  /// Where a tensor lies in a snapshot; nil if snapshots have it not.
  func snapshotPart(_ name: String) -> SnapshotPart? {
    var start = 0
    for parameter in snapshotTensors {
      if parameter.name == name {
        return SnapshotPart(range: start..<(start + parameter.count), shape: parameter.shape)
      }
      start += parameter.count
    }
    return nil
  }

  /// Whether the cadence has a snapshot at this step.
  func isRecorded(_ step: Int) -> Bool {
    design.plan.snapshots?.every.contains(step, stepsPerEpoch: stepsPerEpoch) ?? false
  }
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
      guard let number = coordinates[axis]?.number else { return coordinates[axis]?.description ?? "" }
      // The bits of two positive numbers are in the numbers' order, those of negative ones in the opposite.
      let bits = number < 0 ? ~number.bitPattern : number.bitPattern | 1 << 63
      let digits = String(bits, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined(separator: "/")
  }
}
