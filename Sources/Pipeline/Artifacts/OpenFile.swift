import Glibc

/// A file descriptor that closes itself. Interrupted calls are repeated; every failure names the path.
struct OpenFile: ~Copyable {
  let descriptor: Int32
  let path: String

  /// Opens `path` with the flags of open(2); always close-on-exec.
  init(_ path: String, _ flags: Int32, mode: mode_t = 0) throws(StoreError) {
    let descriptor = Disk.repeated { open(path, flags | O_CLOEXEC, mode) }
    guard descriptor >= 0 else {
      throw Disk.failure(flags & O_CREAT != 0 ? "create" : "open", path)
    }
    self.descriptor = descriptor
    self.path = path
  }

  /// Opens a file for reading; a pipe that lies in its place is not waited for.
  init(reading path: String) throws(StoreError) { try self.init(path, O_RDONLY | O_NONBLOCK) }

  deinit { close(descriptor) }

  func status() throws(StoreError) -> stat {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw Disk.failure("examine", path) }
    return status
  }

  /// Reads bytes from `offset` on until `buffer` is full or the file ends, and returns how many were read.
  func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(StoreError) -> Int {
    var done = 0
    while done < buffer.count {
      let count = Disk.repeated {
        pread(descriptor, buffer.baseAddress?.advanced(by: done), buffer.count - done, offset + done)
      }
      if count < 0 { throw Disk.failure("read", path) }
      if count == 0 { break }
      done += count
    }
    return done
  }

  /// The file's bytes, up to the first `limit` of them.
  func contents(limit: Int) throws(StoreError) -> [UInt8] {
    let size = min(Int(try status().st_size), limit)
    return try [UInt8](unsafeUninitializedCapacity: size) { (buffer, count) throws(StoreError) in
      let target = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[..<size])
      count = try read(into: target, at: 0)
    }
  }

  /// As ``contents(limit:)``, but `nil` where the file is no file or its disk cannot read it: damage, not a failure.
  func readable(limit: Int) throws(StoreError) -> [UInt8]? {
    do {
      return try contents(limit: limit)
    } catch .system(_, _, EIO), .system(_, _, EISDIR), .system(_, _, ESPIPE) {
      return nil
    }
  }

  /// As ``read(into:at:)``, but 0 where the disk cannot read the bytes: damage, not a failure.
  func readable(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(StoreError) -> Int {
    do {
      return try read(into: buffer, at: offset)
    } catch .system(_, _, EIO) {
      return 0
    }
  }

  /// Writes at the end, or over what lies at `offset`.
  func write(_ buffer: UnsafeRawBufferPointer, at offset: Int? = nil) throws(StoreError) {
    var done = 0
    while done < buffer.count {
      let (start, count) = (buffer.baseAddress?.advanced(by: done), buffer.count - done)
      let written = Disk.repeated {
        if let offset {
          pwrite(descriptor, start, count, offset + done)
        } else {
          Glibc.write(descriptor, start, count)
        }
      }
      if written < 0 { throw Disk.failure("write", path) }
      done += written
    }
  }

  /// Returns when content and metadata would survive a loss of power.
  func synchronize() throws(StoreError) {
    guard Disk.repeated({ fsync(descriptor) }) == 0 else { throw Disk.failure("flush", path) }
  }
}
