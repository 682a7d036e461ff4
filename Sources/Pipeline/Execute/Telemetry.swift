import Glibc
import Spec
import Synchronization

/// Times and attempts of one run, as JSON lines beside the results. No key or digest ever covers them.
final class Telemetry: Sendable {
  /// The run's name: when it started, in UTC, and its process.
  let run: String
  private let store: ArtifactStore
  /// Of the file, once something was written.
  private let descriptor = Atomic<Int32>(-1)

  init(in store: ArtifactStore) {
    // Two runs of one process may start within a second.
    run = "\(Timestamp.now())-\(getpid())-\(String(UInt16.random(in: .min ... .max), radix: 16))"
    self.store = store
  }

  deinit {
    let descriptor = descriptor.load(ordering: .relaxed)
    if descriptor >= 0 { close(descriptor) }
  }

  /// Appends what became of a piece of work. Telemetry that cannot be written is no reason to fail.
  func write(_ lines: [JSON]) {
    if descriptor.load(ordering: .relaxed) < 0 { descriptor.store(opened(), ordering: .relaxed) }
    var text = lines.map { "\($0)\n" }.joined()
    text.withUTF8 { bytes in
      // In one piece, so that no reader sees half a line.
      _ = Glibc.write(descriptor.load(ordering: .relaxed), bytes.baseAddress, bytes.count)
    }
  }

  private func opened() -> Int32 {
    guard (try? store.establish()) != nil,
      (try? Disk.makeFolder("\(store.root)/telemetry", mode: store.folderMode)) != nil
    else { return -1 }
    let path = "\(store.root)/telemetry/\(run).jsonl"
    return Disk.repeated { open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, store.fileMode) }
  }
}

/// The time of day as names of runs begin with it.
enum Timestamp {
  /// Now, in UTC: `20261121T170553Z`.
  static func now() -> String {
    var now = time(nil)
    var calendar = tm()
    gmtime_r(&now, &calendar)
    var text = [CChar](repeating: 0, count: 32)
    strftime(&text, text.count, "%Y%m%dT%H%M%SZ", &calendar)
    return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
