internal import Glibc
internal import Pipeline
internal import Spec

/// A process that trains one segment: a request on its standard input, events on a pipe.
///
/// A trap, or the system running out of memory, ends one worker and not the run.
public enum Worker {
  private static let cancellation = Cancellation()

  /// Does what the request on standard input asks; to be called by the hidden command `worker`.
  ///
  /// - Returns: the exit code: 0 done, 1 failed, 143 stopped after saving.
  public static func main() -> Int32 {
    dieWithParent()
    signal(SIGTERM) { _ in Worker.cancellation.cancel() }
    signal(SIGPIPE, SIG_IGN)
    do {
      let request = try SegmentRequest(JSON(parsing: readAll(0)))
      var work = try SegmentWork(request, emit: emit, isCancelled: { cancellation.isCancelled })
      try work.train()
      return 0
    } catch is Cancelled {
      return 128 + SIGTERM
    } catch let error as StoreError {
      try? emit(.damaged("\(error)"))
    } catch let error as InvalidSpec {
      try? emit(.failed(error.diagnostics.map { "\($0.location): \($0.message)" }.joined(separator: "; ")))
    } catch {
      try? emit(.failed("\(error)"))
    }
    return 1
  }

  private static func emit(_ event: SegmentEvent) throws {
    var text = "\(event.json)\n"
    try text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)
      while !rest.isEmpty {
        let count = write(ChildProcess.eventsDescriptor, rest.baseAddress, rest.count)
        if count < 0, errno == EINTR { continue }
        if count <= 0 { throw WorkerFailure(description: "nobody listens to this worker") }
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      }
    }
  }

  private static func readAll(_ descriptor: Int32) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      if count <= 0 { return bytes }
      bytes.append(contentsOf: buffer[..<count])
    }
  }
}
