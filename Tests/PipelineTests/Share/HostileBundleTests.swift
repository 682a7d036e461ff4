import Foundation
import Glibc
import Spec
import Testing

@testable import Pipeline

@Suite("A hostile bundle is refused with a reason, and nothing is written")
struct HostileBundleTests {
  /// One way to be wrong.
  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    /// What the reason must say.
    let reason: String
    let bytes: @Sendable () -> [UInt8]

    var testDescription: String { name }

    init(_ name: String, _ reason: String, bytes: @escaping @Sendable () -> [UInt8]) {
      (self.name, self.reason, self.bytes) = (name, reason, bytes)
    }
  }

  @Test("Crafted bundles", arguments: HostileBundleTests.all)
  func refused(_ hostile: Case) throws {
    let folder = try ShareFolder()
    let path = try folder.put(hostile.bytes())
    let flaw = #expect(throws: BundleFlaw.self) { try BundleReader(path) }
    #expect(flaw?.description.contains(hostile.reason) == true, "\(flaw?.description ?? "")")
    #expect(try folder.names == ["x.bundle"])
  }

  @Test("There are more than forty of them, each of its own")
  func count() {
    let all = HostileBundleTests.all
    #expect(Set(all.map(\.name)).count == all.count)
    #expect(all.count >= 60)
  }

  @Test("The crafted bundle is sound as long as nothing is changed")
  func soundBasis() throws {
    let folder = try ShareFolder()
    #expect(try BundleReader(folder.put(CraftedBundle().bytes)).manifest.entries.count == 3)
  }

  @Test("A folder, a pipe and a device in the place of a bundle are refused without waiting")
  func noFile() throws {
    let folder = try ShareFolder()
    #expect(throws: (any Error).self) { try BundleReader(folder.path) }
    let pipe = folder.path + "/pipe"
    try #require(mkfifo(pipe, 0o600) == 0)
    #expect(throws: BundleFlaw.self) { try BundleReader(pipe) }
    #expect(throws: BundleFlaw.self) { try BundleReader("/dev/zero") }
  }

  @Test("Any one byte flipped, and any cut, is noticed")
  func everyByte() throws {
    let folder = try ShareFolder()
    let items = CraftedBundle().entries.map { BundleItem($0.path, $0.content) }
    try BundleWriter.write(to: folder.path + "/sound", facts: [:], items: items)
    let sound = try bytes(ofFile: folder.path + "/sound")
    let id = try BundleReader(folder.put(sound)).id
    for index in sound.indices {
      var damaged = sound
      damaged[index] ^= 1 << UInt8(index % 8)
      let path = try folder.put(damaged)
      // A frame can be altered and still decode to the same bytes: then nothing was changed that counts.
      if let reader = try? BundleReader(path) { #expect(reader.id == id) }
      #expect(throws: BundleFlaw.self, "cut at \(index)") {
        try BundleReader(folder.put(Array(sound[..<index])))
      }
    }
  }

  /// A bundle with an entry of this name, in manifest and header.
  private static func named(_ path: String) -> [UInt8] {
    var bundle = CraftedBundle()
    bundle.entries.append((path, [1]))
    return bundle.bytes
  }

  private static func patched(_ bytes: [UInt8], at offset: Int, mends: Bool = true) -> [UInt8] {
    var bundle = CraftedBundle()
    bundle.build()
    bundle.members[2].patch(bytes, at: offset, mendingChecksum: mends)
    return bundle.bytes
  }

  private static func manifest(_ text: String) -> [UInt8] {
    var bundle = CraftedBundle()
    bundle.manifest = Array(text.utf8)
    return bundle.bytes
  }

  static let all = names + headers + structures + bombs

  static let names: [Case] = [
    Case("a path that leaves", "it leads out with '..'") { named("../x") },
    Case("a path that leaves on the way", "it leads out with '..'") { named("folder/../../x") },
    Case("a path that leaves and comes back", "it leads out with '..'") { named("../folder/x") },
    Case("an absolute path", "absolute path") { named("/etc/cron.d/x") },
    Case("the parent itself", "it leads out with '..'") { named("..") },
    Case("a dot for a part", "it leads out with '.'") { named("folder/./x") },
    Case("an empty part", "a part of it is empty") { named("folder//x") },
    Case("a folder's name", "a part of it is empty") { named("folder/d/") },
    Case("an empty name", "it is empty") { named("") },
    Case("a backslash", "a backslash") { named("..\\x") },
    Case("a line feed in a name", "a control character") { named("a\nb") },
    Case("an escape sequence in a name", "a control character") { named("a\u{1B}[2Jb") },
    Case("text that turns round", "a control character") { named("a\u{202E}lmay") },
    Case("a NUL in a name", "a control character") { named("a\u{0}b") },
    Case("a name of 300 bytes", "300 bytes") { named(String(repeating: "a", count: 300)) },
    Case("a name that fits no header", "does not fit a tar header") {
      named(String(repeating: "a", count: 150))
    },
    Case("the manifest's own name", "stands twice") { named("manifest.json") },
    Case("a name twice", "stands twice") { named("a.txt") },
    Case("a file and a folder of one name", "a file and a folder at once") { named("a.txt/inside") },
  ]

  static let headers: [Case] = [
    Case("a hard link", "is a hard link") {
      patched([UInt8(ascii: "1")] + Array("/etc/passwd".utf8), at: 156)
    },
    Case("a symbolic link", "is a symbolic link") {
      patched([UInt8(ascii: "2")] + Array("/etc".utf8), at: 156)
    },
    Case("a character device", "is a device") { patched([UInt8(ascii: "3")], at: 156) },
    Case("a block device", "is a device") { patched([UInt8(ascii: "4")], at: 156) },
    Case("a folder", "is a folder") { patched([UInt8(ascii: "5")], at: 156) },
    Case("a pipe", "is a pipe") { patched([UInt8(ascii: "6")], at: 156) },
    Case("an extended header", "is an extended header") { patched([UInt8(ascii: "x")], at: 156) },
    Case("a global extended header", "is an extended header") { patched([UInt8(ascii: "g")], at: 156) },
    Case("a long name of GNU's", "is a long name") { patched([UInt8(ascii: "L")], at: 156) },
    Case("a long link of GNU's", "is a long name") { patched([UInt8(ascii: "K")], at: 156) },
    Case("a sparse file", "of an unknown kind") { patched([UInt8(ascii: "S")], at: 156) },
    Case("an old plain file", "not the one that the manifest asks for") { patched([0], at: 156) },
    Case("the bit that runs as another user", "another size, mode") {
      patched(Array("0004755".utf8), at: 100)
    },
    Case("a user's number", "another size, mode") { patched(Array("0001750".utf8), at: 108) },
    Case("a user's name", "another size, mode") { patched(Array("alice".utf8), at: 265) },
    Case("a time", "another size, mode") { patched(Array("14000000000".utf8), at: 136) },
    Case("the name of a link in a plain file", "another size, mode") {
      patched(Array("/etc/passwd".utf8), at: 157)
    },
    Case("a wrong checksum", "another size, mode") { patched(Array("0000000".utf8), at: 148, mends: false) },
    Case("a size that is larger than the manifest's", "another size") {
      patched(Array("00000001000".utf8), at: 124)
    },
    Case("a size that is smaller", "another size") { patched(Array("00000000000".utf8), at: 124) },
    Case("a size in GNU's binary form", "another size") {
      patched([0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4], at: 124)
    },
    Case("a negative size", "another size") {
      patched([0xFF] + [UInt8](repeating: 0xFF, count: 11), at: 124)
    },
    Case("another name than in the manifest", "stands where the manifest has") {
      patched(Array("b.txt\0".utf8), at: 0)
    },
    Case("a name that leaves in the header only", "is refused") {
      patched(Array("../../etc/x\0".utf8), at: 0)
    },
    Case("a prefix that leaves in the header only", "is refused") { patched(Array("../..".utf8), at: 345) },
    Case("no tar header", "no tar header") {
      patched([UInt8](repeating: 7, count: 512), at: 0, mends: false)
    },
  ]

  static let structures: [Case] = [
    Case("an empty file", "truncated") { [] },
    Case("something else", "not compressed with zstd") { Array("#!/bin/sh\nrm -rf ~\n".utf8) },
    Case("gzip", "not compressed with zstd") { [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3] },
    Case("a frame to be skipped first", "not compressed with zstd") {
      [0x50, 0x2A, 0x4D, 0x18, 4, 0, 0, 0, 1, 2, 3, 4] + CraftedBundle().bytes
    },
    Case("a frame to be skipped last", "bytes follow the compressed archive") {
      CraftedBundle().bytes + [0x50, 0x2A, 0x4D, 0x18, 4, 0, 0, 0, 1, 2, 3, 4]
    },
    Case("a second frame", "bytes follow the compressed archive") {
      CraftedBundle().bytes + CraftedBundle().bytes
    },
    Case("bytes behind", "bytes follow the compressed archive") { CraftedBundle().bytes + [0] },
    Case("half of it", "truncated") { Array(CraftedBundle().bytes.prefix(100)) },
    Case("a frame whose archive is cut", "truncated") {
      Zstd.compress(Array(CraftedBundle().archive.dropLast(1500)))
    },
    Case("one closing block", "truncated") { Zstd.compress(Array(CraftedBundle().archive.dropLast(512))) },
    Case("more closing blocks than two", "bytes follow the end of the archive") {
      Zstd.compress(CraftedBundle().archive + [UInt8](repeating: 0, count: 512))
    },
    Case("no manifest", "does not begin with a manifest") {
      var bundle = CraftedBundle()
      bundle.build()
      bundle.members.removeFirst()
      return bundle.bytes
    },
    Case("the manifest last", "does not begin with a manifest") {
      var bundle = CraftedBundle()
      bundle.build()
      bundle.members.append(bundle.members.removeFirst())
      return bundle.bytes
    },
    Case("an entry that the manifest does not name", "entries that the manifest does not name") {
      var bundle = CraftedBundle()
      bundle.build()
      bundle.members.append(CraftedBundle.Member("z.txt", [1]))
      return bundle.bytes
    },
    Case("an entry that is missing", "stands where the manifest has 'folder/b.txt'") {
      var bundle = CraftedBundle()
      bundle.build()
      bundle.members.remove(at: 2)
      return bundle.bytes
    },
    Case("the last entry missing", "the archive ends before 'folder/c.txt'") {
      var bundle = CraftedBundle()
      bundle.build()
      bundle.members.removeLast()
      return bundle.bytes
    },
    Case("two entries swapped", "stands where the manifest has") {
      var bundle = CraftedBundle()
      bundle.build()
      bundle.members.swapAt(1, 2)
      return bundle.bytes
    },
    Case("an entry twice", "stands where the manifest has") {
      var bundle = CraftedBundle()
      bundle.build()
      bundle.members.insert(bundle.members[1], at: 2)
      return bundle.bytes
    },
    Case("other content", "not what the manifest says") {
      var bundle = CraftedBundle()
      bundle.build()
      bundle.members[1].content = Array("alphA".utf8)
      return bundle.bytes
    },
    Case("something hidden behind an entry", "hidden between two entries") {
      var bundle = CraftedBundle()
      bundle.build()
      bundle.members[1].padding[100] = 1
      return bundle.bytes
    },
    Case("a manifest that is no JSON", "not JSON") { manifest("grokline_bundle: 1\n") },
    Case("a manifest that is a list", "not that of a bundle") { manifest("[]\n") },
    Case("a manifest without facts", "not that of a bundle") {
      manifest("{\"entries\":[],\"grokline_bundle\":1}\n")
    },
    Case("a manifest of a later version", "use a newer one") {
      manifest("{\"entries\":[],\"facts\":{},\"grokline_bundle\":2}\n")
    },
    Case("a manifest with a key twice", "written twice") {
      manifest("{\"entries\":[],\"entries\":[],\"facts\":{},\"grokline_bundle\":1}\n")
    },
    Case("a manifest with more keys", "not spelt as manifests are") {
      manifest("{\"entries\":[],\"facts\":{},\"grokline_bundle\":1,\"run\":\"rm\"}\n")
    },
    Case("a manifest that is spelt otherwise", "not spelt as manifests are") {
      manifest("{\"entries\": [],\"facts\":{},\"grokline_bundle\":1}\n")
    },
    Case("an entry without a digest", "malformed") {
      manifest("{\"entries\":[{\"bytes\":1,\"path\":\"a\"}],\"facts\":{},\"grokline_bundle\":1}\n")
    },
    Case("an entry with more keys", "malformed") {
      let digest = Digest.of([1]).hex
      return manifest(
        "{\"entries\":[{\"bytes\":1,\"link\":\"/etc\",\"path\":\"a\",\"sha256\":\"\(digest)\"}],\"facts\":{},\"grokline_bundle\":1}\n"
      )
    },
    Case("a manifest nested a thousand deep", "not JSON") {
      manifest(String(repeating: "[", count: 1000) + String(repeating: "]", count: 1000))
    },
    Case("a manifest that is not UTF-8", "not JSON") {
      var bundle = CraftedBundle()
      bundle.manifest = [0x7B, 0x22, 0xFF, 0xFE, 0x22, 0x3A, 0x31, 0x7D]
      return bundle.bytes
    },
  ]

  private static func sized(_ size: Int) -> [UInt8] {
    var bundle = CraftedBundle()
    let sorted = bundle.entries
    bundle.manifest = CraftedBundle.manifest(bundle.facts, sorted, sizes: ["a.txt": size])
    return bundle.bytes
  }

  static let bombs: [Case] = [
    Case("a negative size in the manifest", "has -1 bytes") { sized(-1) },
    Case("a size beyond what tar holds", "has 1099511627776 bytes") { sized(1 << 40) },
    Case("a declared bomb", "refused as a bomb") { sized(4 << 30) },
    Case("many sizes that make a bomb together", "refused as a bomb") {
      var bundle = CraftedBundle()
      let entries = (0..<100).map { ("f\($0)", [UInt8]()) }
      bundle.manifest = CraftedBundle.manifest(
        [:], entries, sizes: Dictionary(uniqueKeysWithValues: entries.map { ($0.0, 1 << 20) }))
      return bundle.bytes
    },
    Case("more content than declared", "another size") {
      var bundle = CraftedBundle()
      bundle.build()
      bundle.members[1] = CraftedBundle.Member("a.txt", [UInt8](repeating: 0, count: 32 << 20))
      return bundle.bytes
    },
    Case("a frame of zeros without an end in sight", "does not begin with a manifest") {
      Zstd.compress([UInt8](repeating: 0, count: 128 << 20))
    },
    Case("10,000 entries", "10000 entries, more than") {
      var bundle = CraftedBundle()
      bundle.entries = (0..<10_000).map { ("f\($0)", []) }
      return bundle.bytes
    },
    Case("a manifest of 9 MB", "its manifest has") {
      var bundle = CraftedBundle()
      bundle.facts = ["experiment": .string(String(repeating: "a", count: 9 << 20))]
      return bundle.bytes
    },
    Case("a manifest that claims to be larger than everything", "its manifest has") {
      var bundle = CraftedBundle()
      bundle.build()
      bundle.members[0].patch(Array("77777777777".utf8), at: 124)
      return bundle.bytes
    },
    Case("a window of 128 MB", "cannot be decompressed") {
      // A frame header without single segment: descriptor, window 2^27, then one raw last block of no bytes.
      [0x28, 0xB5, 0x2F, 0xFD, 0x00, 0x88, 0x01, 0x00, 0x00]
    },
  ]
}
