import Glibc

/// What goes to and comes from a child while it runs.
struct Conversation {
  struct Reader {
    let stream: ChildProcess.Stream
    let descriptor: Int32
    var isOpen = true
    /// The beginning of a line whose end has not come yet, or everything so far.
    var pending: [UInt8] = []
  }

  private var input: Int32
  /// Input that has not gone in yet.
  private var remaining: ArraySlice<UInt8> = []
  private var isInputComplete = false
  private var readers: [Reader]
  private let capturing: Set<ChildProcess.Stream>

  /// What a pipe holds at most, unless somebody changes it.
  private static let readSize = 1 << 16

  init(input: Int32, readers: [Reader], capturing: Set<ChildProcess.Stream>) {
    self.input = input
    self.readers = readers
    self.capturing = capturing
    for descriptor in [input] + readers.map(\.descriptor) {
      _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    }
  }

  /// Queues input; after the last, the child's input ends.
  mutating func send(_ bytes: [UInt8], isLast: Bool) {
    remaining += bytes
    isInputComplete = isLast
    write()
  }

  /// Whether the child has closed all its streams.
  var isOver: Bool { readers.allSatisfy { !$0.isOpen } }

  /// Waits for something to happen, then writes what can be written and reads what has come.
  mutating func exchange(milliseconds: Int32, _ onLine: (ChildProcess.Stream, String) -> Void) {
    var polled = readers.filter(\.isOpen).map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
    if !remaining.isEmpty { polled.append(pollfd(fd: input, events: Int16(POLLOUT), revents: 0)) }
    _ = poll(&polled, nfds_t(polled.count), milliseconds)
    write()
    var place = 0
    for index in readers.indices where readers[index].isOpen {
      defer { place += 1 }
      if polled[place].revents != 0 { read(index, onLine) }
    }
  }

  /// Closes everything and hands out what was captured; a last line without an end is a line too.
  mutating func finish(_ onLine: (ChildProcess.Stream, String) -> Void) -> [ChildProcess.Stream: [UInt8]] {
    closeInput()
    defer { readers = [] }
    var captured: [ChildProcess.Stream: [UInt8]] = [:]
    for reader in readers {
      close(reader.descriptor)
      if capturing.contains(reader.stream) {
        captured[reader.stream] = reader.pending
      } else if !reader.pending.isEmpty {
        onLine(reader.stream, String(decoding: reader.pending, as: UTF8.self))
      }
    }
    return captured
  }

  private mutating func write() {
    guard input >= 0 else { return }
    while !remaining.isEmpty {
      let count = remaining.withUnsafeBytes {
        Glibc.send(input, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if count < 0, errno == EAGAIN || errno == EINTR { return }
      // A child that does not want its input may do without.
      guard count > 0 else {
        closeInput()
        break
      }
      remaining = remaining.dropFirst(count)
    }
    if isInputComplete { closeInput() }
  }

  private mutating func closeInput() {
    if input >= 0 { close(input) }
    input = -1
    remaining = []
  }

  private mutating func read(_ index: Int, _ onLine: (ChildProcess.Stream, String) -> Void) {
    let descriptor = readers[index].descriptor
    let outcome = withUnsafeTemporaryAllocation(byteCount: Conversation.readSize, alignment: 1) { buffer in
      let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      if count > 0 { readers[index].pending += buffer[..<count] }
      return count
    }
    if outcome < 0, errno == EAGAIN || errno == EINTR { return }
    guard outcome > 0 else {
      readers[index].isOpen = false
      return
    }
    guard !capturing.contains(readers[index].stream) else { return }
    let lines = readers[index].pending.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for line in lines.dropLast() { onLine(readers[index].stream, String(decoding: line, as: UTF8.self)) }
    readers[index].pending = Array(lines.last ?? [])
  }
}
