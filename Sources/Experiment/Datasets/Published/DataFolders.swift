internal import FoundationEssentials
internal import Glibc
internal import Pipeline

/// Where files of public data sets lie: the folder that `GROKLINE_DATA` names, the project's mirrors, and what was
/// fetched into the store.
public struct DataFolders: Sendable {
  /// In the order in which they are looked through.
  let folders: [String]
  /// Where `fetch` puts files.
  public let own: String

  /// - Parameter given: what `GROKLINE_DATA` says, unless another folder is named.
  init(
    store: String, mirrors: [String],
    given: String? = ProcessInfo.processInfo.environment["GROKLINE_DATA"]
  ) {
    own = absolute("data", from: store)
    let working = FileManager.default.currentDirectoryPath
    folders =
      [given].compactMap { $0 }.filter { !$0.isEmpty }.map { absolute($0, from: working) } + mirrors + [own]
  }

  public init(_ project: Project) { self.init(store: project.store, mirrors: project.mirrors) }

  /// Those folders that are there.
  public var present: [String] { folders.filter { FileManager.default.fileExists(atPath: $0) } }

  /// The first file that has the right size; its content is not looked at.
  public func locate(_ file: Manifest.File) -> String? {
    for folder in folders {
      for path in [file.path, DataFolders.name(of: file)] {
        let place = folder + "/" + path
        guard let size = DataFolders.size(place), file.bytes.map({ $0 == size }) ?? true else { continue }
        return place
      }
    }
    return nil
  }

  private static func name(of file: Manifest.File) -> String {
    file.path.split(separator: "/").last.map(String.init) ?? file.path
  }

  /// The size of a file; nil if there is none.
  static func size(_ path: String) -> Int? {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return Int(status.st_size)
  }
}

/// A file of a public data set that is nowhere on this machine.
public struct MissingData: Error, Sendable, Hashable, CustomStringConvertible {
  public let name: String
  public let file: Manifest.File
  let folders: [String]

  public var description: String {
    let advice =
      file.urls.isEmpty
      ? "nobody offers it: put it there as '\(file.path)', or name its folder in GROKLINE_DATA"
      : "run 'grokline fetch \(name)'"
    return "'\(file.path)' of the data set '\(name)' is not in \(folders.joined(separator: ", ")): \(advice)"
  }
}

/// A file of a public data set whose bytes are others.
public struct WrongData: Error, Sendable, Hashable, CustomStringConvertible {
  let path: String
  let expected: Digest
  let actual: Digest

  public var description: String {
    "'\(path)' is not the file that it should be: its SHA-256 is \(actual), not \(expected); remove it"
  }
}
