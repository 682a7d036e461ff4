import Glibc

/// A file that is being written under a private name and gets its real name when it is whole and on disk.
///
/// An abandoned draft removes itself. One that its process could not remove is never seen by readers, and is
/// swept once it is old and nobody holds its lock.
struct Draft: ~Copyable {
  private let file: OpenFile
  private let path: String

  /// Creates an empty draft in `folder`.
  init(in folder: String, mode: mode_t) throws(StoreError) {
    let name = String(UInt64.random(in: .min ... .max), radix: 16)
    path = "\(folder)/\(getpid())-\(name)"
    file = try OpenFile(path, O_WRONLY | O_CREAT | O_EXCL, mode: mode)
    // Where there are no locks, age alone protects a draft.
    _ = RangeLock.attempt(on: file.descriptor, offset: 0)
  }

  deinit { unlink(path) }

  func write(_ bytes: UnsafeRawBufferPointer) throws(StoreError) { try file.write(bytes) }

  func write(_ bytes: [UInt8]) throws(StoreError) {
    try bytes.span.withUnsafeBytes { (bytes) throws(StoreError) in try file.write(bytes) }
  }

  /// Writes over what was written at `offset`.
  func write(_ bytes: [UInt8], at offset: Int) throws(StoreError) {
    try bytes.span.withUnsafeBytes { (bytes) throws(StoreError) in try file.write(bytes, at: offset) }
  }

  /// Publishes the draft unless the name is taken, and says whether it did.
  ///
  /// - Parameter commit: flushes it together with others; without one it is on disk before it has its name.
  consuming func publish(as target: String, with commit: GroupCommit? = nil) throws(StoreError) -> Bool {
    if commit == nil { try file.synchronize() }
    guard try Disk.publish(path, as: target) else { return false }
    let folder = Disk.parent(of: target)
    if let commit { try commit.add(file, in: folder) } else { try Disk.synchronizeFolder(folder) }
    return true
  }

  /// Publishes the draft in the place of whatever has the name.
  consuming func replace(_ target: String) throws(StoreError) {
    try file.synchronize()
    try Disk.replace(target, with: path)
    try Disk.synchronizeFolder(Disk.parent(of: target))
  }

  /// Removes the drafts in `folder` that are older than `age` seconds and whose process is gone.
  static func sweep(_ folder: String, olderThan age: Int) throws(StoreError) {
    let now = time(nil)
    for name in try Disk.names(in: folder) {
      let path = "\(folder)/\(name)"
      guard let status = try Disk.status(path), now - status.st_mtim.tv_sec > age else { continue }
      let file = try OpenFile(path, O_RDWR)
      if RangeLock.attempt(on: file.descriptor, offset: 0) != .held { _ = try Disk.remove(path) }
    }
  }
}
