import Glibc

/// One byte of a file, locked by an open file description.
///
/// Such a lock belongs to the open file and not to the process: two opened files exclude each other within one
/// process too, closing another descriptor of the same file frees nothing, and the kernel frees the lock when
/// its holder dies.
enum RangeLock {
  enum Outcome: Equatable {
    case taken
    /// Someone else has it.
    case held
    /// This file system has no such locks.
    case unsupported
  }

  /// Linux's command for a lock that belongs to an open file description, which Glibc's module does not export.
  private static let set: Int32 = 37

  /// Tries to lock the byte at `offset` for writing, without waiting.
  static func attempt(on descriptor: Int32, offset: Int) -> Outcome {
    var range = flock(
      l_type: Int16(F_WRLCK), l_whence: Int16(SEEK_SET), l_start: offset, l_len: 1, l_pid: 0)
    if Disk.repeated({ fcntl(descriptor, set, &range) }) == 0 { return .taken }
    return errno == EAGAIN || errno == EACCES ? .held : .unsupported
  }

  /// Linux's command that asks about such a lock.
  private static let get: Int32 = 36

  /// Whether somebody has locked the byte at `offset`, as far as that can be told. Reading the file is enough to ask.
  static func isHeld(_ descriptor: Int32, offset: Int) -> Bool {
    var range = flock(
      l_type: Int16(F_WRLCK), l_whence: Int16(SEEK_SET), l_start: offset, l_len: 1, l_pid: 0)
    guard Disk.repeated({ fcntl(descriptor, get, &range) }) == 0 else { return true }
    return range.l_type != Int16(F_UNLCK)
  }

  static func free(_ descriptor: Int32, offset: Int) {
    var range = flock(
      l_type: Int16(F_UNLCK), l_whence: Int16(SEEK_SET), l_start: offset, l_len: 1, l_pid: 0)
    _ = fcntl(descriptor, set, &range)
  }
}
