internal import Learning
internal import Pipeline
internal import Spec

extension TrainingRun {
  /// What is trained, under which rule from which step on.
  var trajectory: Trajectory {
    Trajectory(
      origin: Digest.of("origin", parts: [.text(origin.description)]),
      rules: plan.rules.map {
        Trajectory.Rule(from: $0.from, Digest.of("rule", parts: [.text($0.rule.description)]))
      })
  }

  var end: RunEnd { RunEnd(plan) }

  /// What the stages after it need to know.
  func trained(_ point: Point) -> TrainedPoint {
    TrainedPoint(
      label: recipe.label, coordinates: point.coordinates, stage: "train/" + recipe.label,
      beginning: trajectory.key(at: plan.end), until: plan.end,
      key: Digest.of(
        "point",
        parts: [.digest(trajectory.key(at: plan.end)), .text(end.json.description)]
          + (rowObservers.map(\.observer) + finalObservers).map { .digest($0.id) }),
      tables: plan.evaluations.map(TrainingOutput.metrics)
        + plan.evaluations.filter(\.every.includesEnd).map(TrainingOutput.lastMetrics),
      metrics: plan.evaluations.flatMap(\.metrics), stepsPerEpoch: plan.stepsPerEpoch,
      snapshotSize: plan.snapshots.map { _ in snapshotRanges.reduce(0) { $0 + $1.count } },
      recordsEnd: plan.snapshots?.every.includesEnd ?? false,
      isRecorded: { [plan] step in
        plan.snapshots?.every.contains(step, stepsPerEpoch: plan.stepsPerEpoch) ?? false
      })
  }

  /// Bytes that training holds at its peak: parameters, gradients, optimiser and filter memory, activations.
  var memory: Int { layout.count * 4 * 16 }

  /// Beyond this, the rows of one batch are too few to share.
  static let mostCores = 16

  /// The stage that trains this point.
  func stage(_ name: String, _ trainers: SegmentTrainers) -> Stage {
    let end = end
    let stop = Demand.Stop(parameters: end.json, reads: plan.evaluations.map(TrainingOutput.metrics)) {
      text in
      try TrainingRun.end(of: end, in: plan.evaluations.map { text(TrainingOutput.metrics($0)) })
    }
    let demand = Demand(
      trajectory: trajectory, until: plan.end, observers: rowObservers.map(\.observer),
      finals: finalObservers,
      stop: end.isOpen ? stop : nil, train: { segment, context in try trainers.train(self, segment, context) }
    )
    return Stage(
      name: name, kind: "train", parameters: ["outputs": 1], leaves: leaves,
      inputs: sources.map { StageInput("file-" + $0.name, from: .source($0)) }, cores: TrainingRun.mostCores,
      memory: memory, demand: demand)
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
