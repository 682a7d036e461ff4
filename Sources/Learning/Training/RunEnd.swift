public import Spec

/// Where a run ends, found from the rows that it recorded and nothing else.
///
/// A row belongs to the phase that made its step; each phase's stop rule sees the rows of that phase. Rows beyond the end
/// change nothing.
public struct RunEnd: Sendable {
  private struct Phase: Sendable {
    let from: Int
    let until: Int
    var tracker: StopTracker?
  }

  /// The last step if nothing stops the run before.
  public let until: Int
  private var phases: [Phase]
  private let stepsPerEpoch: Int?

  public init(_ plan: TrainingPlan) {
    until = plan.end
    stepsPerEpoch = plan.stepsPerEpoch
    phases = plan.phases.map { phase in
      Phase(
        from: phase.from, until: phase.until,
        tracker: phase.stop.map { StopTracker($0, stepsPerEpoch: plan.stepsPerEpoch) })
    }
  }

  /// A run that nothing ends before its last step.
  public init(until: Int) {
    self.until = until
    stepsPerEpoch = nil
    phases = [Phase(from: 0, until: until, tracker: nil)]
  }

  /// Whether some metric can end the run early.
  public var isOpen: Bool { phases.contains { $0.tracker != nil } }

  /// The metrics that it looks at.
  public var metrics: Set<String> { Set(phases.compactMap { $0.tracker?.rule.metric }) }

  /// Looks at a row; to be shown every row once, in the order of steps.
  public mutating func look(at step: Int, _ value: (_ metric: String) -> Double?) {
    guard let index = phases.firstIndex(where: { step <= $0.until }) else { return }
    guard let metric = phases[index].tracker?.rule.metric, let value = value(metric) else { return }
    phases[index].tracker?.observe(value, at: step)
  }

  /// The step at which a stop rule ends the run; nil as long as none is known to.
  public var end: Int? {
    phases.compactMap { $0.tracker?.due }.filter { $0 >= 0 && $0 < until }.min().map { max($0, 1) }
  }

  /// Everything that decides the end, for keys and for other processes.
  public var json: JSON {
    .array(
      phases.map { phase in
        guard let tracker = phase.tracker else { return [.integer(phase.until)] }
        return [
          .integer(phase.until), .string(tracker.rule.metric), .bool(tracker.rule.direction == .reaches),
          .number(tracker.rule.threshold), .integer(tracker.sustained), .integer(tracker.then),
        ]
      })
  }

  /// Reads what `json` wrote; nil if it is something else.
  public init?(_ json: JSON) {
    stepsPerEpoch = nil
    phases = []
    for item in json.array ?? [] {
      guard let parts = item.array, let until = parts.first?.integer else { return nil }
      var tracker: StopTracker?
      if parts.count == 6, let metric = parts[1].string, let reaches = parts[2].bool,
        let threshold = parts[3].number,
        let sustained = parts[4].integer, let then = parts[5].integer
      {
        tracker = StopTracker(
          StopRule(
            metric: metric, direction: reaches ? .reaches : .fallsTo, threshold: threshold,
            sustained: .steps(sustained),
            then: .steps(then)), stepsPerEpoch: nil)
      } else if parts.count != 1 {
        return nil
      }
      phases.append(Phase(from: phases.last?.until ?? 0, until: until, tracker: tracker))
    }
    until = phases.last?.until ?? 0
  }
}
