import Compute
import FoundationEssentials
import Pipeline
import Spec
import Testing

@testable import Experiment

private let digest = Digest.of([1, 2, 3])

private func manifest(_ file: String) throws -> Manifest {
  let head = "grokline: 1\ntitle: t\ncitation: c\nlicence: l\nfiles:\n"
  return try Manifest(name: "toy", text: Array((head + file).utf8), file: "toy.yaml")
}

@Suite struct ManifestTests {
  @Test("every manifest of the repository is built in, right, and offered in order of preference")
  func builtIn() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: repository + "/datasets")
    let names = files.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(".yaml".count)) }.sorted()
    let shelf = ManifestShelf(root: "/nonexistent")
    #expect(shelf.names == names)
    for name in names {
      let manifest = try #require(try shelf.manifest(name))
      let own = try #require(FileManager.default.contents(atPath: "\(repository)/datasets/\(name).yaml"))
      let same = try Manifest(name: name, text: Array(own), file: name)
      #expect(manifest.files == same.files)
      #expect(!manifest.title.isEmpty && !manifest.citation.isEmpty && !manifest.licence.isEmpty)
    }
  }

  @Test(
    "a wrong manifest says where",
    arguments: [
      ("  a: {path: ../x, urls: [], sha256: \(digest), format: f}\n", "'../x' is not inside the project"),
      (
        "  a: {path: x, urls: [ftp://x], sha256: \(digest), format: f}\n",
        "'ftp://x' is not an address of the web"
      ),
      (
        "  a: {path: x, urls: [], sha256: 12, format: f}\n", "'12' is not 64 hexadecimal digits in lower case"
      ),
      ("  a: {path: x, urls: [], sha256: \(digest), bytes: -1, format: f}\n", "a size is not negative"),
      ("  a: {path: x, sha256: \(digest), format: f}\n", "missing 'urls': expected a list, each item text"),
      ("  a: {path: x, urls: [], sha256: \(digest), format: f, size: 3}\n", "unknown key 'size'"),
    ])
  func wrong(_ file: String, _ message: String) {
    let error = #expect(throws: InvalidSpec.self) { try manifest(file) }
    #expect(error?.diagnostics.map(\.message) == [message])
  }

  @Test("a manifest in the project comes before one that is built in, and names never lead elsewhere")
  func shelf() throws {
    let root =
      FileManager.default.temporaryDirectory.path + "/grokline-shelf-\(UInt64.random(in: 0 ... .max))"
    try FileManager.default.createDirectory(atPath: root + "/datasets", withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: root) }
    let text =
      "grokline: 1\ntitle: mine\ncitation: c\nlicence: l\nfiles:\n  a: {path: x, urls: [], sha256: \(digest), format: f}\n"
    try Data(text.utf8).write(to: URL(filePath: root + "/datasets/mnist.yaml"))
    let shelf = ManifestShelf(root: root)
    #expect(try shelf.manifest("mnist")?.title == "mine")
    #expect(try shelf.manifest("../datasets/mnist") == nil)
    #expect(try shelf.manifest("") == nil)
    #expect(try shelf.manifest("unheard-of") == nil)
  }

  @Test("a file that is not there is named with what to run; one with other bytes with its SHA-256")
  func missing() throws {
    let root = FileManager.default.temporaryDirectory.path + "/grokline-data-\(UInt64.random(in: 0 ... .max))"
    try FileManager.default.createDirectory(
      atPath: root + "/store/data/mnist", withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: root) }
    let files = ProjectFiles(root: root, store: root + "/store", given: nil)
    let place = SourceLocation(file: "a.yaml", line: 1, column: 1)
    let labels = DataFile.published("mnist", role: "validation-labels")
    // The digest is the manifest's, so that a plan needs no file.
    let source = try files.source(labels, at: place)
    #expect(source.digest.hex.hasPrefix("f7ae60f92e00"))
    let missing = #expect(throws: MissingData.self) { try source.current() }
    #expect(missing.map { "\($0)" }?.hasSuffix("run 'grokline fetch mnist'") == true)
    let wrong = [UInt8](repeating: 1, count: 4542)
    try Data(wrong).write(to: URL(filePath: root + "/store/data/mnist/t10k-labels-idx1-ubyte.gz"))
    let error = #expect(throws: WrongData.self) { try files.reader([source])(labels) }
    #expect(
      error.map { "\($0)" }?.contains("its SHA-256 is \(Digest.of(wrong)), not \(source.digest)") == true)
    let unknown = #expect(throws: InvalidSpec.self) {
      try files.source(.published("mnits", role: "train-images"), at: place)
    }
    #expect(unknown?.diagnostics.first?.hint == "did you mean 'mnist'?")
  }
}
