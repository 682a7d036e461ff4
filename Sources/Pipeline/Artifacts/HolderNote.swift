import Glibc

/// Says which keys a process works on, so that whoever waits can be told for whom. Nothing but messages reads it.
///
/// It is a file in `holders/`: a line with the name of the process, then a line per key. Its first byte is locked as long as the
/// process lives.
///
/// Sendable because everything that changes is only touched under the lock.
final class HolderNote: @unchecked Sendable {
  private let root: String
  private let lock = ThreadLock()
  private var descriptor: Int32 = -1
  private var path = ""
  /// Where the lines begin.
  private var start = 0
  private var lines = 0
  private var free: [Int] = []

  private static let lineSize = 65
  private static let blank = String(repeating: "-", count: lineSize - 1) + "\n"

  init(root: String) { self.root = root }

  deinit {
    guard descriptor >= 0 else { return }
    unlink(path)
    close(descriptor)
  }

  /// Writes a key down and returns its line; `nil` if it cannot, which is no failure.
  func add(_ key: Digest, fileMode: mode_t) -> Int? {
    lock.lock()
    defer { lock.unlock() }
    if descriptor < 0 { open(fileMode) }
    guard descriptor >= 0 else { return nil }
    let line = free.popLast() ?? lines
    lines = max(lines, line + 1)
    write(key.hex + "\n", at: line)
    return line
  }

  func remove(_ line: Int) {
    lock.lock()
    defer { lock.unlock() }
    write(HolderNote.blank, at: line)
    free.append(line)
  }

  private func write(_ text: String, at line: Int) {
    var text = text
    text.withUTF8 { _ = pwrite(descriptor, $0.baseAddress, $0.count, start + line * HolderNote.lineSize) }
  }

  private func open(_ mode: mode_t) {
    let name = "\(getpid())-\(String(UInt64.random(in: .min ... .max), radix: 16))"
    path = "\(root)/holders/\(name)"
    descriptor = Disk.createLocked(path, draft: "\(root)/drafts/holder-\(name)", mode: mode)
    var host = [CChar](repeating: 0, count: 256)
    gethostname(&host, host.count - 1)
    let hostName = String(decoding: host.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    var title = "process \(getpid()) on \(hostName)\n"
    start = title.utf8.count
    title.withUTF8 { _ = pwrite(descriptor, $0.baseAddress, $0.count, 0) }
  }
}

extension ArtifactStore {
  /// Who works on a key, as far as notes tell. Those of the dead are removed.
  func holder(of key: Digest) -> String {
    let folder = "\(root)/holders"
    for name in (try? Disk.names(in: folder)) ?? [] {
      guard let file = try? OpenFile(reading: "\(folder)/\(name)"),
        let bytes = try? file.contents(limit: HolderNote.largest)
      else { continue }
      let lines = bytes.split(separator: UInt8(ascii: "\n"))
      guard let title = lines.first, lines.dropFirst().contains(where: { $0.elementsEqual(key.hex.utf8) })
      else {
        continue
      }
      guard RangeLock.isHeld(file.descriptor, offset: 0) else {
        unlink("\(folder)/\(name)")
        continue
      }
      // The note is anybody's: nothing of it may steer a terminal.
      let letters = title.prefix(512).filter { (0x20..<0x7F).contains($0) }
      return String(decoding: letters, as: UTF8.self)
    }
    return "another process"
  }
}

extension HolderNote {
  /// What is read of a note: some ten thousand keys.
  fileprivate static let largest = 1 << 20
}
