internal import Glibc
internal import Pipeline

/// Files on disk by their content, whatever their size.
enum FileDigest {
  private static let chunk = 1 << 20

  /// The SHA-256 of a file.
  static func of(_ path: String) throws(UnreadableFile) -> Digest {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw UnreadableFile(path: path) }
    defer { close(descriptor) }
    var builder = DigestBuilder()
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: chunk, alignment: 64)
    defer { buffer.deallocate() }
    while true {
      let count = read(descriptor, buffer.baseAddress, chunk)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw UnreadableFile(path: path) }
      if count == 0 { return builder.finish() }
      builder.append(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
  }

  /// Writes a file down for good and gives it its name, in one step for whoever looks.
  static func publish(_ draft: String, as path: String) throws(UnreadableFile) {
    for place in [draft, parent(of: path)] {
      let descriptor = open(place, O_RDONLY | O_CLOEXEC)
      guard descriptor >= 0 else { throw UnreadableFile(path: place) }
      fsync(descriptor)
      close(descriptor)
    }
    guard rename(draft, path) == 0 else { throw UnreadableFile(path: path) }
  }
}

/// One downloader at a time per file; the kernel frees the lock when its holder dies.
struct FetchLock {
  private let descriptor: Int32

  init(_ path: String, _ cancellation: Cancellation) throws {
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw UnreadableFile(path: path) }
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      if cancellation.isCancelled {
        close(descriptor)
        throw Cancelled()
      }
      usleep(100_000)
    }
  }

  func release() { close(descriptor) }
}
