internal import Glibc
internal import Synchronization

/// Standard output or standard error: writes whole texts, and is quiet about readers who have left.
final class StandardStream: Sendable {
  /// What was asked for: data.
  static let output = StandardStream(STDOUT_FILENO)
  /// Progress, warnings and errors.
  static let errors = StandardStream(STDERR_FILENO)

  private let descriptor: Int32
  private let closed = Atomic<Bool>(false)

  private init(_ descriptor: Int32) { self.descriptor = descriptor }

  var isTerminal: Bool { isatty(descriptor) == 1 }

  /// Whether the reader is gone; everything written since then was dropped.
  var isClosed: Bool { closed.load(ordering: .relaxed) }

  var style: Style {
    Style(isColored: isTerminal && variable("NO_COLOR").isEmpty && !["", "dumb"].contains(variable("TERM")))
  }

  /// Whether lines can be drawn over: a terminal that knows how to move its cursor.
  var canRedraw: Bool { isTerminal && !["", "dumb"].contains(variable("TERM")) }

  /// Columns and rows at this moment; what old terminals had if it does not say.
  var size: (columns: Int, rows: Int) {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else {
      return (80, 24)
    }
    return (Int(size.ws_col), Int(size.ws_row))
  }

  /// Writes all of a text in as few calls as the system allows.
  func write(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)
      while let start = rest.baseAddress, !rest.isEmpty, !isClosed {
        let count = Glibc.write(descriptor, start, rest.count)
        if count >= 0 {
          rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        } else if errno == EAGAIN {
          var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
          poll(&wait, 1, -1)
        } else if errno != EINTR {
          // A reader who left, a full disk, a vanished terminal: there is nobody to tell.
          closed.store(true, ordering: .relaxed)
        }
      }
    }
  }

  func writeLine(_ text: String) { write(text + "\n") }
}

/// An environment variable; empty if it is not set.
func variable(_ name: String) -> String { getenv(name).map { String(cString: $0) } ?? "" }

/// The folder that relative paths count from.
var workingFolder: String {
  guard let path = getcwd(nil, 0) else { return "/" }
  defer { free(path) }
  return String(cString: path)
}
