import Glibc

/// Gives every job a thread of its own, so that a stage may block without holding up anyone.
final class OwnThread: TaskExecutor {
  static let shared = OwnThread()

  /// 8 MB like a main thread's, so that deep recursion in a stage behaves as it does elsewhere.
  private static let stackSize = 8 << 20

  func enqueue(_ job: consuming ExecutorJob) {
    let start = Unmanaged.passRetained(Start(UnownedJob(job), on: asUnownedTaskExecutor()))
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
        start.job.runSynchronously(on: start.executor)
        return nil
      }, start.toOpaque())
    // Out of threads: the caller's thread is better than none, and the job must run exactly once.
    if failure != 0 {
      let start = start.takeRetainedValue()
      start.job.runSynchronously(on: start.executor)
    }
  }
}

/// What a new thread needs to know.
private final class Start {
  let job: UnownedJob
  let executor: UnownedTaskExecutor

  init(_ job: UnownedJob, on executor: UnownedTaskExecutor) {
    self.job = job
    self.executor = executor
  }
}
