public import Spec

/// A training whose durations are counted in steps, because the number of training rows is known.
public struct TrainingPlan: Sendable {
  /// A stretch of steps with one update rule.
  public struct Phase: Sendable {
    public let name: String
    public let from: Int
    public let until: Int
    public let stop: StopRule?
    public let advance: StopRule?
    let rule: UpdateRule
    /// Everything that affects an update, kind versions included, as canonical JSON.
    public let identity: JSON
  }

  public let loss: any Loss
  public let order: BatchOrder
  /// Rows of a full batch.
  public let batch: Int
  /// nil where there are no epochs.
  public let stepsPerEpoch: Int?
  /// From this step on nothing is updated.
  public let freezeAt: Int?
  /// In the order of their steps; the last one's `until` is the budget.
  public let phases: [Phase]
  public let evaluations: [Evaluation]
  public let snapshots: SnapshotSpec?
  public let gradients: GradientSpec?

  /// The step at which training ends if nothing stops it before.
  public var end: Int { phases.last?.until ?? 0 }

  /// The update rules in force and from which step on; equal neighbours are one. Only the last element's end is
  /// open: `until`, stop rules, evaluation and recording are no part of it.
  ///
  /// A phase that can end early and the one after it are one rule, since the step of the change is not known: what is
  /// looked at, and how, belongs to that rule.
  public var rules: [(from: Int, rule: JSON)] {
    var rules: [(from: Int, rule: JSON)] = []
    func add(_ from: Int, _ rule: JSON) { if rules.last?.rule != rule { rules.append((from, rule)) } }
    for (index, phase) in phases.enumerated() where index == 0 || phases[index - 1].advance == nil {
      let rule = rule(from: index)
      guard let freezeAt, freezeAt < rulesEnd(index) else {
        add(phase.from, rule)
        continue
      }
      if phase.from < freezeAt { add(phase.from, rule) }
      add(max(phase.from, freezeAt), ["frozen": rule])
    }
    return rules
  }

  /// Where the rule that begins with a phase ends at the latest.
  private func rulesEnd(_ index: Int) -> Int {
    let last = phases[index...].first { $0.advance == nil } ?? phases[phases.count - 1]
    return last.until
  }

  private func rule(from index: Int) -> JSON {
    let phase = phases[index]
    guard let advance = phase.advance, index + 1 < phases.count else { return phase.identity }
    return [
      "first": phase.identity, "until": .integer(phase.until), "next": rule(from: index + 1),
      "advance": advance.identity(stepsPerEpoch: stepsPerEpoch),
      "looked_at": .array(evaluations.filter { $0.metrics.contains(advance.metric) }.map(\.identity)),
    ]
  }

  /// The phase that makes the update from `step` to `step + 1`, if nothing advanced.
  public func phase(at step: Int) -> Phase? { phases.first { step < $0.until } }

  /// Bytes of a saved state in the phase that has most, apart from the order of rows.
  public func stateBytes(_ layout: ParameterLayout) throws(InvalidSpec) -> Int {
    var largest = 0
    for phase in phases {
      var rule = phase.rule
      try rule.prepare(layout)
      var size = StateSize()
      rule.visitState(&size)
      largest = max(largest, size.bytes)
    }
    return largest + 4 * layout.count
  }

  /// Throws every selector that matches no parameter, and every measure or loss that does not fit the data.
  public func check(_ layout: ParameterLayout, _ signature: Signature? = nil) throws(InvalidSpec) {
    let diagnostics = Diagnostics()
    for phase in phases {
      var rule = phase.rule
      do { try rule.prepare(layout) } catch { diagnostics.report(error) }
    }
    for evaluation in evaluations {
      var evaluation = evaluation
      do { try evaluation.prepare(layout) } catch { diagnostics.report(error) }
      guard let signature else { continue }
      for (_, measure) in evaluation.measures {
        do { try measure.check(signature, loss) } catch { diagnostics.report(error) }
      }
    }
    if let snapshots {
      do { _ = try snapshots.parameters.parameters(in: layout) } catch { diagnostics.report(error) }
    }
    if let gradients {
      do { _ = try gradients.sample(of: layout) } catch { diagnostics.report(error) }
    }
    if let signature {
      do { try loss.check(signature) } catch { diagnostics.report(error) }
    }
    try diagnostics.throwIfAny()
  }
}

extension TrainingSpec {
  /// Counts every duration in steps and puts the phases in their order.
  ///
  /// - Throws: If two phases end at the same step, or one at step 0.
  public func plan(trainRows: Int) throws(InvalidSpec) -> TrainingPlan {
    precondition(trainRows > 0, "a training split without rows")
    let batch: Int
    switch batchSize {
    case .all: batch = trainRows
    case .rows(let count): batch = min(count, trainRows)
    }
    let stepsPerEpoch = order == .randomCrops ? nil : (trainRows + batch - 1) / batch
    let diagnostics = Diagnostics()
    let sorted = phases.map { (until: $0.until.resolved(stepsPerEpoch), phase: $0) }.sorted {
      ($0.until, $0.phase.name) < ($1.until, $1.phase.name)
    }
    let limit = limit?.resolved(stepsPerEpoch) ?? .max
    var planned: [TrainingPlan.Phase] = []
    var previous: (until: Int, phase: PhaseSpec)?
    for (until, phase) in sorted {
      if let previous, previous.until == until {
        diagnostics.report(
          "phases '\(previous.phase.name)' and '\(phase.name)' both end at step \(until)",
          at: phase.untilLocation,
          hint: "phases follow each other in the order of 'until'")
      } else if until <= 0 {
        diagnostics.report(
          "phase '\(phase.name)' ends at step \(until), before the first update", at: phase.untilLocation)
      }
      let from = previous?.until ?? 0
      if from >= limit, fileOfLimit == phase.untilLocation.file {
        diagnostics.report(
          "phase '\(phase.name)' would begin at step \(from), but 'limit' ends the run at step \(limit)",
          at: phase.untilLocation,
          hint: "a budget may cut phases off; here, raise the limit or drop the phase")
      }
      if from < limit {
        planned.append(
          TrainingPlan.Phase(
            name: phase.name, from: from, until: min(until, limit), stop: phase.stop, advance: phase.advance,
            rule: phase.rule, identity: identity(of: phase, batch: batch, stepsPerEpoch)))
      }
      previous = (until, phase)
    }
    if let last = previous?.phase, let advance = last.advance {
      diagnostics.report(
        "no phase follows '\(last.name)', so it cannot advance", at: advance.location,
        hint: "write stop to end the run")
    }
    try diagnostics.throwIfAny()
    return TrainingPlan(
      loss: loss, order: order, batch: batch, stepsPerEpoch: stepsPerEpoch,
      freezeAt: freezeAt?.resolved(stepsPerEpoch), phases: planned,
      evaluations: evaluations, snapshots: snapshots, gradients: gradients)
  }

  private func identity(of phase: PhaseSpec, batch: Int, _ stepsPerEpoch: Int?) -> JSON {
    var members = phase.rule.identity(stepsPerEpoch: stepsPerEpoch)
    // A filter that neither acts nor remembers is not there; its version is not either.
    var versions = phase.versions
    if members["filter"] == nil { versions = versions.filter { !$0.key.hasPrefix(filters.family + "/") } }
    // Written or not, a constant rate is the same rule.
    if !versions.keys.contains(where: { $0.hasPrefix(schedules.family + "/") }) {
      versions[schedules.family + "/" + ConstantSchedule.kind] = ConstantSchedule.version
    }
    members["batch_size"] = .integer(batch)
    members["order"] = order.canonical
    members["loss"] = lossIdentity
    members["precision"] = Precision.float32.canonical
    members["trainer"] = .integer(Trainer.version)
    members["versions"] = .object(versions.merging(lossVersions) { $1 }.mapValues { .integer($0) })
    return .object(members)
  }
}
