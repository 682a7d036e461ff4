internal import CKernels
import Glibc
import Synchronization

/// Where a team's caller posts tasks and its members take them.
///
/// One word holds round, number of tasks and next task, so that a task is taken by one exchange and nobody can take
/// a task of a round that is over. Who finds nothing spins for a while and then sleeps.
///
/// `@unchecked Sendable`: `work` is written only by the caller and only while no task is open; taking a task orders
/// the reading after it. All else is atomic or behind the mutex.
final class TaskBoard: @unchecked Sendable {
  /// How long a member waits for work: some 0.05 ms, then it sleeps.
  private static let spins = 800
  /// How long the caller waits for tasks under way: some milliseconds, longer than one of them takes. To yield sooner
  /// would, on a busy machine, cost it whole time slices of others.
  private static let patience = 50_000
  private static let taskBits = 16

  private var work: (any TeamWork)?
  private let word = Atomic<UInt64>(0)
  private let done = Atomic<Int>(0)
  private let sleepers = Atomic<Int>(0)
  private let dismissed = Atomic<Bool>(false)
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let posted = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  init() {
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(posted, nil)
  }

  deinit {
    pthread_cond_destroy(posted)
    pthread_mutex_destroy(mutex)
    posted.deallocate()
    mutex.deallocate()
  }

  private static func next(_ word: UInt64) -> Int { Int(word & 0xffff) }
  private static func count(_ word: UInt64) -> Int { Int(word >> taskBits & 0xffff) }
  private static func isOpen(_ word: UInt64) -> Bool { next(word) < count(word) }

  func post(_ work: any TeamWork, tasks: Int) {
    precondition(tasks < 1 << Self.taskBits, "\(tasks) tasks in one round")
    self.work = work
    done.store(0, ordering: .relaxed)
    let round = word.load(ordering: .relaxed) >> 32 &+ 1
    word.store(round << 32 | UInt64(tasks) << Self.taskBits, ordering: .sequentiallyConsistent)
    if sleepers.load(ordering: .sequentiallyConsistent) > 0 { wake() }
  }

  /// The next open task, or nil.
  func take() -> Int? {
    var current = word.load(ordering: .acquiring)
    while Self.isOpen(current) {
      let (exchanged, original) = word.weakCompareExchange(
        expected: current, desired: current + 1, ordering: .acquiringAndReleasing)
      if exchanged { return Self.next(current) }
      current = original
    }
    return nil
  }

  func run(_ task: Int) {
    work?.run(task: task)
    done.add(1, ordering: .releasing)
  }

  /// Returns when every task of this round is done.
  func finish() {
    let count = Self.count(word.load(ordering: .relaxed))
    var spins = 0
    while done.load(ordering: .acquiring) < count {
      spins += 1
      if spins < Self.patience { gk_pause() } else { sched_yield() }
    }
    work = nil
  }

  /// Returns true when a task is open, false when the team is dismissed.
  func await() -> Bool {
    for _ in 0..<Self.spins {
      if Self.isOpen(word.load(ordering: .acquiring)) { return true }
      gk_pause()
    }
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    sleepers.add(1, ordering: .sequentiallyConsistent)
    defer { sleepers.subtract(1, ordering: .sequentiallyConsistent) }
    while !dismissed.load(ordering: .sequentiallyConsistent) {
      if Self.isOpen(word.load(ordering: .sequentiallyConsistent)) { return true }
      pthread_cond_wait(posted, mutex)
    }
    return false
  }

  func dismiss() {
    dismissed.store(true, ordering: .sequentiallyConsistent)
    wake()
  }

  private func wake() {
    pthread_mutex_lock(mutex)
    pthread_cond_broadcast(posted)
    pthread_mutex_unlock(mutex)
  }
}
