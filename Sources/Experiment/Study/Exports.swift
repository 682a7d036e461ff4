internal import FoundationEssentials
internal import Glibc
internal import Pipeline
internal import Spec

/// The folder `results/NAME/` of one experiment: files for people, replaced only by rename.
///
/// A file that Grokline did not write, that somebody edited since, or that another spec of the same name made, is never
/// overwritten. What was written is noted beside the files, so that a run in which nothing changed looks at their stat data
/// only.
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
  /// The path of the spec whose results these are, from `root`: a project may be copied with its results.
  private let spec: String
  private let root: String
  /// The names of files written.
  private(set) var written: [String] = []
  private var notes: [String: JSON]
  private static let noteFile = ".grokline-exports.json"

  init(folder: String, of spec: String, in root: String) {
    (self.folder, self.spec, self.root) = (folder, spec, root)
    notes = Exports.notes(in: folder)
  }

  private static func notes(in folder: String) -> [String: JSON] {
    let text = try? String(contentsOfFile: folder + "/" + noteFile, encoding: .utf8)
    return text.flatMap { try? JSON(parsing: Array($0.utf8)).object } ?? [:]
  }

  /// Whether files are as they were written, whatever they were made from.
  func arePresent(_ files: [String]) -> Bool {
    files.allSatisfy { file in notes[file]?["stamp"].map { $0 == stamp(file) } ?? false }
  }

  /// Every file that says that these are up to date.
  func evidence(for files: [String]) -> [String] {
    ([Exports.noteFile] + StudyLock.files.sorted() + files).map { folder + "/" + $0 }
  }

  /// Whether a file is as it was written from this source.
  func isCurrent(_ item: Item) -> Bool {
    guard let note = notes[item.file], note["source"]?.string == item.source.hex else { return false }
    return stamp(item.file).map { $0 == note["stamp"] } ?? false
  }

  /// Writes what is not up to date; what cannot be made or must not be overwritten keeps no other file from it.
  /// - Throws: afterwards, the first of what went wrong: `ForeignFile`, errors of making, errors of the disk.
  mutating func publish(_ items: [Item]) throws {
    if items.allSatisfy(isCurrent) { return }
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw UnwritableResults(path: folder, error)
    }
    // What another process of this experiment wrote meanwhile is nobody's edit, and need not be made again.
    let lock = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    defer { if lock >= 0 { close(lock) } }
    while lock >= 0, flock(lock, LOCK_EX) != 0, errno == EINTR {}
    notes = Exports.notes(in: folder)
    try publishAlone(items)
  }

  private mutating func publishAlone(_ items: [Item]) throws {
    var failure: (any Error)?
    var ready: [(item: Item, bytes: [UInt8], digest: Digest, isThere: Bool)] = []
    for item in items where !isCurrent(item) {
      do {
        let bytes = try item.make()
        let digest = Digest.of(bytes)
        ready.append((item, bytes, digest, try isThere(item.file, digest)))
      } catch {
        failure = failure ?? error
      }
    }
    if !ready.isEmpty {
      // Noted first: a run that is killed between a file and its note still knows the file as its own.
      for (item, _, digest, isThere) in ready where !isThere {
        notes[item.file] = .object(
          (notes[item.file]?.object ?? [:]).merging(["next": .string(digest.hex)]) { $1 })
      }
      try save()
      for (item, bytes, digest, isThere) in ready {
        if !isThere {
          try replace(item.file, by: bytes)
          written.append(item.file)
        }
        notes[item.file] = [
          "source": .string(item.source.hex), "digest": .string(digest.hex), "spec": .string(spec),
          "stamp": stamp(item.file) ?? .null,
        ]
      }
      try save()
    }
    if let failure { throw failure }
  }

  /// Whether a file has these bytes already; throws if what stands there instead is not ours.
  private func isThere(_ file: String, _ digest: Digest) throws -> Bool {
    let path = folder + "/" + file
    var status = stat()
    guard lstat(path, &status) == 0 else { return false }
    let found = FileManager.default.contents(atPath: path).map { Digest.of(Array($0)).hex }
    if found == digest.hex { return true }
    let ours = [notes[file]?["digest"]?.string, notes[file]?["next"]?.string].compactMap(\.self)
    guard let found, ours.contains(found) else { throw ForeignFile(path: path, wasOurs: notes[file] != nil) }
    // A spec that is gone was moved or renamed.
    if let other = notes[file]?["spec"]?.string, other != spec,
      FileManager.default.fileExists(atPath: absolute(other, from: root))
    {
      throw SharedName(path: path, other: other)
    }
    return false
  }

  /// A reader sees the old file or the new one, never a part.
  private func replace(_ file: String, by bytes: [UInt8]) throws {
    do {
      try Data(bytes).write(to: URL(filePath: folder + "/" + file), options: .atomic)
    } catch {
      throw UnwritableResults(path: folder + "/" + file, error)
    }
  }

  private func save() throws { try replace(Exports.noteFile, by: Array(JSON.object(notes).description.utf8)) }

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

/// A result could not be put where people look. It is in the store all the same.
public struct UnwritableResults: Error, CustomStringConvertible {
  public let path: String
  private let reason: String

  init(path: String, _ error: any Error) {
    self.path = path
    let code = ((error as? CocoaError)?.underlying as? POSIXError)?.code.rawValue
    reason = code.flatMap { strerror($0) }.map { String(cString: $0) } ?? "\(error)"
  }

  public var description: String {
    "cannot write '\(path)': \(reason.prefix(1).lowercased() + reason.dropFirst()); what was made is kept in the store: "
      + "mend that and run again, or name another folder as 'results:' in grokline.yaml"
  }
}

/// Two specs have one name, and so one folder for their results.
public struct SharedName: Error, CustomStringConvertible {
  let path: String
  let other: String

  public var description: String {
    "'\(path)' is a result of '\(other)': give one of the two specs another 'name:'"
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
