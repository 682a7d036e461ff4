import Foundation
import Testing

@testable import Pipeline

@Suite("What is remembered of a run with nothing to do")
struct StandingTests {
  private let store: String
  private let outside: String

  init() throws {
    store =
      FileManager.default.temporaryDirectory.path + "/grokline-standing-\(UInt64.random(in: 0 ... .max))"
    outside = store + "-file"
    try FileManager.default.createDirectory(atPath: store, withIntermediateDirectories: true)
    try write(store + "/layout")
    try write(outside)
  }

  private func write(_ path: String, _ text: String = "x") throws {
    try Data(text.utf8).write(to: URL(filePath: path))
  }

  private func remove() {
    try? FileManager.default.removeItem(atPath: store)
    try? FileManager.default.removeItem(atPath: outside)
  }

  private var files: [String] { ["layout", outside, store + "/absent"] }

  /// One that is asked now.
  private func asked(_ words: String...) -> Standing { Standing(of: words, in: store) }

  @Test("An answer holds as long as every file is as it was, and for its own question only")
  func settled() throws {
    defer { remove() }
    sleep(4)
    func remember() { asked("run", "a").remember("nothing to do\n", restingOn: files) }
    remember()
    #expect(asked("run", "a").answer == "nothing to do\n")
    #expect(asked("run", "b").answer == nil)
    #expect(asked("run a").answer == nil)

    try write(store + "/absent")
    #expect(asked("run", "a").answer == nil)
    try FileManager.default.removeItem(atPath: store + "/absent")
    #expect(asked("run", "a").answer == "nothing to do\n")

    // The same bytes, the same time of change: the inode tells.
    let date = try #require(try FileManager.default.attributesOfItem(atPath: outside)[.modificationDate])
    try write(outside)
    try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: outside)
    #expect(asked("run", "a").answer == nil)
  }

  @Test("Nothing is remembered that rests on a file of which a change could go unseen")
  func racy() throws {
    defer { remove() }
    asked("run").remember("nothing to do\n", restingOn: files)
    #expect(asked("run").answer == nil)
    #expect(!FileManager.default.fileExists(atPath: store + "/standing"))
  }

  @Test("A damaged note is no answer")
  func damaged() throws {
    defer { remove() }
    sleep(4)
    asked("run").remember("nothing to do\n", restingOn: files)
    let folder = store + "/standing"
    let note = try #require(FileManager.default.contentsOfDirectory(atPath: folder).first)
    let whole = try Data(contentsOf: URL(filePath: folder + "/" + note))
    for cut in whole.indices {
      try whole.prefix(cut).write(to: URL(filePath: folder + "/" + note))
      #expect(asked("run").answer == nil, "cut at \(cut)")
      var flipped = whole
      flipped[cut] ^= 1
      try flipped.write(to: URL(filePath: folder + "/" + note))
      #expect(asked("run").answer == nil, "a bit of \(cut)")
    }
    try whole.write(to: URL(filePath: folder + "/" + note))
    #expect(asked("run").answer == "nothing to do\n")
  }

  @Test("Only so many questions are kept")
  func many() throws {
    defer { remove() }
    sleep(4)
    for number in 0..<80 { asked("\(number)").remember("", restingOn: ["layout"]) }
    let kept = try FileManager.default.contentsOfDirectory(atPath: store + "/standing").count
    #expect(kept == 64)
  }
}
