import Foundation
import Spec

@testable import Pipeline

/// A bundle made by hand, block by block, so that it can be wrong anywhere.
struct CraftedBundle {
  /// One header and what follows it.
  struct Member {
    var header: [UInt8]
    var content: [UInt8]
    /// What fills the last block.
    var padding: [UInt8]

    init(_ path: String, _ content: [UInt8]) {
      header = CraftedBundle.header(path, size: content.count)
      self.content = content
      padding = [UInt8](repeating: 0, count: TarHeader.padded(content.count) - content.count)
    }

    /// Changes bytes of the header and mends its checksum.
    mutating func patch(_ bytes: [UInt8], at offset: Int, mendingChecksum: Bool = true) {
      header.replaceSubrange(offset..<(offset + bytes.count), with: bytes)
      if mendingChecksum { CraftedBundle.mendChecksum(of: &header) }
    }
  }

  var facts: JSON = ["experiment": "wave"]
  var entries: [(path: String, content: [UInt8])] = [
    ("a.txt", Array("alpha".utf8)), ("folder/b.txt", Array("beta".utf8)),
    ("folder/c.txt", Array("gamma".utf8)),
  ]
  /// The text of the manifest, instead of the right one.
  var manifest: [UInt8]?
  var end = [UInt8](repeating: 0, count: 1024)
  var members: [Member] = []
  private var isBuilt = false

  /// The headers and contents that belong to the entries; after this they can be changed.
  mutating func build() {
    let sorted = entries.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    let text = manifest ?? CraftedBundle.manifest(facts, sorted)
    members = [Member("manifest.json", text)] + sorted.map { Member($0.path, $0.content) }
    isBuilt = true
  }

  var archive: [UInt8] {
    var copy = self
    if !isBuilt { copy.build() }
    return copy.members.flatMap { $0.header + $0.content + $0.padding } + end
  }

  /// Compressed as bundles are.
  var bytes: [UInt8] { Zstd.compress(archive) }

  /// The text of a manifest, whatever it says.
  static func manifest(
    _ facts: JSON, _ entries: [(path: String, content: [UInt8])], sizes: [String: Int] = [:]
  ) -> [UInt8] {
    let json: JSON = [
      "grokline_bundle": 1, "facts": facts,
      "entries": .array(
        entries.map {
          [
            "path": .string($0.path), "bytes": .integer(sizes[$0.path] ?? $0.content.count),
            "sha256": .string(Digest.of($0.content).hex),
          ]
        }),
    ]
    return Array("\(json)\n".utf8)
  }

  /// A header for any path, right in everything else.
  static func header(_ path: String, size: Int) -> [UInt8] {
    var header = TarHeader(path: "x", size: size).bytes
    let name = Array(path.utf8.prefix(100))
    header.replaceSubrange(0..<100, with: name + [UInt8](repeating: 0, count: 100 - name.count))
    mendChecksum(of: &header)
    return header
  }

  static func mendChecksum(of header: inout [UInt8]) {
    header.replaceSubrange(148..<156, with: [UInt8](repeating: UInt8(ascii: " "), count: 8))
    let sum = String(header.reduce(0) { $0 + Int($1) }, radix: 8)
    let digits = String(repeating: "0", count: 6 - sum.utf8.count) + sum
    header.replaceSubrange(148..<156, with: Array(digits.utf8) + [0, UInt8(ascii: " ")])
  }
}

/// A folder for one test, gone afterwards.
final class ShareFolder {
  let path: String

  init() throws { path = try TemporaryStore.newFolder() }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func put(_ bytes: [UInt8], as name: String = "x.bundle") throws -> String {
    try write(bytes, toFile: "\(path)/\(name)")
    return "\(path)/\(name)"
  }

  var names: [String] {
    get throws { try FileManager.default.subpathsOfDirectory(atPath: path).sorted() }
  }
}
