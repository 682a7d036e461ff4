public import Spec

/// Where a run ends, found from the rows that it recorded and nothing else.
///
/// A row belongs to the phase that made its step; each phase's rules see the rows of that phase. Rows beyond the end
/// change nothing.
public struct RunEnd: Sendable {
  private struct Phase: Sendable {
    /// The last step; earlier than planned once `advance` says so.
    var until: Int
    var stop: StopTracker?
    var advance: StopTracker?

    /// As planned, whatever was seen since.
    let identity: JSON

    init(until: Int, stop: StopRule?, advance: StopRule?, stepsPerEpoch: Int?) {
      self.until = until
      self.stop = stop.map { StopTracker($0, stepsPerEpoch: stepsPerEpoch) }
      self.advance = advance.map { StopTracker($0, stepsPerEpoch: stepsPerEpoch) }
      identity = [
        .integer(until), stop?.identity(stepsPerEpoch: stepsPerEpoch) ?? .null,
        advance?.identity(stepsPerEpoch: stepsPerEpoch) ?? .null,
      ]
    }

    var metrics: [String] { [stop, advance].compactMap { $0?.rule.metric } }
  }

  /// The last step if nothing stops the run before.
  public let until: Int
  private var phases: [Phase]

  public init(_ plan: TrainingPlan) {
    until = plan.end
    phases = plan.phases.map {
      Phase(until: $0.until, stop: $0.stop, advance: $0.advance, stepsPerEpoch: plan.stepsPerEpoch)
    }
    // The last phase's early end is none: nothing follows it.
    phases[phases.count - 1].advance = nil
  }

  /// A run that nothing ends before its last step.
  public init(until: Int) {
    self.until = until
    phases = [Phase(until: until, stop: nil, advance: nil, stepsPerEpoch: nil)]
  }

  /// Whether some metric can end the run early.
  public var isOpen: Bool { phases.contains { $0.stop != nil } }

  /// The metrics that it looks at.
  public var metrics: Set<String> { Set(phases.flatMap(\.metrics)) }

  /// Looks at a row; to be shown every row once, in the order of steps.
  public mutating func look(at step: Int, _ value: (_ metric: String) -> Double?) {
    guard let index = phases.firstIndex(where: { step <= $0.until }) else { return }
    if let metric = phases[index].stop?.rule.metric, let value = value(metric) {
      phases[index].stop?.observe(value, at: step)
    }
    if let metric = phases[index].advance?.rule.metric, let value = value(metric) {
      phases[index].advance?.observe(value, at: step)
      if let due = phases[index].advance?.due, due >= 0 {
        phases[index].until = min(phases[index].until, due)
      }
    }
  }

  /// The step at which a stop rule ends the run; nil as long as none is known to.
  public var end: Int? {
    phases.compactMap { $0.stop?.due }.filter { $0 >= 0 && $0 < until }.min().map { max($0, 1) }
  }

  /// Everything that decides the end, for keys and for other processes.
  public var json: JSON { .array(phases.map(\.identity)) }

  /// Reads what `json` wrote; nil if it is something else.
  public init?(_ json: JSON) {
    phases = []
    for item in json.array ?? [] {
      guard let parts = item.array, parts.count == 3, let until = parts[0].integer else { return nil }
      let (stop, advance) = (StopRule(parts[1]), StopRule(parts[2]))
      guard (stop == nil) == (parts[1] == .null), (advance == nil) == (parts[2] == .null) else { return nil }
      phases.append(Phase(until: until, stop: stop, advance: advance, stepsPerEpoch: nil))
    }
    until = phases.last?.until ?? 0
  }
}
