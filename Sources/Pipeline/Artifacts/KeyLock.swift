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
  private let note: HolderNote
  /// Of the key in the note.
  private let line: Int?

  fileprivate init(descriptor: Int32, offset: Int, note: HolderNote, line: Int?, isExclusive: Bool) {
    self.descriptor = Atomic(descriptor)
    self.offset = offset
    (self.note, self.line) = (note, line)
    self.isExclusive = isExclusive
  }

  deinit { release() }

  /// Lets others in. A second call does nothing.
  public func release() {
    let descriptor = descriptor.exchange(-1, ordering: .acquiringAndReleasing)
    guard descriptor >= 0 else { return }
    if let line { note.remove(line) }
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
        handedOver = true
        return KeyLock(
          descriptor: descriptor, offset: offset, note: note, line: note.add(key, fileMode: fileMode),
          isExclusive: true)
      case .unsupported:
        handedOver = true
        return KeyLock(descriptor: descriptor, offset: offset, note: note, line: nil, isExclusive: false)
      case .held: break
      }
      let holder = holder(of: key)
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
}
