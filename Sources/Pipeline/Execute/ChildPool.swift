/// Children of one program that have done what they were asked, and wait for more.
///
/// Starting a program takes longer than many a small stage. Sendable because a child belongs to the thread that has taken
/// it, and the lock guards those that wait.
public final class ChildPool: @unchecked Sendable {
  private let program: String
  private let arguments: [String]
  private let lock = ThreadLock()
  private var idle: [RunningChild] = []

  public init(_ program: String, _ arguments: [String] = []) {
    self.program = program
    self.arguments = arguments
  }

  /// A child that waits, or a new one.
  ///
  /// - Throws: `ChildProcess.CannotStart`.
  public func take() throws -> RunningChild {
    while let waiting = next() {
      // The system may have killed it meanwhile.
      if !waiting.isGone { return waiting }
    }
    return try RunningChild(program, arguments)
  }

  private func next() -> RunningChild? {
    lock.lock()
    defer { lock.unlock() }
    return idle.popLast()
  }

  /// Takes back a child that waits for input.
  public func give(_ child: RunningChild) {
    lock.lock()
    idle.append(child)
    lock.unlock()
  }
}
