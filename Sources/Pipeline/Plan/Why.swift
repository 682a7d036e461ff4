/// Why a stage would run, or why it ran when it last did.
public struct Explanation: Sendable, Hashable {
  public enum Subject: Sendable, Hashable {
    /// What is going to happen.
    case plan
    /// The stage is up to date; this is what made it run the last time.
    case lastChange
  }

  public let stage: String
  public let state: Plan.State
  public let subject: Subject
  public let reason: Reason
}

extension Plan {
  /// Explains one stage, component by component, with the place where each changed setting is written.
  ///
  /// Returns `nil` for a stage that is not in the plan.
  public func why(_ stage: String, ledger: Ledger?) -> Explanation? {
    guard let step = self[stage] else { return nil }
    if step.state == .hit || step.state == .restore {
      // What it is now was done before, but not in the last run.
      if let entry = ledger?[stage], entry.key != step.key {
        let changes = entry.changes(to: Ledger.Entry(step, inputs: []))
        if !changes.isEmpty {
          return Explanation(stage: stage, state: step.state, subject: .plan, reason: .changed(changes))
        }
      }
      if let last = ledger?.lastChange(of: stage) {
        return Explanation(stage: stage, state: step.state, subject: .lastChange, reason: last)
      }
    }
    return Explanation(stage: stage, state: step.state, subject: .plan, reason: step.reason)
  }
}

extension Ledger {
  /// What changed in a stage when its work was last another one; `nil` if it never was.
  func lastChange(of stage: String) -> Reason? {
    guard let now = entries[stage] else { return nil }
    return former[stage]?.difference(from: now)
  }
}
