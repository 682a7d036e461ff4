internal import Glibc

/// What the system says of a regular file: as long as it says the same, nobody touched the file.
///
/// A file that was changed within the last two seconds could be changed again within the same tick of a clock, unseen (git's
/// rule for racy timestamps): what rests on a trace is remembered only if the file had settled.
public struct FileTrace: Sendable, Hashable {
  /// Seconds and nanoseconds.
  private struct Time: Sendable, Hashable {
    let seconds, nanoseconds: Int

    init(_ time: timespec) { (seconds, nanoseconds) = (time.tv_sec, time.tv_nsec) }
  }

  private let device, inode: UInt
  /// In bytes.
  public let size: Int
  private let written, changed: Time

  /// Seconds; no file system's clock is coarser.
  private static let tick = 2

  /// - Parameter folder: where a relative path starts.
  init?(path: UnsafePointer<CChar>, from folder: Int32 = AT_FDCWD) {
    var status = stat()
    guard fstatat(folder, path, &status, 0) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    device = UInt(status.st_dev)
    inode = UInt(status.st_ino)
    size = Int(status.st_size)
    (written, changed) = (Time(status.st_mtim), Time(status.st_ctim))
  }

  /// The trace of a file, links followed; nil where there is none.
  public init?(_ path: String) { self.init(path: path) }

  /// Whether the file had last been changed long enough before `moment`, in seconds since 1970, for its times to tell what
  /// came later.
  public func hadSettled(at moment: Int) -> Bool {
    max(written.seconds, changed.seconds) < moment - FileTrace.tick
  }

  /// On one line.
  public var text: String {
    "1 \(device) \(inode) \(size) \(written.seconds).\(written.nanoseconds) \(changed.seconds).\(changed.nanoseconds)"
  }
}

extension DigestBuilder {
  /// Appends a trace, or that there is no file.
  mutating func append(_ trace: FileTrace?) {
    append([trace == nil ? 0 : 1])
    if let trace { withUnsafeBytes(of: trace) { append($0) } }
  }
}
