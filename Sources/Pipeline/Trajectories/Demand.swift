public import Spec

/// What somebody wants to know of a trajectory: which observations, up to which step.
public struct Demand: Sendable {
  /// Which states stay in the store when all is done.
  public enum StateKeeping: String, Sendable, CaseIterable {
    /// The state at the last step, if it was passed while training.
    case final
    /// That and the states where one rule hands over to the next.
    case boundaries
    case none
  }

  /// A rule that ends a run early. It looks at observations only, so moving it retrains nothing.
  public struct Stop: Sendable {
    /// Enters the key of the result.
    public let parameters: JSON
    /// The names of the observers that it reads.
    public let reads: [String]
    /// The step at which the run ends, or `nil` if the rows so far do not end it. Rows beyond that step must
    /// not change the answer.
    public let end: @Sendable (_ text: (_ observer: String) -> String) throws -> Int?

    public init(
      parameters: JSON, reads: [String],
      end: @escaping @Sendable (_ text: (_ observer: String) -> String) throws -> Int?
    ) {
      self.parameters = parameters
      self.reads = reads
      self.end = end
    }
  }

  public var trajectory: Trajectory
  /// The last step, unless `stop` ends the run before.
  public var until: Int
  public var observers: [Observer]
  /// Observations of the state at the last step.
  public var finals: [Observer]
  public var stop: Stop?
  public var keep: StateKeeping
  /// Trains one segment: from the state it is given to its last step. It runs for whichever demands need the
  /// segment, so it serves all the observers that the segment names.
  public var train: @Sendable (Segment, SegmentContext) throws -> Void

  public init(
    trajectory: Trajectory, until: Int, observers: [Observer], finals: [Observer] = [], stop: Stop? = nil,
    keep: StateKeeping = .final, train: @escaping @Sendable (Segment, SegmentContext) throws -> Void
  ) {
    precondition(until >= 1, "a trajectory is demanded up to step \(until)")
    self.trajectory = trajectory
    self.until = until
    self.observers = observers
    self.finals = finals
    self.stop = stop
    self.keep = keep
    self.train = train
  }

  /// The output that says at which step the run ended: `{"step": n}`.
  public static let endOutput = "end"

  /// The identity of the result.
  var key: Digest {
    var parts: [Digest.Part] = [.digest(trajectory.key(at: until)), .integer(until)]
    for (list, observers) in [("observers", observers), ("finals", finals)] {
      parts += [.text(list), .integer(observers.count)]
      for observer in observers { parts += [.text(observer.name), .digest(observer.id)] }
    }
    parts.append(.text(stop?.parameters.description ?? ""))
    return Digest.of("demand", parts: parts)
  }

  /// Where its states and observations are filed.
  var groups: [Digest] { trajectory.stretches(until: until).map(\.key) }

  func observer(named name: String) -> Observer? { observers.first { $0.name == name } }

  /// Whether the state at `step`, where this demand may end, is one to keep.
  func keepsState(at step: Int, end: Int) -> Bool {
    switch keep {
    case .none: false
    case .final: step == end
    case .boundaries: step == end || trajectory.boundaries(below: end).contains(step)
    }
  }
}
