import Glibc

/// The two ends of a one-way connection to a child: one goes to the child, the other stays here.
struct ChildPipe {
  let ours: Int32
  let childs: Int32
  /// The descriptor that the child finds its end at.
  let number: Int32

  func closeChildsEnd() { close(childs) }
}

/// Starts programs without leaking a descriptor into any of them.
enum Spawn {
  /// Between the making of a pipe and its marking as private, no child may start: it would inherit both ends
  /// and nobody would ever see the end of the stream.
  private static let lock = ThreadLock()

  /// Starts a program in a process group of its own, with default signals.
  ///
  /// - Parameter readers: descriptors of the child that it writes to and we read.
  /// - Returns: the process, our end of its standard input, our ends of `readers`, and the lifeline.
  static func start(
    _ program: String, _ arguments: [String], _ environment: [String: String]?, readers: [Int32]
  ) throws -> (pid: pid_t, input: Int32, outputs: [ChildPipe], lifeline: Int32) {
    lock.lock()
    defer { lock.unlock() }
    var opened: [Int32] = []
    var succeeded = false
    defer { if !succeeded { for descriptor in opened { close(descriptor) } } }

    // A socket, so that writing to a child that has gone raises no signal here.
    let input = try pair(0, isSocket: true, childReads: true, &opened)
    let outputs = try readers.map { try pair($0, isSocket: false, childReads: false, &opened) }
    let lifeline = try pair(ChildProcess.lifelineDescriptor, isSocket: false, childReads: true, &opened)

    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for pipe in [input] + outputs + [lifeline] {
      posix_spawn_file_actions_adddup2(&actions, pipe.childs, pipe.number)
    }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
    posix_spawnattr_setpgroup(&attributes, 0)
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    for signal in [SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGQUIT] { sigaddset(&signals, signal) }
    posix_spawnattr_setsigdefault(&attributes, &signals)

    let words = ([program] + arguments).map { strdup($0) }
    let settings = environment?.sorted { $0.key < $1.key }.map { strdup("\($0.key)=\($0.value)") }
    defer { for text in words + (settings ?? []) { free(text) } }
    var pid = pid_t()
    let failure =
      if let settings {
        posix_spawnp(&pid, program, &actions, &attributes, words + [nil], settings + [nil])
      } else {
        posix_spawnp(&pid, program, &actions, &attributes, words + [nil], environ)
      }
    guard failure == 0 else { throw ChildProcess.CannotStart(program: program, errno: failure) }
    succeeded = true
    for pipe in [input] + outputs + [lifeline] { pipe.closeChildsEnd() }
    return (pid, input.ours, outputs, lifeline.ours)
  }

  private static func pair(
    _ number: Int32, isSocket: Bool, childReads: Bool, _ opened: inout [Int32]
  ) throws -> ChildPipe {
    var ends: [Int32] = [-1, -1]
    let kind = Int32(SOCK_STREAM.rawValue)
    guard (isSocket ? socketpair(AF_UNIX, kind, 0, &ends) : pipe(&ends)) == 0 else {
      throw ChildProcess.CannotStart(program: "a pipe", errno: errno)
    }
    // Above the numbers that the child's ends get, so that no move there overwrites another end.
    let moved = ends.map { end in
      defer { close(end) }
      return fcntl(end, F_DUPFD_CLOEXEC, 16)
    }
    opened += moved.filter { $0 >= 0 }
    guard moved.allSatisfy({ $0 >= 0 }) else {
      throw ChildProcess.CannotStart(program: "a pipe", errno: errno)
    }
    return ChildPipe(ours: moved[childReads ? 1 : 0], childs: moved[childReads ? 0 : 1], number: number)
  }
}
