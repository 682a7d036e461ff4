internal import Glibc
internal import Pipeline
internal import Spec

/// A process that trains segments: a request per line on its standard input, events on a pipe.
///
/// A trap, or the system running out of memory, ends one worker and not the run. A worker that has done what it was asked
/// waits for the next request; after a failure it ends.
public enum Worker {
  private static let cancellation = Cancellation()

  /// Does what the requests on standard input ask; to be called by the hidden command `worker`.
  ///
  /// - Returns: the exit code: 0 done, 1 failed, 143 stopped after saving.
  public static func main() -> Int32 {
    dieWithParent()
    signal(SIGTERM) { _ in Worker.cancellation.cancel() }
    signal(SIGPIPE, SIG_IGN)
    var requests = Requests()
    let designs = DesignMemory()
    var recipe: Recipe?
    do {
      while let line = requests.next() {
        PeakMemory.begin()
        let request = try SegmentRequest(JSON(parsing: line), after: recipe)
        recipe = request.recipe
        var work = try SegmentWork(
          request, designs: designs, emit: emit, isCancelled: { cancellation.isCancelled })
        try work.train()
      }
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

  /// The lines of standard input.
  private struct Requests {
    private var pending: [UInt8] = []
    private var buffer = [UInt8](repeating: 0, count: 1 << 16)

    /// Waits for a line; nil after the last one, and when the worker is asked to stop.
    mutating func next() -> [UInt8]? {
      var searched = 0
      while true {
        if let end = pending[searched...].firstIndex(of: UInt8(ascii: "\n")) {
          defer { pending.removeSubrange(...end) }
          return Array(pending[..<end])
        }
        searched = pending.count
        let count = read(0, &buffer, buffer.count)
        if count < 0, errno == EINTR, !cancellation.isCancelled { continue }
        if count <= 0 { return nil }
        pending += buffer[..<count]
      }
    }
  }
}
