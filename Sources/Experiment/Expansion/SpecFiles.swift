import Spec

/// Reads a spec and what it extends, and merges them: extended files left to right, then the file itself.
final class SpecFiles {
  /// More files than this are no spec but an attack or an accident.
  static let most = 64

  private(set) var sources = SourceTexts()
  /// Every file read, in the order in which they were merged first.
  private(set) var files: [String] = []
  /// Whether every file that is extended could be merged; if not, what seems to be missing may be there.
  private(set) var isComplete = true
  private let root: String
  private let shortForms: ShortForms
  private let diagnostics: Diagnostics
  private let read: (String) throws -> String
  private var finished: [String: Node] = [:]

  init(
    root: String, shortForms: ShortForms, _ diagnostics: Diagnostics,
    _ read: @escaping (String) throws -> String
  ) {
    self.root = root
    self.shortForms = shortForms
    self.diagnostics = diagnostics
    self.read = read
  }

  /// The merged document of the spec at `path`; nil after its errors were reported.
  func document(_ path: String) -> Node? {
    document(path, from: SourceLocation(file: path, line: 1, column: 1), below: [])
  }

  private func document(_ path: String, from place: SourceLocation, below chain: [String]) -> Node? {
    if chain.contains(path) {
      diagnostics.report(
        "'\(path)' extends itself: " + (chain + [path]).joined(separator: " → "), at: place,
        hint: "remove one 'extends' of the circle")
      return nil
    }
    if let document = finished[path] { return document }
    if files.count + chain.count >= Self.most {
      diagnostics.report("more than \(Self.most) files: expected fewer", at: place)
      return nil
    }
    guard var own = parse(path, from: place) else { return nil }
    checkVersion(of: own, path)
    SpecKeys.check(own, diagnostics)
    own = shortForms.expand(own, diagnostics)
    var merged: Node?
    for (target, location) in extended(by: own, in: path) {
      guard let below = document(target, from: location, below: chain + [path]) else {
        isComplete = false
        continue
      }
      let inherited = below.removing(["name"])
      merged = merged.map { $0.merging(inherited) } ?? inherited
    }
    let document = (merged.map { $0.merging(own) } ?? own).removing(["extends"])
    files.append(path)
    finished[path] = document
    return document
  }

  private func parse(_ path: String, from place: SourceLocation) -> Node? {
    do {
      let text = try read(path)
      sources[path] = text
      let node = try readYAML(text, file: path)
      if node.entries != nil { return node }
      diagnostics.report("\(node.kindOfValue) is not a spec: expected a mapping", at: node.location)
    } catch let invalid as InvalidSpec {
      diagnostics.report(invalid)
    } catch {
      diagnostics.report("cannot read '\(path)': \(error)", at: place)
    }
    return nil
  }

  private func checkVersion(of document: Node, _ path: String) {
    guard let version = document["grokline"] else {
      diagnostics.report(
        "missing 'grokline': expected the version of the language, 1",
        at: SourceLocation(file: path, line: 1, column: 1), hint: "write 'grokline: 1' at the top")
      return
    }
    if let number = Int.decode(version, diagnostics), number != 1 {
      diagnostics.report("version \(number) of the language is unknown: expected 1", at: version.location)
    }
  }

  /// The files that a document names under `extends`, resolved from its own folder.
  private func extended(by document: Node, in path: String) -> [(path: String, location: SourceLocation)] {
    guard let list = document["extends"], !list.isNone else { return [] }
    return (list.items ?? [list]).compactMap { item in
      guard let text = item.text, !text.isEmpty else {
        diagnostics.report(
          "\(item.kindOfValue) is not a path: expected a file or a list of files", at: item.location)
        isComplete = false
        return nil
      }
      guard let target = ProjectPath(text, from: path, root: root) else {
        diagnostics.report(
          "'\(text)' is outside of the project", at: item.location,
          hint: "write a path from the folder of this file that stays inside the project")
        isComplete = false
        return nil
      }
      return (target.text, item.location)
    }
  }
}

/// The path of a file that a spec names from its own folder, if it stays inside the project.
struct ProjectPath {
  let text: String

  init?(_ target: String, from file: String, root: String) {
    if target.hasPrefix("/") { return nil }
    let isAbsolute = file.hasPrefix("/")
    var parts = Self.normalized(
      file.split(separator: "/").dropLast() + target.split(separator: "/"), isAbsolute)
    let base = Self.normalized(root.split(separator: "/")[...], root.hasPrefix("/"))
    guard isAbsolute == root.hasPrefix("/") || base.isEmpty, parts.starts(with: base),
      parts.count > base.count, parts[base.count] != ".."
    else { return nil }
    if isAbsolute { parts[0] = "/" + parts[0] }
    text = parts.joined(separator: "/")
  }

  /// Without `.` and, as far as that goes, without `..`.
  private static func normalized(_ parts: ArraySlice<Substring>, _ isAbsolute: Bool) -> [Substring] {
    parts.reduce(into: []) { path, part in
      switch part {
      case ".": break
      case ".." where !path.isEmpty && path.last != "..": path.removeLast()
      case ".." where isAbsolute: break
      default: path.append(part)
      }
    }
  }
}
