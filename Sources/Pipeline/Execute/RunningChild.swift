import Glibc

/// A started program, to which one sends input and which answers in lines.
///
/// It runs in a process group of its own. When this object goes, so does the whole group.
public final class RunningChild {
  private let pid: pid_t
  private let lifeline: Int32
  private var conversation: Conversation
  private var status: Int32 = 0
  private var goneSince: ContinuousClock.Instant?
  private var isFinished = false

  /// - Throws: `ChildProcess.CannotStart`.
  public init(
    _ program: String, _ arguments: [String], environment: [String: String]? = nil,
    capturing: Set<ChildProcess.Stream> = []
  ) throws {
    let child = try Spawn.start(
      program, arguments, environment, readers: [1, 2, ChildProcess.eventsDescriptor])
    (pid, lifeline) = (child.pid, child.lifeline)
    conversation = Conversation(
      input: child.input,
      readers: zip(ChildProcess.Stream.allCases, child.outputs).map {
        Conversation.Reader(stream: $0, descriptor: $1.ours)
      },
      capturing: capturing)
  }

  deinit { finish { _, _ in } }

  /// Queues input; it goes in while one listens.
  public func send(_ bytes: [UInt8], isLast: Bool = false) { conversation.send(bytes, isLast: isLast) }

  /// Whether the program has ended.
  public var isGone: Bool {
    if goneSince == nil, waitpid(pid, &status, WNOHANG) == pid { goneSince = .now }
    return goneSince != nil
  }

  /// Whether it has ended and nothing that it said can be outstanding.
  ///
  /// What it started may hold the pipes open for ever; a fifth of a second after its end nothing on them counts any more.
  public var isOver: Bool {
    guard isGone, let goneSince else { return false }
    return conversation.isOver || .now - goneSince > .milliseconds(200)
  }

  /// How it ended; 0 as long as it has not.
  public var ending: ChildProcess.Ending {
    let signal = status & 0x7f
    return signal == 0 ? .exited(status >> 8 & 0xff) : .signalled(signal)
  }

  /// Waits a moment for something to happen, sends what can be sent and hands out every line that is complete.
  public func listen(_ onLine: (ChildProcess.Stream, String) -> Void) {
    conversation.exchange(milliseconds: isGone ? 5 : 20, onLine)
  }

  /// Sends a signal to the program and everything that it started.
  public func signal(_ signal: Int32) { kill(-pid, signal) }

  /// Ends whatever is left of the group and hands out what was captured; a last line without an end is a line too.
  @discardableResult
  func finish(_ onLine: (ChildProcess.Stream, String) -> Void) -> [ChildProcess.Stream: [UInt8]] {
    guard !isFinished else { return [:] }
    isFinished = true
    kill(-pid, SIGKILL)
    if !isGone { waitpid(pid, &status, 0) }
    close(lifeline)
    return conversation.finish(onLine)
  }
}
