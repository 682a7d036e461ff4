import FoundationEssentials
import Glibc
import Pipeline
import Testing

@testable import Experiment

@Suite struct ExportsTests {
  private let folder =
    FileManager.default.temporaryDirectory.path + "/grokline-exports-\(UInt64.random(in: 0 ... .max))"

  private func item(_ file: String, _ text: String) -> Exports.Item {
    Exports.Item(file: file, source: Digest.of(Array(text.utf8))) { Array(text.utf8) }
  }

  private func publish(_ items: Exports.Item..., of spec: String = "") throws -> [String] {
    var exports = Exports(folder: folder, of: spec, in: folder)
    try exports.publish(items)
    return exports.written
  }

  private func put(_ file: String, _ text: String) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(filePath: folder + "/" + file))
  }

  private func text(_ file: String) throws -> String {
    try String(contentsOfFile: folder + "/" + file, encoding: .utf8)
  }

  @Test("What is current is not made again, and nothing is written")
  func current() throws {
    #expect(try publish(item("a.csv", "one")) == ["a.csv"])
    let refuses = Exports.Item(file: "a.csv", source: Digest.of(Array("one".utf8))) {
      throw FigureFailure("made again")
    }
    let before = try inode(".grokline-exports.json")
    #expect(try publish(refuses) == [])
    #expect(try inode(".grokline-exports.json") == before)
    try FileManager.default.removeItem(atPath: folder)
  }

  @Test("What another process wrote meanwhile is no edit, and what both want is made once")
  func meanwhile() throws {
    _ = try publish(item("a.csv", "one"), item("b.csv", "same"))
    var slow = Exports(folder: folder, of: "", in: folder)
    #expect(try publish(item("a.csv", "two"), item("c.csv", "new")) == ["a.csv", "c.csv"])
    let refuses = Exports.Item(file: "c.csv", source: Digest.of(Array("new".utf8))) {
      throw FigureFailure("made again")
    }
    try slow.publish([item("a.csv", "three"), refuses])
    #expect(slow.written == ["a.csv"])
    #expect(try text("a.csv") == "three" && text("c.csv") == "new")
    try FileManager.default.removeItem(atPath: folder)
  }

  @Test("A deleted file is written again")
  func deleted() throws {
    _ = try publish(item("a.csv", "one"))
    try FileManager.default.removeItem(atPath: folder + "/a.csv")
    #expect(!Exports(folder: folder, of: "", in: folder).arePresent(["a.csv"]))
    #expect(try publish(item("a.csv", "one")) == ["a.csv"])
    #expect(try text("a.csv") == "one")
    try FileManager.default.removeItem(atPath: folder)
  }

  @Test("The results of another spec of the same name are never overwritten, unless that spec is gone")
  func shared() throws {
    try put("first.yaml", "")
    let (first, second) = ("first.yaml", "second.yaml")
    _ = try publish(item("a.csv", "one"), of: first)
    let failure = #expect(throws: SharedName.self) { try publish(item("a.csv", "two"), of: second) }
    #expect(failure?.description.contains("is a result of '\(first)'") == true)
    #expect(try text("a.csv") == "one")
    #expect(try publish(item("a.csv", "one"), item("b.csv", "two"), of: second) == ["b.csv"])
    try FileManager.default.removeItem(atPath: folder + "/" + first)
    #expect(try publish(item("a.csv", "two"), of: second) == ["a.csv"])
    try FileManager.default.removeItem(atPath: folder)
  }

  @Test("An edited file is never overwritten, and keeps no other file from being written")
  func edited() throws {
    _ = try publish(item("a.csv", "one"), item("b.csv", "one"))
    try put("a.csv", "mine")
    #expect(throws: ForeignFile.self) { try publish(item("a.csv", "two"), item("b.csv", "two")) }
    #expect(try text("a.csv") == "mine")
    #expect(try text("b.csv") == "two")
    #expect(throws: ForeignFile.self) { try publish(item("a.csv", "one"), item("b.csv", "two")) }
    #expect(try text("a.csv") == "mine")
    try FileManager.default.removeItem(atPath: folder)
  }

  @Test("A file that was not written here is refused, unless it has the very bytes")
  func foreign() throws {
    try put("a.csv", "theirs")
    let failure = #expect(throws: ForeignFile.self) { try publish(item("a.csv", "one")) }
    let message = try #require(failure).description
    #expect(
      message
        == "'\(folder)/a.csv' was not written by grokline: move it away to get the result")
    #expect(try text("a.csv") == "theirs")
    #expect(try publish(item("a.csv", "theirs")) == [])
    #expect(try publish(item("a.csv", "new")) == ["a.csv"])
    try FileManager.default.removeItem(atPath: folder)
  }

  @Test("A folder or an unreadable thing in the place of a file is refused")
  func folderInThePlace() throws {
    try FileManager.default.createDirectory(atPath: folder + "/a.csv", withIntermediateDirectories: true)
    #expect(throws: ForeignFile.self) { try publish(item("a.csv", "one")) }
    try FileManager.default.removeItem(atPath: folder)
  }

  @Test("A file is replaced by rename: whoever has the old one open, or a second name for it, keeps it whole")
  func rename() throws {
    _ = try publish(item("a.csv", "one"))
    #expect(link(folder + "/a.csv", folder + "/kept") == 0)
    let before = try inode("a.csv")
    _ = try publish(item("a.csv", "two"))
    #expect(try text("kept") == "one")
    #expect(try text("a.csv") == "two")
    #expect(try inode("a.csv") != before)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    #expect(names == [".grokline-exports.json", "a.csv", "kept"])
    try FileManager.default.removeItem(atPath: folder)
  }

  @Test("A run that was killed between a file and its note still knows the file as its own")
  func killed() throws {
    _ = try publish(item("a.csv", "one"))
    // As it would be if the note for the second content had been written, and the file, and nothing after.
    let notes = try text(".grokline-exports.json")
    let next = Digest.of(Array("two".utf8)).hex
    try put(
      ".grokline-exports.json", notes.replacing("\"digest\":", with: "\"next\":\"\(next)\",\"digest\":"))
    try put("a.csv", "two")
    #expect(try publish(item("a.csv", "three")) == ["a.csv"])
    #expect(try text("a.csv") == "three")
    try FileManager.default.removeItem(atPath: folder)
  }

  @Test("A study exports each figure once, again when one file is gone, and anew when what it shows changes")
  func study() async throws {
    let atelier = try Atelier()
    let all = ["loss.csv", "loss.pdf", "loss.png", "loss.svg"]
    #expect(try await atelier.run().sorted() == all)
    #expect(try await atelier.run() == [])
    let picture = try atelier.bytes("loss.png")
    try FileManager.default.removeItem(atPath: atelier.results + "/loss.png")
    #expect(try await atelier.run() == ["loss.png"])
    #expect(try atelier.bytes("loss.png") == picture)
    // Another spelling of the same changes what the picture says of itself in nothing.
    #expect(try await atelier.run("# a comment\n" + Atelier.spec().replacing("1e-2", with: "0.01")) == [])
    #expect(try await atelier.run(Atelier.spec(title: "Error")).contains("loss.svg"))
  }

  private func inode(_ file: String) throws -> UInt64 {
    var status = stat()
    try #require(stat(folder + "/" + file, &status) == 0)
    return UInt64(status.st_ino)
  }
}
