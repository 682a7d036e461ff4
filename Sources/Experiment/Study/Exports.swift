internal import FoundationEssentials
internal import Glibc
internal import Pipeline
internal import Spec

/// The folder `results/NAME/` of one experiment: files for people, replaced only by rename.
///
/// A file that Grokline did not write, or that somebody edited since, is never overwritten. What was written is noted
/// beside the files, so that a run in which nothing changed looks at their stat data only.
struct Exports: Sendable {
  /// A file to be there.
  struct Item {
    /// Its name within the folder.
    let file: String
    /// The identity of what it is made from.
    let source: Digest
    /// Makes its bytes; asked only if the file is not up to date.
    let make: () throws -> [UInt8]
  }

  let folder: String
  /// The names of files written.
  private(set) var written: [String] = []
  private var notes: [String: JSON]
  private static let noteFile = ".grokline-exports.json"

  init(folder: String) {
    self.folder = folder
    let text = try? String(contentsOfFile: folder + "/" + Exports.noteFile, encoding: .utf8)
    notes = text.flatMap { try? JSON(parsing: Array($0.utf8)).object } ?? [:]
  }

  /// Whether files are as they were written, whatever they were made from.
  func arePresent(_ files: [String]) -> Bool {
    files.allSatisfy { file in notes[file]?["stamp"].map { $0 == stamp(file) } ?? false }
  }

  /// Whether a file is as it was written from this source.
  func isCurrent(_ item: Item) -> Bool {
    guard let note = notes[item.file], note["source"]?.string == item.source.hex else { return false }
    return stamp(item.file).map { $0 == note["stamp"] } ?? false
  }

  /// Writes what is not up to date.
  ///
  /// - Throws: `ForeignFile` before anything is overwritten that is not ours; errors of the disk.
  mutating func publish(_ items: [Item]) throws {
    let stale = items.filter { !isCurrent($0) }
    if stale.isEmpty { return }
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for item in stale {
      let bytes = try item.make()
      let path = folder + "/" + item.file
      let digest = Digest.of(bytes)
      if let present = FileManager.default.contents(atPath: path) {
        let found = Digest.of(Array(present))
        if found != digest {
          guard let ours = notes[item.file]?["digest"]?.string, ours == found.hex else {
            throw ForeignFile(path: path, wasOurs: notes[item.file] != nil)
          }
          try Data(bytes).write(to: URL(filePath: path), options: .atomic)
          written.append(item.file)
        }
      } else {
        try Data(bytes).write(to: URL(filePath: path), options: .atomic)
        written.append(item.file)
      }
      notes[item.file] = [
        "source": .string(item.source.hex), "digest": .string(digest.hex), "stamp": stamp(item.file) ?? .null,
      ]
    }
    try Data(JSON.object(notes).description.utf8).write(
      to: URL(filePath: folder + "/" + Exports.noteFile), options: .atomic)
  }

  /// Size, time of change and inode: equal as long as nobody touched the file.
  private func stamp(_ file: String) -> JSON? {
    var status = stat()
    guard stat(folder + "/" + file, &status) == 0 else { return nil }
    return [
      .integer(Int(status.st_size)), .integer(Int(status.st_mtim.tv_sec)),
      .integer(Int(status.st_mtim.tv_nsec)),
      .integer(Int(status.st_ino)),
    ]
  }
}

/// A file stands where a result should go, and Grokline did not write what is in it.
public struct ForeignFile: Error, CustomStringConvertible {
  public let path: String
  let wasOurs: Bool

  public var description: String {
    wasOurs
      ? "'\(path)' was edited after it was written: move it away to get the new one"
      : "'\(path)' was not written by grokline: move it away to get the result"
  }
}
