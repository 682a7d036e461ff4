#if canImport(Glibc)
  internal import Glibc
#else
  internal import Musl
#endif

/// Runs a program on given input until it ends.
///
/// Input and output are nameless temporary files, so that neither side can wait for the other.
func runToEnd(
  _ path: String, _ arguments: [String], environment: [String], input: [UInt8]
) throws(TypesettingFailure) -> (status: Int32, output: [UInt8], errors: [UInt8]) {
  let files = [temporaryFile(), temporaryFile(), temporaryFile()]
  defer { for file in files where file >= 0 { close(file) } }
  guard files.allSatisfy({ $0 >= 0 }), fill(files[0], with: input), lseek(files[0], 0, SEEK_SET) == 0 else {
    throw TypesettingFailure("cannot pass data to \(path): \(String(cString: strerror(errno)))")
  }
  var actions = posix_spawn_file_actions_t()
  posix_spawn_file_actions_init(&actions)
  defer { posix_spawn_file_actions_destroy(&actions) }
  for (target, file) in files.enumerated() {
    posix_spawn_file_actions_adddup2(&actions, file, Int32(target))
  }
  var words = ([path] + arguments).map { strdup($0) } + [nil]
  var variables = environment.map { strdup($0) } + [nil]
  defer { for word in words + variables { free(word) } }
  var child = pid_t()
  let failure = posix_spawn(&child, path, &actions, nil, &words, &variables)
  guard failure == 0 else {
    throw TypesettingFailure("cannot start \(path): \(String(cString: strerror(failure)))")
  }
  var status: Int32 = 0
  while waitpid(child, &status, 0) < 0 {
    guard errno == EINTR else {
      throw TypesettingFailure("cannot wait for \(path): \(String(cString: strerror(errno)))")
    }
  }
  // A signal counts as 128 and its number, as in a shell.
  let ended = status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
  return (ended, contents(of: files[1]), contents(of: files[2]))
}

/// A new open file without a name, or -1.
private func temporaryFile() -> Int32 {
  let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
  guard let name = strdup(folder + "/grokline-XXXXXX") else { return -1 }
  defer { free(name) }
  let file = mkstemp(name)
  if file >= 0 {
    unlink(name)
    _ = fcntl(file, F_SETFD, FD_CLOEXEC)
  }
  return file
}

private func fill(_ file: Int32, with bytes: [UInt8]) -> Bool {
  var offset = 0
  while offset < bytes.count {
    let written = bytes.withUnsafeBytes { memory in
      memory.baseAddress.map { write(file, $0 + offset, bytes.count - offset) } ?? 0
    }
    if written <= 0 { return false }
    offset += written
  }
  return true
}

private func contents(of file: Int32) -> [UInt8] {
  let size = Int(lseek(file, 0, SEEK_END))
  guard size > 0, lseek(file, 0, SEEK_SET) == 0 else { return [] }
  var bytes = [UInt8](repeating: 0, count: size)
  var offset = 0
  while offset < size {
    let count = bytes.withUnsafeMutableBytes { memory in
      memory.baseAddress.map { read(file, $0 + offset, size - offset) } ?? 0
    }
    if count <= 0 { break }
    offset += count
  }
  return Array(bytes.prefix(offset))
}
