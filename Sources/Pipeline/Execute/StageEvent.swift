/// Something that happened during a run, for whoever shows it.
public struct StageEvent: Sendable {
  public enum Kind: Sendable {
    case started(attempt: Int)
    case progress(Progress)
    case finished(seconds: Double, Finish)
    case failed(message: String, log: String?)
    /// It did not start, because something it needs failed.
    case skipped(because: String)
    /// A stored file failed its checks; what made it runs again.
    case damaged(message: String)
    /// Another process works on the same thing.
    case waiting(holder: String)
    case note(String)
  }

  /// How a stage came to its result.
  public enum Finish: Sendable, Hashable {
    case ran
    /// Its inputs turned out as before, so the stored result holds.
    case unchanged
    /// Another process, or a stage with the same work, did it meanwhile.
    case doneElsewhere
    /// Put together from what the store had.
    case restored
  }

  public let stage: String
  /// The steps of the trajectory, for an event of one segment.
  public let part: StepRange?
  public let kind: Kind

  public init(stage: String, part: StepRange? = nil, _ kind: Kind) {
    self.stage = stage
    self.part = part
    self.kind = kind
  }
}
