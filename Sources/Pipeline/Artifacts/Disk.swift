import Glibc

/// The system calls on paths that a store is made of; each failure becomes a ``StoreError`` with the path.
enum Disk {
  /// Calls again for as long as a signal interrupts the call.
  static func repeated<Count: SignedInteger>(_ call: () -> Count) -> Count {
    while true {
      let result = call()
      if result >= 0 || errno != EINTR { return result }
    }
  }

  /// The error of the call that just failed.
  static func failure(_ operation: String, _ path: String) -> StoreError {
    .system(operation: operation, path: path, errno: errno)
  }

  /// What lies at `path`, without following a last link; `nil` when nothing does.
  static func status(_ path: String) throws(StoreError) -> stat? {
    var status = stat()
    if lstat(path, &status) == 0 { return status }
    if errno == ENOENT || errno == ENOTDIR { return nil }
    throw failure("examine", path)
  }

  static func isFolder(_ path: String) throws(StoreError) -> Bool {
    try status(path).map { $0.st_mode & S_IFMT == S_IFDIR } ?? false
  }

  /// Makes a folder and those above it; one that exists is left as it is.
  ///
  /// Nothing is flushed here: journaling file systems write down a folder before what is put into it, and whoever
  /// publishes a file flushes the folder that it is in.
  static func makeFolder(_ path: String, mode: mode_t) throws(StoreError) {
    if mkdir(path, mode) == 0 { return }
    switch errno {
    case EEXIST: return
    case ENOENT where parent(of: path) != path:
      try makeFolder(parent(of: path), mode: mode)
      // In a place like /proc the folder above is there, and the answer stays the same.
      guard mkdir(path, mode) == 0 || errno == EEXIST else { throw failure("create folder", path) }
      try synchronizeFolder(parent(of: path))
    default: throw failure("create folder", path)
    }
  }

  static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The last part of a path.
  static func name(of path: String) -> String {
    String(path[(path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex)...])
  }

  /// The bytes of a file; 0 where there is none.
  static func size(_ path: String) throws(StoreError) -> Int { Int(try status(path)?.st_size ?? 0) }

  /// Removes a folder and all that is in it.
  static func removeTree(_ path: String) throws(StoreError) {
    guard try isFolder(path) else {
      _ = try remove(path)
      return
    }
    for name in try names(in: path) { try removeTree("\(path)/\(name)") }
    guard rmdir(path) == 0 || errno == ENOENT else { throw failure("remove", path) }
  }

  static func synchronizeFolder(_ path: String) throws(StoreError) {
    let folder = try OpenFile(path, O_RDONLY | O_DIRECTORY)
    try folder.synchronize()
  }

  /// Gives the file at `draft` the name `path` unless that is taken, and says whether it did.
  ///
  /// A hard link refuses atomically, on network file systems too. Where there are none, the name is looked at
  /// first: two writers may then both succeed, the later one wins, and readers still see one whole file.
  static func publish(_ draft: String, as path: String) throws(StoreError) -> Bool {
    if link(draft, path) == 0 {
      unlink(draft)
      return true
    }
    switch errno {
    case EEXIST: return false
    case EPERM, EOPNOTSUPP, ENOSYS, EMLINK:
      if try status(path) != nil { return false }
      try replace(path, with: draft)
      return true
    default: throw failure("publish", path)
    }
  }

  /// Gives the file at `draft` the name `path`, whoever had it.
  static func replace(_ path: String, with draft: String) throws(StoreError) {
    guard rename(draft, path) == 0 else { throw failure("publish", path) }
  }

  /// Creates an empty file whose first byte is locked before anybody sees it. The kernel frees the lock on any death.
  ///
  /// - Returns: its descriptor; negative if there can be no such file, or no lock.
  static func createLocked(_ path: String, draft: String, mode: mode_t) -> Int32 {
    let descriptor = repeated { open(draft, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, mode) }
    guard descriptor >= 0 else { return -1 }
    guard RangeLock.attempt(on: descriptor, offset: 0) == .taken, rename(draft, path) == 0 else {
      unlink(draft)
      close(descriptor)
      return -1
    }
    return descriptor
  }

  /// Removes a file, and says whether there was one.
  static func remove(_ path: String) throws(StoreError) -> Bool {
    if unlink(path) == 0 { return true }
    if errno == ENOENT { return false }
    throw failure("remove", path)
  }

  /// The names in a folder, sorted; none when there is no such folder.
  static func names(in path: String) throws(StoreError) -> [String] {
    guard let folder = opendir(path) else {
      if errno == ENOENT || errno == ENOTDIR { return [] }
      throw failure("list", path)
    }
    defer { closedir(folder) }
    var names: [String] = []
    errno = 0
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    guard errno == 0 else { throw failure("list", path) }
    return names.sorted()
  }
}
