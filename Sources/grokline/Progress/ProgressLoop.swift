internal import Pipeline

/// Carries events from whichever thread they happen on to one reporter, and its texts to a stream.
struct ProgressLoop: Sendable {
  private enum Message: Sendable {
    case event(StageEvent, at: Double)
    case tick
  }

  /// Seconds between two frames.
  private static let period = 0.1

  private let messages: AsyncStream<Message>
  private let inbox: AsyncStream<Message>.Continuation
  private let start = ContinuousClock().now
  private let stream: StandardStream
  /// Called when a stage's event cannot be written because nobody reads any more.
  private let onClosed: @Sendable () -> Void

  init(to stream: StandardStream, onClosed: @escaping @Sendable () -> Void = {}) {
    (messages, inbox) = AsyncStream.makeStream()
    self.stream = stream
    self.onClosed = onClosed
  }

  /// Seconds since the loop was made.
  var time: Double { (ContinuousClock().now - start) / .seconds(1) }

  /// May be called from any thread.
  func report(_ event: StageEvent) { inbox.yield(.event(event, at: time)) }

  /// Shows what `work` reports until it ends.
  func show<Result: Sendable>(
    _ reporter: RunReporter, while work: @Sendable () async throws -> Result
  ) async throws -> (result: Result, progress: RunProgress) {
    async let shown = consume(reporter)
    let ticks = Task {
      while !Task.isCancelled {
        inbox.yield(.tick)
        try? await Task.sleep(for: .seconds(ProgressLoop.period))
      }
    }
    let outcome: Swift.Result<Result, any Error>
    do { outcome = .success(try await work()) } catch { outcome = .failure(error) }
    ticks.cancel()
    inbox.finish()
    let progress = await shown
    return (try outcome.get(), progress)
  }

  private func consume(_ reporter: RunReporter) async -> RunProgress {
    var reporter = reporter
    var lastTick = -1.0
    for await message in messages {
      var text = ""
      switch message {
      case .event(let event, let time): text = reporter.note(event, at: time)
      case .tick:
        // A terminal that was stopped has many of them waiting.
        let now = time
        if now - lastTick < ProgressLoop.period * 0.9 { continue }
        lastTick = now
        text = reporter.tick(at: now, size: stream.size)
      }
      if !text.isEmpty { stream.write(text) }
      if stream.isClosed { onClosed() }
    }
    stream.write(reporter.end(size: stream.size))
    return reporter.progress
  }
}
