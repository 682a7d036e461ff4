/// What is asked of a plan.
public struct PlanRequest: Sendable {
  /// Names or patterns of stages; none stands for all.
  public var targets: [String]
  /// Names or patterns of stages that run although their results are known.
  public var force: [String]
  /// Whether somebody outside the graph is going to read an output, for example to export a figure.
  public var isRead: @Sendable (_ stage: String, _ output: String) -> Bool

  public init(
    targets: [String] = [], force: [String] = [],
    isRead: @escaping @Sendable (_ stage: String, _ output: String) -> Bool = { _, _ in false }
  ) {
    self.targets = targets
    self.force = force
    self.isRead = isRead
  }
}

/// What would happen to every stage, and why.
///
/// A plan never lies: what is `hit` or `restore` is not run again, and nothing runs that is not `run` or `maybe`.
public struct Plan: Sendable {
  public enum State: String, Sendable, CaseIterable {
    /// The output is known and nobody needs to read it.
    case hit
    /// The output is known and has to be decoded, or is put together from stored pieces.
    case restore
    case run
    /// Runs unless what comes before it gives the same bytes as it once did.
    case maybe
    /// Not known, and not needed: whatever would read it is done.
    case idle
  }

  public struct Step: Sendable {
    public let stage: Stage
    public internal(set) var state: State
    public internal(set) var reason: Reason
    /// The identity of its work; `nil` as long as an input is unknown.
    public internal(set) var key: Digest?
    /// What it gave, or is known to give.
    public internal(set) var outputs: [Output]?
    /// The steps of its trajectory that are restored and trained; `nil` for a function.
    public internal(set) var trajectory: TrajectoryShare?
    /// Its position in the graph.
    let position: Int
    let group: Digest
    /// The key with the place of its record.
    var stageKey: StageKey?
    var address: RecordAddress? { stageKey?.address }
    /// Objects that its outputs refer to.
    var references: [Digest] = []
    var isForced = false
    /// The stage before it that does the same work.
    var twin: Int?
  }

  /// What a trajectory stage takes from the store, and what is trained for it.
  public struct TrajectoryShare: Sendable {
    /// The last step, or the last possible one.
    public let end: Int
    /// Whether a stop rule may end the run earlier.
    public let mayEndEarlier: Bool
    public let trained: [StepRange]
    /// Trained again although the rows are stored, for these observers that were added later.
    public let replayedFor: [String]
  }

  public let graph: StageGraph
  public let request: PlanRequest
  /// The asked stages and what they are made from, in order.
  public internal(set) var steps: [Step]
  /// The segments to train, each after what it continues.
  let segments: [Coverage.Planned]
  /// The stages that the coverage's demands belong to, as positions in `steps`.
  let trainers: [Int]

  public subscript(name: String) -> Step? { steps.first { $0.stage.name == name } }

  /// The segments to train, each after what it continues.
  public var training: [Segment] { segments.map(\.segment) }

  public func count(_ state: State) -> Int { steps.count { $0.state == state } }

  /// Whether running it would do anything.
  public var isUpToDate: Bool { steps.allSatisfy { $0.state == .hit || $0.state == .idle } }
}

extension Plan.Step: CustomStringConvertible {
  /// `hit`, `run`, or for a trajectory `restore 0…1000, run 1000…2000`.
  public var description: String {
    guard let trajectory, state == .run || state == .restore else { return state.rawValue }
    let restored = StepRanges(trajectory.trained).missing(from: StepRange(0, trajectory.end)).all
    let atMost = trajectory.mayEndEarlier ? "at most " : ""
    let replay =
      trajectory.replayedFor.isEmpty ? "" : "(replay for \(trajectory.replayedFor.joined(separator: ", "))) "
    return
      (restored.map { "restore \($0)" }
      + trajectory.trained.map { $0.isEmpty ? "look at step \($0.to)" : "run \(replay)\(atMost)\($0)" })
      .joined(separator: ", ")
  }
}
