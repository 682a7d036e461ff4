import Glibc

/// Cuts `0..<count` into one range per processor, and gives each to a thread; returns what came of them in order.
///
/// - Parameter least: fewer than this many are not worth a thread.
func concurrently<Part: Sendable>(
  _ count: Int, least: Int, _ body: @escaping @Sendable (Range<Int>) -> Part
) -> [Part] {
  let threads = max(1, min(sysconf(Int32(_SC_NPROCESSORS_ONLN)), count / max(least, 1)))
  let bounds = (0...threads).map { $0 * count / threads }
  let ranges = zip(bounds, bounds.dropFirst()).map { $0..<$1 }
  let parts = Parts<Part>(ranges.count)
  for (place, range) in ranges.enumerated().dropFirst() {
    OwnThread.start { parts.set(body(range), at: place) }
  }
  parts.set(body(ranges[0]), at: 0)
  return parts.all()
}

/// What threads hand in.
///
/// Sendable because everything that changes is only touched under the lock.
private final class Parts<Part: Sendable>: @unchecked Sendable {
  private let lock = ThreadLock()
  private var parts: [Part?]
  private let arrived = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

  init(_ count: Int) {
    parts = [Part?](repeating: nil, count: count)
    sem_init(arrived, 0, 0)
  }

  deinit {
    sem_destroy(arrived)
    arrived.deallocate()
  }

  func set(_ part: Part, at place: Int) {
    lock.lock()
    parts[place] = part
    lock.unlock()
    sem_post(arrived)
  }

  /// Waits for all of them.
  func all() -> [Part] {
    for _ in parts.indices {
      while sem_wait(arrived) != 0 {}
    }
    lock.lock()
    defer { lock.unlock() }
    return parts.compactMap(\.self)
  }
}
