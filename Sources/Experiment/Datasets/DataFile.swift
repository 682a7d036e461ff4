internal import Spec

/// A file that a data set reads.
public enum DataFile: Sendable, Hashable, CustomStringConvertible {
  /// A path from the project's root.
  case inProject(String)
  /// A file of a public data set, by the role that its manifest gives it.
  case published(String, role: String)

  /// What messages and stages call it.
  public var description: String {
    switch self {
    case .inProject(let path): path
    case .published(let name, let role): name + "/" + role
    }
  }
}

extension Fields {
  /// A path that must not lead out of the project.
  func readFile(_ key: String, _ purpose: String) -> String {
    let file = read(key, purpose, standIn: "")
    check(node[key] == nil || isInside(file), notInside(file), at: key, hint: Fields.pathHint)
    return file
  }

  /// Where data come from: `source`, a public data set, or `file`, one of the project's.
  ///
  /// - Parameters:
  ///   - role: what the manifest of a public data set must call the file.
  ///   - standard: the public data set that is meant if neither is written.
  func readOrigin(role: String, default standard: String?) -> DataFile {
    let source: String? = readOptional("source", "A public data set; 'grokline datasets' lists them.")
    let file: String? = readOptional("file", "A file of one's own, from the project's root.")
    check(source == nil || file == nil, "'source' and 'file' exclude each other", at: "file")
    if let file {
      check(isInside(file), notInside(file), at: "file", hint: Fields.pathHint)
      return .inProject(file)
    }
    if source == nil, standard == nil, node.entries != nil {
      diagnostics.report("there is no 'source' and no 'file'", at: node.location)
    }
    return .published(source ?? standard ?? "", role: role)
  }

  private func isInside(_ file: String) -> Bool {
    !file.isEmpty && !file.hasPrefix("/")
      && !file.split(separator: "/", omittingEmptySubsequences: false).contains("..")
  }

  private func notInside(_ file: String) -> String { "'\(file)' is not inside the project" }

  private static let pathHint = "give a path from the project's root, without '..'"
}
