import Glibc
import Synchronization

/// How long to wait for a lock that someone else holds.
public enum LockWait: Sendable {
  case no
  case seconds(Double)
  case forever
}

/// The right to do the work of one key alone, until ``release()``.
///
/// Call `release()` when the work is done, in a `defer`: a lock that nothing mentions any more may be let go of.
public final class KeyLock: Sendable {
  /// False where the file system has no locks: then the same work may be done twice, never wrongly.
  public let isExclusive: Bool
  private let descriptor: Atomic<Int32>
  private let offset: Int
  private let note: String

  fileprivate init(descriptor: Int32, offset: Int, note: String, isExclusive: Bool) {
    self.descriptor = Atomic(descriptor)
    self.offset = offset
    self.note = note
    self.isExclusive = isExclusive
  }

  deinit { release() }

  /// Lets others in. A second call does nothing.
  public func release() {
    let descriptor = descriptor.exchange(-1, ordering: .acquiringAndReleasing)
    guard descriptor >= 0 else { return }
    if isExclusive { unlink(note) }
    // Freed by name first: a child that is just being started may still hold a copy of the descriptor.
    RangeLock.free(descriptor, offset: offset)
    close(descriptor)
  }
}

extension ArtifactStore {
  /// Takes the lock of `key`.
  ///
  /// - Parameters:
  ///   - wait: how long to wait while someone else holds it.
  ///   - isCancelled: asked while waiting; true gives up.
  ///   - onWait: called once, with a description of the holder, when waiting begins.
  /// - Throws: `StoreError.busy` when the wait is over, `.waitCancelled`, or a failure of the file system.
  public func lock(
    _ key: Digest, wait: LockWait = .forever, isCancelled: () -> Bool = { false },
    onWait: (_ holder: String) -> Void = { _ in }
  ) throws(StoreError) -> KeyLock {
    let note = "\(root)/holders/\(key.hex)"
    // 62 bits, so that offset and length stay within what every file system can express.
    let offset = Int(key.prefix >> 2)
    let descriptor = try openLocks()
    var handedOver = false
    defer { if !handedOver { close(descriptor) } }

    let clock = ContinuousClock()
    let start = clock.now
    var pause = 1_000
    var announced = false
    while true {
      switch RangeLock.attempt(on: descriptor, offset: offset) {
      case .taken:
        announceHolder(in: note)
        handedOver = true
        return KeyLock(descriptor: descriptor, offset: offset, note: note, isExclusive: true)
      case .unsupported:
        handedOver = true
        return KeyLock(descriptor: descriptor, offset: offset, note: note, isExclusive: false)
      case .held: break
      }
      let holder = holder(in: note)
      switch wait {
      case .no: throw .busy(holder: holder)
      case .seconds(let limit) where clock.now - start >= .seconds(limit): throw .busy(holder: holder)
      default: break
      }
      if !announced { onWait(holder) }
      announced = true
      if isCancelled() { throw .waitCancelled(holder: holder) }
      usleep(UInt32(pause))
      pause = min(pause * 2, 20_000)
    }
  }
}

extension ArtifactStore {
  /// A new descriptor of the file whose bytes are locked.
  func openLocks() throws(StoreError) -> Int32 {
    let path = "\(root)/locks"
    if try Disk.status(path) == nil { try establish() }
    let descriptor = Disk.repeated { Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, fileMode) }
    guard descriptor >= 0 else { throw Disk.failure("open", path) }
    return descriptor
  }

  /// Says who holds a lock. Only messages read it, so a failure to write it is no failure.
  private func announceHolder(in note: String) {
    guard let file = try? OpenFile(note, O_WRONLY | O_CREAT | O_TRUNC, mode: fileMode) else { return }
    var host = [CChar](repeating: 0, count: 256)
    gethostname(&host, host.count - 1)
    let name = String(decoding: host.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    var text = "process \(getpid()) on \(name)"
    text.withUTF8 { try? file.write(UnsafeRawBufferPointer($0)) }
  }

  private func holder(in note: String) -> String {
    guard let file = try? OpenFile(note, O_RDONLY) else { return "another process" }
    let text = [UInt8](unsafeUninitializedCapacity: 512) { buffer, count in
      count = (try? file.read(into: UnsafeMutableRawBufferPointer(buffer), at: 0)) ?? 0
    }
    // The note is anybody's: nothing of it may steer a terminal.
    let letters = text.filter { (0x20..<0x7F).contains($0) }
    return letters.isEmpty ? "another process" : String(decoding: letters, as: UTF8.self)
  }
}
