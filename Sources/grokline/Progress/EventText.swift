internal import Pipeline

extension StageEvent {
  /// The line that says what happened; nil for what only moves a progress bar.
  func line(_ style: Style) -> String? {
    let name = RunProgress.Work(stage: stage, part: part).name.onOneLine
    func line(_ word: String, _ color: Style.Color?, _ rest: String = "") -> String {
      style(word.padded(to: 9), color) + " " + name + rest.onOneLine
    }
    switch kind {
    case .started(let attempt): return line("started", .dim, attempt > 1 ? " (attempt \(attempt))" : "")
    case .progress: return nil
    case .finished(let seconds, let finish):
      let time = " in \(readable(seconds: seconds))"
      switch finish {
      case .ran: return line("finished", .green, time)
      case .unchanged: return line("unchanged", .green, ": its inputs came out as before")
      case .doneElsewhere: return line("reused", .green, ": the same work was done elsewhere")
      case .restored: return line("restored", .green, time)
      }
    case .failed(let message, let log):
      return line("failed", .red, ": " + message) + (log.map { "\n  log: \($0)" } ?? "")
    case .skipped(let reason): return line("skipped", .yellow, ": " + reason)
    case .damaged(let message): return line("damaged", .yellow, ": " + message)
    case .waiting(let holder): return line("waiting", .yellow, " for " + holder)
    case .note(let text): return line("note", .cyan, ": " + text)
    }
  }
}

extension RunProgress {
  /// A line for each running stage, for where nothing can be drawn over.
  func heartbeat(at time: Double) -> [String] {
    running.map { one in
      let parts = [
        one.holder.map { "waits for \($0)" }, one.fraction.map { "\(Int($0 * 100)) %" }, one.pace,
        one.remaining(at: time).map { "\(clock(seconds: $0)) left" },
        one.peakMemory.map { "at most " + readable(bytes: $0) }, one.text.isEmpty ? nil : one.text,
      ]
      let told = parts.compactMap(\.self)
      let known = told.isEmpty ? "for \(readable(seconds: time - one.since))" : told.joined(separator: ", ")
      return "running".padded(to: 9) + " " + "\(one.work.name): \(known)".onOneLine
    }
  }
}

extension RunProgress.Running {
  /// `812 steps/s`.
  var pace: String? { rate.map { readable($0) + (work.part == nil ? "/s" : " steps/s") } }
}
