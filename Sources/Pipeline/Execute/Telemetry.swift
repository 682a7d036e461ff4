import Glibc
import Spec

/// Times and attempts of one run, as JSON lines beside the results. No key or digest ever covers them.
struct Telemetry: Sendable {
  /// The run's name: when it started, in UTC, and its process.
  let run: String
  private let store: ArtifactStore

  init(in store: ArtifactStore) {
    // Two runs of one process may start within a second.
    run = "\(Timestamp.now())-\(getpid())-\(String(UInt16.random(in: .min ... .max), radix: 16))"
    self.store = store
  }

  /// Appends what became of a piece of work. Telemetry that cannot be written is no reason to fail.
  func write(_ lines: [JSON]) {
    var text = lines.map { "\($0)\n" }.joined()
    guard !text.isEmpty else { return }
    if append(&text) { return }
    guard (try? store.establish()) != nil,
      (try? Disk.makeFolder("\(store.root)/telemetry", mode: store.folderMode)) != nil
    else { return }
    _ = append(&text)
  }

  private func append(_ text: inout String) -> Bool {
    guard
      let file = try? OpenFile(
        "\(store.root)/telemetry/\(run).jsonl", O_WRONLY | O_CREAT | O_APPEND, mode: store.fileMode)
    else { return false }
    return text.withUTF8 { (try? file.write(UnsafeRawBufferPointer($0))) != nil }
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
