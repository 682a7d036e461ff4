internal import FoundationEssentials
internal import Glibc
internal import Pipeline
internal import Spec

/// The files that data sets read: those of the project, all of them inside it, and those of public data sets.
struct ProjectFiles: Sendable {
  /// Beyond this a file is refused before a byte of it is read.
  private static let largest = 2 << 30

  let root: String
  private let digests: DigestMemory
  private let shelf: ManifestShelf
  private let data: DataFolders

  /// - Parameter store: the folder of the store, in which fetched files lie.
  ///   `given` is what `GROKLINE_DATA` says.
  init(
    root: String, store: String, given: String? = ProcessInfo.processInfo.environment["GROKLINE_DATA"]
  ) {
    self.root = root
    digests = DigestMemory(store: store)
    shelf = ManifestShelf(root: root)
    data = DataFolders(store: store, mirrors: (try? Project.mirrors(in: root)) ?? [], given: given)
  }

  /// A file with its digest; throws if it is not there, lies outside, or belongs to no known data set.
  func source(_ file: DataFile, at location: SourceLocation) throws(InvalidSpec) -> Source {
    switch file {
    case .inProject(let path): try source(path, at: location)
    case .published(let name, let role): try source(name, role: role, at: location)
    }
  }

  /// Whether a file can be read here; one of a public data set counts as there as soon as its manifest is.
  func isThere(_ file: DataFile) -> Bool {
    switch file {
    case .inProject(let path): FileManager.default.fileExists(atPath: absolute(path, from: root))
    case .published(let name, _): shelf.names.contains(name)
    }
  }

  /// Where a file lies on this machine; nil if it is not here.
  func path(of file: DataFile) -> String? {
    switch file {
    case .inProject(let path): isThere(file) ? absolute(path, from: root) : nil
    case .published(let name, let role):
      (try? shelf.manifest(name))?.file(role).flatMap(data.locate)
    }
  }

  private func source(_ file: String, at location: SourceLocation) throws(InvalidSpec) -> Source {
    let path = absolute(file, from: root)
    var status = stat()
    if stat(path, &status) == 0, Int(status.st_size) > ProjectFiles.largest {
      throw InvalidSpec([
        Diagnostic(
          "'\(file)' has \(status.st_size) bytes, and files of up to \(ProjectFiles.largest) are read",
          at: location, hint: "what a model learns from is held in memory: name a part of it")
      ])
    }
    guard path.hasPrefix(root == "/" ? "/" : root + "/"), let digest = digests.digest(of: path) else {
      let reason = FileManager.default.fileExists(atPath: path) ? "cannot be read" : "is not there"
      throw InvalidSpec([
        Diagnostic(
          path.hasPrefix(root) ? "'\(file)' \(reason)" : "'\(file)' lies outside of the project '\(root)'",
          at: location, hint: "paths count from '\(root)'")
      ])
    }
    return Source(
      name: file, digest: digest, file: path, current: { [digests] in digests.digest(of: path) },
      content: {
        guard let data = FileManager.default.contents(atPath: path) else { throw UnreadableFile(path: path) }
        return Array(data)
      })
  }

  /// A file of a public data set. Its digest is the manifest's, so that a plan needs neither the file nor the time to
  /// read it; whoever reads it checks the content.
  private func source(_ name: String, role: String, at location: SourceLocation) throws(InvalidSpec) -> Source
  {
    guard let manifest = try shelf.manifest(name) else {
      throw InvalidSpec([
        Diagnostic(
          "'\(name)' is not a public data set that is known", at: location,
          hint: suggestion(for: name, among: shelf.names))
      ])
    }
    guard let file = manifest.file(role) else {
      throw InvalidSpec([
        Diagnostic(
          "the data set '\(name)' has no file '\(role)'", at: location,
          hint: "it has \(manifest.files.map(\.role).joined(separator: ", "))")
      ])
    }
    let data = data
    @Sendable func path() throws(MissingData) -> String {
      guard let path = data.locate(file) else {
        throw MissingData(name: name, file: file, folders: data.folders)
      }
      return path
    }
    return Source(
      name: "\(DataFile.published(name, role: role))", digest: file.digest, file: shelf.path(of: name),
      current: {
        _ = try path()
        return file.digest
      },
      content: {
        let path = try path()
        guard let data = FileManager.default.contents(atPath: path) else { throw UnreadableFile(path: path) }
        let bytes = Array(data)
        let actual = Digest.of(bytes)
        guard actual == file.digest else {
          throw WrongData(path: path, expected: file.digest, actual: actual)
        }
        return bytes
      })
  }

  /// Reads those files, and nothing else; throws `ChangedSource` if one is no longer what it was.
  func reader(_ sources: [Source]) -> @Sendable (DataFile) throws -> [UInt8] {
    { file in
      guard let source = sources.first(where: { $0.name == file.description }) else {
        throw UnreadableFile(path: file.description)
      }
      let bytes = try source.content()
      guard case .published = file else {
        guard Digest.of(bytes) == source.digest else { throw ChangedSource(name: source.name) }
        return bytes
      }
      // Checked against the manifest just now.
      return bytes
    }
  }
}
