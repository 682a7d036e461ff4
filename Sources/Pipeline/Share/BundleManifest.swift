public import Spec

/// What a bundle holds: its first entry, whose SHA-256 is the bundle's identity.
///
/// The digest of every other entry is in it, so that this one number stands for all of them, however they are
/// compressed.
public struct BundleManifest: Sendable, Hashable {
  public struct Entry: Sendable, Hashable {
    public let path: String
    public let bytes: Int
    public let digest: Digest

    public init(path: String, bytes: Int, digest: Digest) {
      self.path = path
      self.bytes = bytes
      self.digest = digest
    }
  }

  static let path = "manifest.json"
  private static let version = 1

  /// What whoever made it says of the whole.
  public let facts: JSON
  /// In the order in which they follow: by the bytes of their paths.
  public let entries: [Entry]

  public init(facts: JSON, entries: [Entry]) {
    self.facts = facts
    self.entries = entries.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
  }

  /// The bundle's identity.
  public var id: Digest { Digest.of(bytes) }

  /// Canonical: the same manifest has the same bytes.
  public var bytes: [UInt8] {
    let json: JSON = [
      "grokline_bundle": .integer(BundleManifest.version), "facts": facts,
      "entries": .array(
        entries.map {
          ["path": .string($0.path), "bytes": .integer($0.bytes), "sha256": .string($0.digest.hex)]
        }),
    ]
    return Array("\(json)\n".utf8)
  }

  /// Reads what ``bytes`` gave, and nothing else; every name and size is checked against the limits.
  public init(parsing bytes: [UInt8], limits: BundleLimits, fileSize: Int) throws(BundleFlaw) {
    let json: JSON
    do {
      json = try JSON(parsing: bytes)
    } catch {
      throw BundleFlaw("the manifest is not JSON: \(error)")
    }
    guard let version = json["grokline_bundle"]?.integer, let facts = json["facts"], facts.object != nil,
      let items = json["entries"]?.array
    else { throw BundleFlaw("the manifest is not that of a bundle") }
    guard version == BundleManifest.version else {
      throw BundleFlaw(
        "it is of version \(version), and this Grokline reads \(BundleManifest.version): use a newer one")
    }
    guard items.count < limits.entries else {
      throw BundleFlaw("\(items.count) entries, more than \(limits.entries - 1)")
    }
    var entries: [Entry] = []
    let largest = limits.content(ofFile: fileSize)
    var total = 0
    for item in items {
      guard let path = item["path"]?.string, let size = item["bytes"]?.integer,
        let digest = item["sha256"]?.string.flatMap(Digest.init(hex:)), item.object?.count == 3
      else { throw BundleFlaw("an entry of the manifest is malformed") }
      let shown = TarHeader.readable(path)
      if let flaw = BundlePath.flaw(of: path) { throw BundleFlaw("the name '\(shown)' is refused: \(flaw)") }
      guard (0...TarHeader.largest).contains(size) else { throw BundleFlaw("'\(shown)' has \(size) bytes") }
      total += size
      guard total <= largest else {
        throw BundleFlaw("it would unpack to more than \(largest) bytes: refused as a bomb")
      }
      entries.append(Entry(path: path, bytes: size, digest: digest))
    }
    self.init(facts: facts, entries: entries)
    try checkNames()
    guard self.bytes == bytes else { throw BundleFlaw("the manifest is not spelt as manifests are") }
  }

  /// No name twice, none that is a folder of another, none that is the manifest's.
  private func checkNames() throws(BundleFlaw) {
    var names: Set<String> = [BundleManifest.path]
    var folders: Set<String> = []
    for entry in entries {
      guard names.insert(entry.path).inserted else {
        throw BundleFlaw("the name '\(entry.path)' stands twice in the manifest")
      }
      let parts = entry.path.split(separator: "/")
      for count in 1..<max(parts.count, 1) { folders.insert(parts[..<count].joined(separator: "/")) }
    }
    if let clash = names.first(where: folders.contains) {
      throw BundleFlaw("'\(clash)' is a file and a folder at once")
    }
  }
}
