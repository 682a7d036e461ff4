import Glibc

/// Runs every job on a thread that is its own meanwhile, so that a stage may block without holding up anyone.
///
/// A thread that has done its job waits a moment for another: thousands of short stages need few threads.
final class OwnThread: TaskExecutor {
  static let shared = OwnThread()

  private let idle = IdleThreads()

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let executor = asUnownedTaskExecutor()
    start { job.runSynchronously(on: executor) }
  }

  /// Runs some work on a thread of its own.
  static func start(_ work: @escaping @Sendable () -> Void) { shared.start(work) }

  private func start(_ work: @escaping @Sendable () -> Void) {
    if idle.give(work) { return }
    let start = Unmanaged.passRetained(Start(work, idle))
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    pthread_attr_setstacksize(&attributes, OwnThread.stackSize)
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    defer { pthread_attr_destroy(&attributes) }
    var thread = pthread_t()
    let failure = pthread_create(
      &thread, &attributes,
      { argument in
        guard let argument else { return nil }
        let start = Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
        var work: (@Sendable () -> Void)? = start.work
        while let next = work {
          next()
          work = start.idle.wait()
        }
        return nil
      }, start.toOpaque())
    // Out of threads: the caller's thread is better than none, and the work must be done exactly once.
    if failure != 0 {
      start.release()
      work()
    }
  }

  /// 8 MB like a main thread's, so that deep recursion in a stage behaves as it does elsewhere.
  private static let stackSize = 8 << 20
}

/// What a new thread needs to know.
private final class Start: Sendable {
  let work: @Sendable () -> Void
  let idle: IdleThreads

  init(_ work: @escaping @Sendable () -> Void, _ idle: IdleThreads) { (self.work, self.idle) = (work, idle) }
}

/// Threads that wait for work.
///
/// Sendable because everything that changes is only touched under the mutex.
private final class IdleThreads: @unchecked Sendable {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let change = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var waiting = 0
  private var given: [@Sendable () -> Void] = []

  /// Seconds that a thread waits.
  private static let patience = 1

  init() {
    mutex.initialize(to: pthread_mutex_t())
    pthread_mutex_init(mutex, nil)
    change.initialize(to: pthread_cond_t())
    pthread_cond_init(change, nil)
  }

  deinit {
    pthread_cond_destroy(change)
    change.deallocate()
    pthread_mutex_destroy(mutex)
    mutex.deallocate()
  }

  /// Hands work to a waiting thread; false if there is none.
  func give(_ work: @escaping @Sendable () -> Void) -> Bool {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    guard waiting > given.count else { return false }
    given.append(work)
    pthread_cond_signal(change)
    return true
  }

  /// The next work; nil when none comes.
  func wait() -> (@Sendable () -> Void)? {
    var deadline = timespec()
    clock_gettime(CLOCK_REALTIME, &deadline)
    deadline.tv_sec += IdleThreads.patience
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    waiting += 1
    defer { waiting -= 1 }
    while given.isEmpty {
      if pthread_cond_timedwait(change, mutex, &deadline) == ETIMEDOUT { break }
    }
    return given.popLast()
  }
}
