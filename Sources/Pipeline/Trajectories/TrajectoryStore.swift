import Spec

/// A state on its way into the store.
public enum StateContent: Sendable {
  case bytes([UInt8], as: ObjectEncoding)
  /// Already written as an object.
  case stored(ObjectReference)
}

/// The states and observations of one trajectory.
///
/// Everything at step n is filed under the trajectory's key at n, so that trajectories that begin alike find
/// each other's pieces. All of it depends on the trajectory only, never on how the work was cut.
public struct TrajectoryStore: Sendable {
  public let store: ArtifactStore
  public let trajectory: Trajectory
  let numericClass: String

  public init(_ store: ArtifactStore, _ trajectory: Trajectory, numericClass: String = "") {
    self.store = store
    self.trajectory = trajectory
    self.numericClass = numericClass
  }

  /// Saves the complete state at `step`, with what observers remember of the steps before.
  ///
  /// - Parameter kept: false for a checkpoint, which is removed once later work makes it useless.
  public func publishState(
    at step: Int, _ content: StateContent, memories: [Digest: [UInt8]] = [:], kept: Bool
  ) throws {
    for (id, bytes) in memories.sorted(by: { $0.key < $1.key }) {
      try publish(.memory(id, step), [try store.output(named: "memory", bytes)], at: step)
    }
    let output =
      switch content {
      case .bytes(let bytes, let encoding): try store.output(named: "state", bytes, as: encoding)
      case .stored(let reference): Output(name: "state", reference: reference)
      }
    let name: PieceName = kept ? .state(step) : .checkpoint(step)
    // A state that is there under its other name must say the same.
    let other: PieceName = kept ? .checkpoint(step) : .state(step)
    if let present = try record(other, at: step), let before = present[output: "state"],
      present.numericClass == numericClass, before.reference != output.reference
    {
      throw Nondeterminism(
        what: "the state at step \(step)", before: before.reference.digest, now: output.reference.digest)
    }
    try publish(name, [output], at: step)
  }

  /// Saves an observer's rows for a range that no rule boundary lies in.
  ///
  /// - Parameter text: CSV whose first column is `step`, header included, only rows of the range. A field of 64
  ///   hexadecimal digits names an object that the rows refer to, such as a snapshot; it is kept alive with them.
  /// - Returns: whether these are stored now, and not others of another numeric class.
  @discardableResult
  public func publishPiece(_ observer: Observer, _ range: StepRange, _ text: [UInt8]) throws -> Bool {
    precondition(
      trajectory.boundaries(below: range.to).allSatisfy { $0 <= range.from },
      "the piece \(range) crosses a boundary between rules")
    let rows = try ObservationText(text)
    guard try rows.sliced(to: range) == rows else {
      throw MalformedObservation("'\(observer.name)' wrote rows outside of \(range)")
    }
    try compare(rows, of: observer, range)
    return try publish(
      .piece(observer.id, range), [try store.output(named: "rows", text)], at: range.to,
      references: rows.objects)
  }

  /// Saves what an observer says about the state at `step`.
  ///
  /// - Returns: what is stored now; nil where that is something else, of another numeric class.
  @discardableResult
  public func publishFinal(
    _ observer: Observer, at step: Int, _ bytes: [UInt8], as encoding: ObjectEncoding = .bytes
  ) throws -> Output? {
    let output = try store.output(named: "final", bytes, as: encoding)
    return try publish(.final(observer.id, step), [output], at: step) ? output : nil
  }

  /// The state at `step`, checked; `nil` when there is none.
  public func state(at step: Int) throws -> [UInt8]? {
    guard let output = try stateRecord(at: step)?[output: "state"] else { return nil }
    return try store.content(output)
  }

  /// What an observer remembered when the state at `step` was saved; `nil` when nothing was saved.
  public func memory(of observer: Observer, at step: Int) throws -> [UInt8]? {
    guard let output = try record(.memory(observer.id, step), at: step)?[output: "memory"] else { return nil }
    return try store.content(output)
  }

  func final(_ observer: Observer, at step: Int) throws -> Output? {
    try record(.final(observer.id, step), at: step)?[output: "final"]
  }

  func stateRecord(at step: Int) throws -> Record? {
    try record(.state(step), at: step) ?? record(.checkpoint(step), at: step)
  }

  func record(_ name: PieceName, at step: Int) throws -> Record? {
    try store.record(at: address(name, at: step))
  }

  func record(_ name: PieceName, in group: Digest) throws -> Record? {
    try store.record(at: RecordAddress(group: group, name: name.text))
  }

  func address(_ name: PieceName, at step: Int) -> RecordAddress {
    RecordAddress(group: trajectory.key(at: step), name: name.text)
  }

  /// Publishes a record, and says whether what is stored now agrees with it. One that says otherwise within the same numeric
  /// class is an error.
  @discardableResult
  func publish(
    _ name: PieceName, _ outputs: [Output], at step: Int, references: [Digest] = []
  ) throws -> Bool {
    let address = address(name, at: step)
    let record = Record(
      kind: "trajectory", components: ["step": .integer(step)], outputs: outputs, numericClass: numericClass,
      references: references)
    guard case .differs(let present) = try store.publish(record, at: address) else { return true }
    guard present.numericClass == numericClass else { return false }
    throw Nondeterminism(record, unlike: present, what: name.description)
  }
}

extension PieceName: CustomStringConvertible {
  var description: String {
    switch self {
    case .state(let step), .checkpoint(let step): "the state at step \(step)"
    case .memory(_, let step): "the observer's memory at step \(step)"
    case .piece(_, let range): "the observation of steps \(range)"
    case .final(_, let step): "the end observation at step \(step)"
    }
  }
}
