import Glibc

/// Work that falls into numbered tasks, which may run in any order and at the same time.
public protocol TeamWork: AnyObject {
  func run(task: Int)
}

/// Threads that share out the tasks of one piece of work at a time.
///
/// The caller works too. Which thread takes which task is chance, so a task must compute the same whoever runs it:
/// that is what makes results independent of the number of threads.
public final class Team {
  private let board: TaskBoard
  private let members: [pthread_t]
  private let stretches = Stretches()

  /// - Parameter threads: The caller included; 1 makes a team that runs everything on the caller.
  public init(threads: Int) {
    precondition(threads >= 1, "a team of \(threads) threads")
    let board = TaskBoard()
    self.board = board
    members = (1..<threads).compactMap { _ in
      var thread = pthread_t()
      let status = pthread_create(&thread, nil, serve, Unmanaged.passRetained(board).toOpaque())
      // Without a helper the caller does its share too: slower, never wrong.
      return status == 0 ? thread : nil
    }
  }

  deinit {
    board.dismiss()
    for member in members { pthread_join(member, nil) }
  }

  /// Runs tasks 0..<count, without subnormal numbers, and returns when all are done.
  public func run(_ work: some TeamWork, tasks count: Int) {
    flushingSubnormals { share(work, tasks: count) }
  }

  /// Runs `body(context, first, count)` on stretches of 0..<`elements`, of which each element is computed by itself.
  ///
  /// A C function, because a closure that captures would have to be allocated.
  func run(
    elements: Int, _ context: UnsafeRawPointer, _ body: @convention(c) (UnsafeRawPointer, Int, Int) -> Void
  ) {
    if members.isEmpty || elements < 2 * Stretches.length { return body(context, 0, elements) }
    stretches.elements = elements
    stretches.context = context
    stretches.body = body
    run(stretches, tasks: (elements + Stretches.length - 1) / Stretches.length)
    stretches.body = nil
  }

  private func share(_ work: some TeamWork, tasks count: Int) {
    if members.isEmpty || count < 2 {
      for task in 0..<count { work.run(task: task) }
    } else {
      board.post(work, tasks: count)
      while let task = board.take() { board.run(task) }
      board.finish()
    }
  }
}

/// Loops over vectors, cut into stretches.
private final class Stretches: TeamWork {
  /// Long enough that handing it over costs little of it.
  static let length = 32_768

  var elements = 0
  var context: UnsafeRawPointer?
  var body: (@convention(c) (UnsafeRawPointer, Int, Int) -> Void)?

  func run(task: Int) {
    guard let context, let body else { return }
    let first = task * Stretches.length
    body(context, first, min(Stretches.length, elements - first))
  }
}

private func serve(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  guard let context else { return nil }
  let board = Unmanaged<TaskBoard>.fromOpaque(context).takeRetainedValue()
  flushingSubnormals {
    while board.await() {
      while let task = board.take() { board.run(task) }
    }
  }
  return nil
}
