internal import Pipeline
internal import Spec

/// The parent's side of a worker: starts it, hands on its events, and says how it ended.
struct WorkerProcess {
  private let program: String

  init(_ program: String) { self.program = program }

  /// - Throws: `Cancelled` if the worker was asked to stop; what `handle` throws; `WorkerFailure`.
  func train(
    _ request: SegmentRequest, _ context: StageContext, handle: (SegmentEvent) throws -> Void
  ) throws {
    let child = ChildProcess(program, ["worker"], input: Array("\(request.json)".utf8))
    let stop = Cancellation()
    var failure: (any Error)?
    var hasFinished = false
    let result = try child.run(cancellation: stop) { stream, line in
      if context.isCancelled { stop.cancel() }
      if stream != .events { return context.write(toLog: line) }
      guard failure == nil, let event = (try? JSON(parsing: Array(line.utf8))).flatMap(SegmentEvent.init)
      else { return }
      if case .finished = event { hasFinished = true }
      do {
        try handle(event)
      } catch {
        failure = error
        stop.cancel()
      }
    }
    if let failure { throw failure }
    if context.isCancelled { throw Cancelled() }
    switch result.ending {
    case .exited(0) where hasFinished: return
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
