internal import Learning
internal import Pipeline
internal import Spec

extension TrainingRun {
  /// What the stages after it need to know.
  func trained(_ point: Point) -> TrainedPoint {
    let beginning = trajectory.key(at: design.plan.end)
    return TrainedPoint(
      label: recipe.label, coordinates: point.coordinates, stage: "train/" + recipe.label,
      beginning: beginning,
      key: Digest.of("point", parts: [.digest(beginning)] + design.observed), design: design)
  }

  /// The stage that trains this point.
  func stage(_ name: String, _ trainers: SegmentTrainers) -> Stage {
    let demand = Demand(
      trajectory: trajectory, until: design.plan.end, observers: design.rowObservers.map(\.observer),
      finals: design.finalObservers, stop: design.stop,
      train: { segment, context in try trainers.train(self, segment, context) })
    return Stage(
      name: name, kind: "train", parameters: TrainingRun.parameters, leaves: design.leaves,
      inputs: design.inputs, cores: TrainingRun.mostCores, memory: design.memory, demand: demand)
  }

  /// The form of the outputs.
  private static let parameters: JSON = ["outputs": 1]

  /// Beyond this, the rows of one batch are too few to share.
  static let mostCores = 16
}

extension TrainingDesign {
  /// Bytes that training holds at its peak: parameters, gradients, optimiser and filter memory, activations.
  var memory: Int { layout.count * 4 * 16 }

  var inputs: [StageInput] { sources.map { StageInput("file-" + $0.name, from: .source($0)) } }

  /// What is trained and measured besides how it begins, as it enters the identity of a point.
  var observed: [Digest.Part] {
    [.text(end.json.description)]
      + (rowObservers.map(\.observer) + finalObservers).map { .digest($0.id) }
  }

  /// The outputs that hold metrics: CSV with the column `step`.
  var tables: [String] {
    plan.evaluations.map(TrainingOutput.metrics)
      + plan.evaluations.filter(\.every.includesEnd).map(TrainingOutput.lastMetrics)
  }

  /// How many numbers a snapshot has; nil if none are recorded.
  var snapshotSize: Int? { plan.snapshots.map { _ in snapshotRanges.reduce(0) { $0 + $1.count } } }

  /// The rules that may end a run before its last step.
  var stop: Demand.Stop? {
    guard end.isOpen else { return nil }
    let outputs = plan.evaluations.map(TrainingOutput.metrics)
    return Demand.Stop(parameters: end.json, reads: outputs) { [end] text in
      try TrainingDesign.end(of: end, in: outputs.map(text))
    }
  }

  /// Shows recorded rows to a run's stop rules, step by step.
  private static func end(of run: RunEnd, in texts: [String]) throws -> Int? {
    var run = run
    var rows: [Int: [String: Double]] = [:]
    for text in texts where !text.isEmpty {
      let table = try Table(csv: Array(text.utf8), axes: ["step"])
      guard let steps = table.axis("step") else { continue }
      for column in table.columns where run.metrics.contains(column.name) {
        for row in 0..<table.count {
          rows[Int(steps[row].number ?? 0), default: [:]][column.name] = column[row].number
        }
      }
    }
    for step in rows.keys.sorted() { run.look(at: step) { rows[step]?[$0] } }
    return run.end
  }
}
