internal import Pipeline
internal import Spec

extension StageEvent {
  /// One line of `run --json`: what happened, to which stage, how many seconds after the start.
  func json(at time: Double) -> JSON {
    var members: [String: JSON] = ["stage": .string(stage), "time": .milliseconds(time)]
    if let part { members["steps"] = [.integer(part.from), .integer(part.to)] }
    func with(_ event: String, _ more: [String: JSON]) -> JSON {
      .object(members.merging(more) { $1 }.merging(["event": .string(event)]) { $1 })
    }
    switch kind {
    case .started(let attempt): return with("started", ["attempt": .integer(attempt)])
    case .progress(let progress):
      return with(
        "progress",
        [
          "fraction": .number(progress.fraction), "rate": progress.rate.map(JSON.number) ?? .null,
          "peak_memory": progress.peakMemory.map(JSON.integer) ?? .null, "text": .string(progress.text),
        ])
    case .finished(let seconds, let finish):
      return with("finished", ["seconds": .milliseconds(seconds), "finish": .string(finish.word)])
    case .failed(let message, let log):
      return with("failed", ["message": .string(message), "log": log.map(JSON.string) ?? .null])
    case .skipped(let reason): return with("skipped", ["because": .string(reason)])
    case .damaged(let message): return with("damaged", ["message": .string(message)])
    case .waiting(let holder): return with("waiting", ["holder": .string(holder)])
    case .note(let text): return with("note", ["text": .string(text)])
    }
  }
}

extension StageEvent.Finish {
  fileprivate var word: String {
    switch self {
    case .ran: "ran"
    case .unchanged: "unchanged"
    case .doneElsewhere: "done-elsewhere"
    case .restored: "restored"
    }
  }
}

extension JSON {
  /// Seconds, to the thousandth.
  static func milliseconds(_ seconds: Double) -> JSON {
    guard seconds.isFinite, abs(seconds) < 1e12 else { return .null }
    return .number((seconds * 1000).rounded() / 1000)
  }
}
