internal import Glibc
internal import Pipeline

/// The digests of large files, remembered with what the system said of each file when it was read.
///
/// A file counts as unchanged if its trace is what it was. One that had not settled when it was read is not remembered. To
/// lose the memory costs time and nothing else.
struct DigestMemory: Sendable {
  private let store: String

  /// Smaller files are read faster than remembered.
  private static let least = 1 << 18

  /// - Parameter store: the folder of the store.
  init(store: String) { self.store = store }

  /// The digest of a file's present content; nil if it cannot be read.
  func digest(of path: String) -> Digest? {
    let now = time(nil)
    guard let before = FileTrace(path) else { return nil }
    guard before.size >= DigestMemory.least else { return try? FileDigest.of(path) }
    let note = store + "/digests/" + Digest.of(Array(path.utf8)).hex
    if let known = remembered(in: note, trace: before.text) { return known }
    guard let digest = try? FileDigest.of(path) else { return nil }
    if before.hadSettled(at: now), FileTrace(path) == before {
      remember("\(before.text) \(digest.hex)\n", in: note)
    }
    return digest
  }

  private func remembered(in note: String, trace: String) -> Digest? {
    guard let file = fopen(note, "re") else { return nil }
    defer { fclose(file) }
    var buffer = [UInt8](repeating: 0, count: 512)
    let text = String(decoding: buffer[..<fread(&buffer, 1, buffer.count, file)], as: UTF8.self)
    guard text.hasPrefix(trace + " "), text.hasSuffix("\n") else { return nil }
    return Digest(hex: String(text.dropFirst(trace.utf8.count + 1).dropLast()))
  }

  /// Writes a note; one that cannot be written is no failure. The store must be there already.
  private func remember(_ line: String, in note: String) {
    guard access(store + "/layout", F_OK) == 0 else { return }
    mkdir(store + "/digests", 0o755)
    let draft = "\(note).\(getpid())-\(UInt32.random(in: .min ... .max))"
    guard let file = fopen(draft, "wxe") else { return }
    fchmod(fileno(file), 0o644)
    let isWritten = fputs(line, file) >= 0
    if fclose(file) != 0 || !isWritten || rename(draft, note) != 0 { unlink(draft) }
  }
}
