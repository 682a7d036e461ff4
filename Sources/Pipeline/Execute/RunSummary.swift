public import Spec

/// What a run did.
public struct RunSummary: Sendable {
  public struct Failure: Sendable, Hashable {
    public let stage: String
    public let message: String
    /// The log file of the attempt; `nil` if nothing was written to one.
    public let log: String?
  }

  /// The stages whose work was done here, each time it was done.
  public internal(set) var ran: [String] = []
  /// The segments that were trained, in the order in which they ended, with the stage they were trained for.
  public internal(set) var trained: [(stage: String, range: StepRange)] = []
  /// The stages that turned out to be done already, here or elsewhere.
  public internal(set) var reused: [String] = []
  public internal(set) var failures: [Failure] = []
  /// The stages that did not start, because something they need failed or because the run was stopped.
  public internal(set) var skipped: [String] = []
  /// The stored files that failed their checks on the way and were made again.
  public internal(set) var healed: [String] = []
  public internal(set) var wasCancelled = false
  /// What is known of every stage of the plan at the end.
  public internal(set) var outputs: [String: [Output]] = [:]
  /// The stages as they were last planned, with the inputs that they had in the end.
  public internal(set) var entries: [String: Ledger.Entry] = [:]

  /// Times, memory and attempts of what was done, in the order in which it ended: nobody's result.
  public internal(set) var telemetry: [JSON] = []

  /// Whether everything that was asked for is there.
  public var isComplete: Bool { failures.isEmpty && skipped.isEmpty && !wasCancelled }

  /// Goes on with what a later run of the same plan did to mend damage that was met after this one.
  public mutating func add(_ later: RunSummary, mending damage: StoreError) {
    ran += later.ran
    trained += later.trained
    reused += later.reused
    failures += later.failures
    skipped = later.skipped
    healed += ["\(damage)"] + later.healed
    wasCancelled = later.wasCancelled
    telemetry += later.telemetry
    outputs.merge(later.outputs) { $1 }
    entries.merge(later.entries) { $1 }
  }
}

extension RunSummary {
  /// The identity of everything that the run of a plan was about: its stages with the keys of their work.
  public func work(of plan: Plan) -> Digest {
    var builder = DigestBuilder()
    for step in plan.steps {
      builder.append(Array(step.stage.name.utf8) + [0])
      if let key = entries[step.stage.name]?.key { builder.append(key.bytes) }
    }
    return builder.finish()
  }
}

extension Ledger {
  /// Takes down what the stages of a run were made of.
  public mutating func note(_ summary: RunSummary) {
    for (stage, entry) in summary.entries { note(entry, for: stage) }
  }

  /// Takes down what the stages of a run were made of, as the last that there was.
  public mutating func note(_ summary: RunSummary, of plan: Plan) {
    note(summary)
    work = summary.work(of: plan)
  }
}
