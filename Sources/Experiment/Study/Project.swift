internal import FoundationEssentials
internal import Spec

/// Where an experiment's store and results lie: beside the nearest `grokline.yaml`, else in the working folder.
public struct Project: Sendable {
  /// The folder that specs and data sets may name files in.
  public let root: String
  public let store: String
  public let results: String
  /// Folders that files of public data sets are looked for in.
  let mirrors: [String]
  /// The class of processors to compute as, if it is settled.
  var numericClass: String?

  /// Looks upward from a spec for `grokline.yaml`.
  ///
  /// - Parameters:
  ///   - spec: the path of the spec, or nil for the working folder.
  ///   - store: overrides every other choice; then comes `GROKLINE_STORE`, then the settings.
  /// - Throws: `InvalidSpec` for wrong settings.
  public static func enclosing(_ spec: String?, store: String? = nil) throws -> Project {
    let working = FileManager.default.currentDirectoryPath
    let folder = spec.map { parent(of: absolute($0, from: working)) } ?? working
    let settings = try nearestSettings(from: folder)
    // A spec elsewhere has its files beside it; what is stored and made still comes to the working folder.
    let isElsewhere = folder != working && !folder.hasPrefix(working == "/" ? "/" : working + "/")
    let root = settings?.folder ?? (isElsewhere ? folder : working)
    let home = settings?.folder ?? working
    let environment = ProcessInfo.processInfo.environment["GROKLINE_STORE"]
    let chosen = store.map { absolute($0, from: working) } ?? environment.map { absolute($0, from: working) }
    return Project(
      root: root,
      store: chosen ?? absolute(settings?.store ?? ".grokline", from: home),
      results: absolute(settings?.results ?? "results", from: home),
      mirrors: (settings?.mirrors ?? []).map { absolute($0, from: home) },
      numericClass: settings?.numericClass)
  }

  private struct Settings {
    let folder: String
    let store: String
    let results: String
    let mirrors: [String]
    let numericClass: String?
  }

  /// The folders that the settings in `root` name as mirrors; none if there are no settings.
  static func mirrors(in root: String) throws -> [String] {
    let path = absolute("grokline.yaml", from: root)
    guard FileManager.default.fileExists(atPath: path) else { return [] }
    return try readSettings(path, folder: root).mirrors.map { absolute($0, from: root) }
  }

  private static func nearestSettings(from folder: String) throws -> Settings? {
    var folder = folder
    while true {
      let path = folder + (folder.hasSuffix("/") ? "" : "/") + "grokline.yaml"
      if FileManager.default.fileExists(atPath: path) {
        return try readSettings(path, folder: folder)
      }
      if folder == "/" || folder.isEmpty { return nil }
      folder = parent(of: folder)
    }
  }

  private static func readSettings(_ path: String, folder: String) throws -> Settings {
    let node = try readYAML(String(contentsOfFile: path, encoding: .utf8), file: path)
    let diagnostics = Diagnostics()
    let fields = Fields(node, diagnostics: diagnostics)
    let version = fields.read("grokline", "the version of the language", standIn: 1)
    fields.check(version == 1, "'\(version)' is not a version of the language: expected 1", at: "grokline")
    let store = fields.read("store", "the folder of stored results, from this file", default: ".grokline")
    let results = fields.read(
      "results", "the folder of figures and tables, from this file", default: "results")
    let mirrors = fields.read(
      "mirrors", "folders with files of public data sets, from this file", default: [String]())
    let numericClass = fields.readOptional(
      "numeric_class", "the class of processors to compute as", as: String.self)
    fields.check(
      numericClass.map(NumericChoice.isName) ?? true,
      "'\(numericClass ?? "")' is no numeric class: expected \(NumericChoice.listed(NumericChoice.names))",
      at: "numeric_class",
      hint: nearest(to: numericClass ?? "", among: NumericChoice.names).map { "did you mean '\($0)'?" })
    fields.finish()
    try diagnostics.throwIfAny()
    return Settings(
      folder: folder, store: store, results: results, mirrors: mirrors, numericClass: numericClass)
  }
}

/// An absolute path without `.`, `..` and doubled slashes; symbolic links stay as they are.
public func absolute(_ path: String, from folder: String) -> String {
  var parts: [Substring] = []
  for part in (path.hasPrefix("/") ? path : folder + "/" + path).split(separator: "/") where part != "." {
    if part == ".." { _ = parts.popLast() } else { parts.append(part) }
  }
  return "/" + parts.joined(separator: "/")
}

/// The folder that an absolute path lies in.
public func parent(of path: String) -> String {
  guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return "/" }
  return String(path[..<slash])
}

extension Project {
  /// The root as it looks in paths that start like `spec`: absolute for an absolute path, else relative to the working
  /// folder, so that messages name files as the user did.
  func root(seenFrom spec: String) -> String {
    if spec.hasPrefix("/") { return root }
    let working = FileManager.default.currentDirectoryPath
    if root == working { return "" }
    if root.hasPrefix(working + "/") { return String(root.dropFirst(working.count + 1)) }
    // The root lies above: every path below the working folder is inside.
    return ""
  }
}

/// The text of a file, for specs.
func readText(_ path: String) throws -> String {
  guard let data = FileManager.default.contents(atPath: path) else { throw UnreadableFile(path: path) }
  return String(decoding: data, as: UTF8.self)
}

/// A file that a spec names and that cannot be read.
struct UnreadableFile: Error, CustomStringConvertible {
  let path: String

  var description: String {
    FileManager.default.fileExists(atPath: path) ? "'\(path)' cannot be read" : "there is no file '\(path)'"
  }
}
