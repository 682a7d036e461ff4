import FoundationEssentials
import Spec
import Testing

@testable import Experiment

/// Real data sets, where their folder lies beside this repository or `GROKLINE_SHARED` names the one above it.
enum SharedData {
  static let folder: String? = {
    let beside = "/" + repository.split(separator: "/").dropLast().joined(separator: "/") + "/shared"
    // A second working tree may lie one folder deeper.
    let above = "/" + repository.split(separator: "/").dropLast(2).joined(separator: "/") + "/shared"
    let named = ProcessInfo.processInfo.environment["GROKLINE_SHARED"]
    return [named, beside, above].compactMap { $0 }.map { $0 + "/data" }.first {
      FileManager.default.fileExists(atPath: $0 + "/SHA256SUMS")
    }
  }()

  static let absence: Comment = "the folder of real data sets is not here"

  /// Reads files as a run does, with every digest checked.
  static func read(_ file: DataFile) throws -> [UInt8] {
    guard case .published(let name, let role) = file else { throw UnreadableFile(path: file.description) }
    let manifest = try #require(try ManifestShelf(root: "/nonexistent").manifest(name))
    let entry = try #require(manifest.file(role))
    let folders = DataFolders(store: "/nonexistent", mirrors: [], given: folder)
    let path = try #require(folders.locate(entry), "\(file)")
    #expect(try FileDigest.of(path) == entry.digest)
    return Array(try #require(FileManager.default.contents(atPath: path)))
  }

  static func fixture(_ name: String) throws -> JSON {
    let path = repository + "/Tests/ExperimentTests/Fixtures/" + name
    return try JSON(parsing: Array(try #require(FileManager.default.contents(atPath: path))))
  }
}

/// The data set that a flow mapping in YAML describes.
func dataset(_ yaml: String) throws -> any DatasetKind {
  let diagnostics = Diagnostics()
  let member = datasets.decode(Fields(try readYAML(yaml, file: "data.yaml"), diagnostics: diagnostics))
  try diagnostics.throwIfAny()
  return try #require(member)
}
