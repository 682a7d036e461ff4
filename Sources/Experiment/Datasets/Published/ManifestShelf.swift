internal import FoundationEssentials
internal import Manifests
public import Spec

/// The manifests that a project can name: those in its folder `datasets`, then those that the program was built with.
public struct ManifestShelf: Sendable {
  private let folder: String

  public init(root: String) { folder = absolute("datasets", from: root) }

  /// All names, sorted.
  public var names: [String] {
    let own = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let stems = own.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(".yaml".count)) }
    return Set(stems.filter(ManifestShelf.isName) + builtInManifests.map(\.name)).sorted()
  }

  /// The manifest of that name; nil if there is none.
  public func manifest(_ name: String) throws(InvalidSpec) -> Manifest? {
    guard let (text, place) = text(of: name) else { return nil }
    return try Manifest(name: name, text: text, file: place)
  }

  /// The manifest of that name as it is written, and what messages call its file; nil if there is none.
  func text(of name: String) -> (text: [UInt8], place: String)? {
    guard ManifestShelf.isName(name) else { return nil }
    let path = path(of: name)
    if let own = FileManager.default.contents(atPath: path) { return (Array(own), path) }
    return builtInManifests.first { $0.name == name }.map { ($0.text, "datasets/" + name + ".yaml") }
  }

  /// Where the project's own manifest of that name lies, if it has one.
  func path(of name: String) -> String { folder + "/" + name + ".yaml" }

  /// Names are words of a spec, and never lead to another folder.
  private static func isName(_ name: String) -> Bool {
    !name.isEmpty
      && name.utf8.allSatisfy { byte in
        UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
          || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
      }
  }
}
