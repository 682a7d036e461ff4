internal import Glibc
internal import Pipeline
internal import Synchronization

/// SIGINT, SIGTERM and SIGHUP as a polite request first: work saves what it can and stops.
enum Interruption {
  static let cancellation = Cancellation()
  /// The first signal that came; 0 if none did.
  private static let received = Atomic<Int32>(0)

  /// What the process returns if it was interrupted.
  static var status: Int32? {
    switch received.load(ordering: .relaxed) {
    case 0: nil
    case SIGINT: ExitStatus.interrupted
    case SIGPIPE: ExitStatus.unheard
    default: ExitStatus.terminated
    }
  }

  /// From now on, the first signal cancels and the second one ends the process at once.
  static func listen() {
    // A handler must find these made: making them takes locks.
    _ = (cancellation.isCancelled, received.load(ordering: .relaxed))
    for number in [SIGINT, SIGTERM, SIGHUP] {
      var action = sigaction()
      action.__sigaction_handler.sa_handler = { number in Interruption.take(number) }
      sigemptyset(&action.sa_mask)
      action.sa_flags = SA_RESTART
      sigaction(number, &action, nil)
    }
  }

  /// Called as a signal handler: touches atomic words and nothing else.
  private static func take(_ number: Int32) {
    let (isFirst, _) = received.compareExchange(expected: 0, desired: number, ordering: .relaxed)
    cancellation.cancel()
    if !isFirst { _exit(number == SIGINT ? ExitStatus.interrupted : ExitStatus.terminated) }
  }

  /// Nobody reads what a run says: it stops as if it had been asked to.
  static func loseReader() {
    _ = received.compareExchange(expected: 0, desired: SIGPIPE, ordering: .relaxed)
    cancellation.cancel()
  }
}
