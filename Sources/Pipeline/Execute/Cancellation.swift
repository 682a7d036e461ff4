import Synchronization

/// A request to stop, set once, from a signal handler if need be, and read by whoever works.
public final class Cancellation: Sendable {
  private let requested = Atomic<Bool>(false)

  public init() {}

  public var isCancelled: Bool { requested.load(ordering: .relaxed) }

  /// Touches one atomic word and nothing else, so a signal handler may call it.
  public func cancel() { requested.store(true, ordering: .relaxed) }

  /// Throws `Cancelled` once a stop was requested.
  public func check() throws {
    if isCancelled { throw Cancelled() }
  }
}

/// Work ended early because it was asked to; what it had saved is kept.
public struct Cancelled: Error, Sendable, CustomStringConvertible {
  public init() {}

  public var description: String { "stopped on request" }
}
