internal import Glibc
internal import Pipeline
internal import Spec

/// The parent's side of its workers: gives each segment to one of them, hands on its events, and says how it ended.
struct Workers: Sendable {
  private let pool: ChildPool

  /// Seconds that a worker gets to save its work after it was asked to stop.
  private static let grace = 10.0

  init(program: String) { pool = ChildPool(program, ["worker"]) }

  /// - Throws: `Cancelled` if the worker was asked to stop; what `handle` throws; `WorkerFailure`.
  func train(
    _ request: SegmentRequest, _ context: StageContext, handle: (SegmentEvent) throws -> Void
  ) throws {
    let worker = try pool.take()
    worker.send(Array("\(request.json)\n".utf8))
    var failure: (any Error)?
    var hasFinished = false
    var stopped: ContinuousClock.Instant?
    while !worker.isOver, !hasFinished || failure != nil {
      worker.listen { stream, line in
        if stream != .events { return context.write(toLog: line) }
        guard failure == nil, let event = (try? JSON(parsing: Array(line.utf8))).flatMap(SegmentEvent.init)
        else { return }
        do {
          try handle(event)
          if case .finished = event { hasFinished = true }
        } catch {
          failure = error
        }
      }
      guard failure != nil || context.isCancelled, !worker.isGone else { continue }
      if let stopped {
        if ContinuousClock.now - stopped > .seconds(Workers.grace) { worker.signal(SIGKILL) }
      } else {
        worker.signal(SIGTERM)
        stopped = .now
      }
    }
    if let failure { throw failure }
    if hasFinished, stopped == nil { return pool.give(worker) }
    if context.isCancelled { throw Cancelled() }
    switch worker.ending {
    case .exited(let code):
      throw WorkerFailure(description: "the training worker ended with exit code \(code)")
    case .signalled(9):
      throw WorkerFailure(
        description: "the training worker was killed (signal 9): the system may have run out of memory")
    case .signalled(let signal):
      throw WorkerFailure(description: "the training worker crashed (signal \(signal))")
    case .timedOut, .cancelled: throw Cancelled()
    }
  }
}
