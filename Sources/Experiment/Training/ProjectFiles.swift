internal import FoundationEssentials
internal import Pipeline
internal import Spec

/// The files that data sets read, all of them inside the project.
struct ProjectFiles: Sendable {
  let root: String

  /// A file with its digest; throws if it is not there or lies outside.
  func source(_ file: String, at location: SourceLocation) throws(InvalidSpec) -> Source {
    let path = absolute(file, from: root)
    guard path.hasPrefix(root == "/" ? "/" : root + "/"), let digest = ProjectFiles.digest(path) else {
      let reason = FileManager.default.fileExists(atPath: path) ? "cannot be read" : "is not there"
      throw InvalidSpec([
        Diagnostic(
          path.hasPrefix(root) ? "'\(file)' \(reason)" : "'\(file)' lies outside of the project '\(root)'",
          at: location, hint: "paths count from '\(root)'")
      ])
    }
    return Source(
      name: file, digest: digest, current: { ProjectFiles.digest(path) },
      content: {
        guard let data = FileManager.default.contents(atPath: path) else { throw UnreadableFile(path: path) }
        return Array(data)
      })
  }

  /// Reads those files, and nothing else; throws `ChangedSource` if one is no longer what it was.
  func reader(_ sources: [Source]) -> @Sendable (String) throws -> [UInt8] {
    { name in
      guard let source = sources.first(where: { $0.name == name }) else {
        throw UnreadableFile(path: name)
      }
      let bytes = try source.content()
      guard Digest.of(bytes) == source.digest else { throw ChangedSource(name: name) }
      return bytes
    }
  }

  private static func digest(_ path: String) -> Digest? {
    FileManager.default.contents(atPath: path).map { Digest.of(Array($0)) }
  }
}
