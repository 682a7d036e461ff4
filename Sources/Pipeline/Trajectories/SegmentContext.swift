/// What a trainer gets for one segment, and where it hands in what it made.
///
/// It belongs to the thread that trains.
public final class SegmentContext {
  /// The stage that the segment is trained for, with its inputs, cores, log and progress.
  public let stage: StageContext
  public let pieces: TrajectoryStore
  private let segment: Segment
  /// Up to where rows have been handed in.
  private(set) var written: Int
  /// How many times.
  private(set) var saves = 0
  private var lastCheckpoint: Int?
  private var handedIn = WholeRun()

  /// All that there is to say of the trajectory, if it began here and was handed in at once.
  var whole: WholeRun? { segment.range.from == 0 && saves == 1 ? handedIn : nil }

  init(_ segment: Segment, _ stage: StageContext) {
    self.segment = segment
    self.stage = stage
    pieces = TrajectoryStore(stage.store, segment.trajectory, numericClass: stage.numericClass)
    written = segment.range.from
  }

  /// The checked state to start from; `nil` at step 0, where the inputs make it.
  public func startState() throws -> [UInt8]? {
    guard segment.range.from > 0 else { return nil }
    guard let state = try stage.noting({ try pieces.state(at: segment.range.from) }) else {
      throw MissingPiece()
    }
    return state
  }

  /// Which object the state to start from is, for whoever reads it elsewhere; `nil` at step 0.
  public func startReference() throws -> Output? {
    guard segment.range.from > 0 else { return nil }
    guard let output = try pieces.stateRecord(at: segment.range.from)?[output: "state"] else {
      throw MissingPiece()
    }
    return output
  }

  /// What an observer remembered at the start; `nil` where it starts afresh.
  public func startMemory(of observer: Observer) throws -> [UInt8]? {
    guard segment.range.from > 0, observer.needsMemory else { return nil }
    return try stage.noting { try pieces.memory(of: observer, at: segment.range.from) }
  }

  /// The rows that are stored from step 0 to the start, for stop rules that look back.
  public func earlierRows(of observer: Observer) throws -> String {
    guard segment.range.from > 0 else { return "" }
    return try stage.noting {
      String(decoding: try pieces.observation(by: observer, until: segment.range.from).bytes, as: UTF8.self)
    }
  }

  /// Saves the work up to `step`, so that a killed run goes on from here, and drops the checkpoint before.
  ///
  /// - Parameters:
  ///   - memories: by observer, of those that need one.
  ///   - rows: by observer, the CSV of the steps since the last call; an observer without any is a header only.
  public func checkpoint(
    at step: Int, _ state: StateContent, memories: [Digest: [UInt8]] = [:], rows: [Digest: [UInt8]]
  ) throws {
    try save(at: step, state, memories, rows, kept: false)
    try dropLastCheckpoint(unlessAt: step)
    lastCheckpoint = step
  }

  /// Saves the end of the segment: its last step, or the step at which `Segment.end` said that all have ended.
  public func finish(
    at step: Int, _ state: StateContent, memories: [Digest: [UInt8]] = [:], rows: [Digest: [UInt8]]
  ) throws {
    precondition(
      step == segment.range.to || !segment.demands.contains { $0.stop == nil }, "ended at \(step) early")
    let isKept =
      step == segment.range.to ? segment.keepsEndState : segment.demands.contains { $0.keep != .none }
    try save(at: step, state, memories, rows, kept: isKept)
    try dropLastCheckpoint(unlessAt: step)
    lastCheckpoint = nil
  }

  private func dropLastCheckpoint(unlessAt step: Int) throws {
    guard let lastCheckpoint, lastCheckpoint != step else { return }
    try stage.store.flush()
    try pieces.dropCheckpoint(at: lastCheckpoint)
  }

  /// Saves what an end observer says about the state at `step`.
  public func publishFinal(
    _ observer: Observer, at step: Int, _ bytes: [UInt8], as encoding: ObjectEncoding = .bytes
  ) throws {
    handedIn.finals[observer.id] = try pieces.publishFinal(observer, at: step, bytes, as: encoding)
  }

  private func save(
    at step: Int, _ state: StateContent, _ memories: [Digest: [UInt8]], _ rows: [Digest: [UInt8]], kept: Bool
  ) throws {
    // Rows first: a state without the rows before it would leave a gap that nobody fills.
    if step > written {
      for observer in segment.observers {
        guard let text = rows[observer.id] else {
          preconditionFailure("no rows of '\(observer.name)' for steps \(written)…\(step)")
        }
        let isOurs = try pieces.publishPiece(observer, StepRange(written, step), text)
        handedIn.rows[observer.id] = isOurs ? text : nil
      }
      handedIn.end = step
      written = step
      saves += 1
    }
    if step > segment.range.from { try pieces.publishState(at: step, state, memories: memories, kept: kept) }
  }
}
