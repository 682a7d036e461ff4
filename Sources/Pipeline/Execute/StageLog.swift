import Glibc

/// The log file of one attempt at a stage, made when the first line is written.
final class StageLog {
  let path: String
  private let store: ArtifactStore
  private var descriptor: Int32 = -1

  /// - Parameter name: of the stage; letters that no file name should have become `_`.
  init(_ name: String, attempt: Int, run: String, in store: ArtifactStore) {
    path = "\(store.root)/logs/\(run)/\(StageLog.fileName(name)).\(attempt).log"
    self.store = store
  }

  /// How files begin that a stage's logs are in.
  static func fileName(_ stage: String) -> String {
    let letters = stage.utf8.map { letter -> Character in
      let character = Character(Unicode.Scalar(letter))
      return character.isLetter && letter < 128 || character.isNumber || "-.=,@+".contains(character)
        ? character : "_"
    }
    return String(letters.prefix(120))
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Whether anything was written.
  var exists: Bool { descriptor >= 0 }

  /// Appends a line. A log that cannot be written is no reason to fail.
  func write(_ line: String) {
    if descriptor < 0 { descriptor = opened() }
    guard descriptor >= 0 else { return }
    var bytes = Array((line + "\n").utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else { return }
      bytes = bytes.dropFirst(count)
    }
  }

  private func opened() -> Int32 {
    guard (try? store.establish()) != nil,
      (try? Disk.makeFolder(Disk.parent(of: path), mode: store.folderMode)) != nil
    else { return -1 }
    return open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, store.fileMode)
  }
}
