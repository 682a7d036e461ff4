import Glibc

/// A program to run: a training worker, gnuplot, rsvg-convert.
///
/// It runs in a process group of its own, so that it is stopped together with whatever it started. It finds its
/// input at descriptor 0 and, besides 1 and 2, a descriptor for events and a lifeline (see ``dieWithParent()``).
public struct ChildProcess: Sendable {
  public enum Stream: Sendable, Hashable, CaseIterable {
    case output, errors, events
  }

  /// How it ended.
  public enum Ending: Sendable, Hashable {
    case exited(Int32)
    /// Killed by a signal that did not come from us.
    case signalled(Int32)
    case timedOut
    case cancelled
  }

  public struct Result: Sendable {
    public let ending: Ending
    /// What came on the streams that were to be captured.
    public let captured: [Stream: [UInt8]]
  }

  /// The program could not be started.
  public struct CannotStart: Error, Sendable, Hashable, CustomStringConvertible {
    public let program: String
    public let errno: Int32

    public var description: String {
      let reason = strerror(errno).map { String(cString: $0) } ?? "error \(errno)"
      // The lowest number that a copy may have lies beyond a small limit, and that is told as an invalid argument.
      let advice = [EMFILE, ENFILE, EINVAL].contains(errno) ? StoreError.advice(for: EMFILE) : ""
      return "cannot start \(program): \(reason.prefix(1).lowercased() + reason.dropFirst())\(advice)"
    }
  }

  /// Where a child writes its events.
  public static let eventsDescriptor: Int32 = 3
  /// What a child watches to learn that its parent is gone.
  public static let lifelineDescriptor: Int32 = 4

  /// A path, or a name to look up in `PATH`.
  public var program: String
  public var arguments: [String]
  /// `nil` for the environment of this process.
  public var environment: [String: String]?
  public var input: [UInt8]
  /// Streams to return as bytes instead of line by line.
  public var capturing: Set<Stream>
  /// Seconds until it is stopped.
  public var timeout: Double?
  /// Seconds that it gets to end by itself after it was asked to, before it is killed.
  public var grace: Double

  public init(
    _ program: String, _ arguments: [String] = [], environment: [String: String]? = nil, input: [UInt8] = [],
    capturing: Set<Stream> = [], timeout: Double? = nil, grace: Double = 10
  ) {
    self.program = program
    self.arguments = arguments
    self.environment = environment
    self.input = input
    self.capturing = capturing
    self.timeout = timeout
    self.grace = grace
  }

  /// Runs the program to its end on the calling thread.
  ///
  /// - Parameters:
  ///   - cancellation: once set, the group gets SIGTERM and, after `grace`, SIGKILL.
  ///   - onLine: gets every line, without its end, of the streams that are not captured.
  ///   - watch: is called every now and then while the program runs.
  /// - Throws: `CannotStart`.
  public func run(
    cancellation: Cancellation? = nil, onLine: (Stream, String) -> Void = { _, _ in }, watch: () -> Void = {}
  ) throws -> Result {
    let child = try RunningChild(program, arguments, environment: environment, capturing: capturing)
    child.send(input, isLast: true)
    let clock = ContinuousClock()
    let start = clock.now
    var stop: (ending: Ending, since: ContinuousClock.Instant)?
    while true {
      child.listen(onLine)
      watch()
      if child.isOver { break }
      guard !child.isGone else { continue }
      if stop == nil {
        if cancellation?.isCancelled == true { stop = (.cancelled, clock.now) }
        if let timeout, clock.now - start > .seconds(timeout) { stop = (.timedOut, clock.now) }
        if stop != nil { child.signal(SIGTERM) }
      }
      if let stop, clock.now - stop.since > .seconds(grace) { child.signal(SIGKILL) }
    }
    let captured = child.finish(onLine)
    return Result(ending: stop?.ending ?? child.ending, captured: captured)
  }
}

/// Makes this process, and everything in its group, end as soon as its parent does, whatever ends the parent.
///
/// To be called first thing in a worker that `ChildProcess` started. A thread waits at the lifeline, a pipe whose
/// other end only the parent has. Unlike a death signal it does not depend on which thread started the worker.
public func dieWithParent() {
  var attributes = pthread_attr_t()
  pthread_attr_init(&attributes)
  pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
  defer { pthread_attr_destroy(&attributes) }
  var thread = pthread_t()
  pthread_create(
    &thread, &attributes,
    { _ in
      var byte: UInt8 = 0
      while true {
        let count = read(ChildProcess.lifelineDescriptor, &byte, 1)
        if count == 0 || (count < 0 && errno != EINTR) { break }
      }
      kill(0, SIGKILL)
      return nil
    }, nil)
}
