import Foundation
import Pipeline
import Randomized
import Spec
import Testing

@testable import Experiment

@Suite("A bundle whose manifest is sound and whose content is not is refused all the same")
struct HostileShareTests {
  private func finished() async throws -> StudyFolder {
    let folder = try StudyFolder()
    _ = try await folder.run()
    try folder.bundle(.figure)
    return folder
  }

  private func replace(_ name: String, _ old: String, _ new: String) -> (inout [String: [UInt8]]) -> Void {
    { contents in
      let text = String(decoding: contents[name] ?? [], as: UTF8.self)
      contents[name] = Array(text.replacing(old, with: new).utf8)
    }
  }

  @Test("Facts, entries and documents that are none")
  func refused() async throws {
    let folder = try await finished()
    func check(
      _ reason: String, facts: (inout [String: JSON]) -> Void = { _ in },
      entries: (inout [String: [UInt8]]) throws -> Void = { _ in }, line: Int = #line
    ) throws {
      try folder.forge(facts: facts, entries: entries)
      let before = try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted()
      let flaw = #expect(throws: BundleFlaw.self, "line \(line)") { try folder.opened("forged.bundle") }
      #expect(flaw?.description.contains(reason) == true, "line \(line): \(flaw?.description ?? "")")
      #expect(try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted() == before)
    }
    try check("does not say what the bundle is", facts: { $0["level"] = "everything" })
    try check("does not say what the bundle is", facts: { $0["targets"] = [] })
    try check("does not say what the bundle is", facts: { $0["spec"] = nil })
    try check("a name that no experiment can have", facts: { $0["experiment"] = "../../etc" })
    try check("a name that no experiment can have", facts: { $0["experiment"] = "a\u{1B}[2J" })
    try check("it has no spec", facts: { $0["spec"] = "other.yaml" })
    try check("it has no spec", facts: { $0["spec"] = "../lock.json" })
    try check("it has no spec", facts: { $0["spec"] = "grokline.yaml" })
    try check("does not say what must come out of", facts: { $0["targets"] = ["figure/other"] })
    try check("does not say what must come out of", facts: { $0["targets"] = ["figure/../../x"] })
    try check("is nothing that a bundle has", entries: { $0["run.sh"] = Array("rm -rf ~".utf8) })
    try check("is nothing that a bundle has", entries: { $0["store/layout"] = [] })
    try check("is not what its name says", entries: { $0["objects/" + Digest.of([1]).hex] = [2] })
    try check("is not what its name says", entries: { $0["objects/x"] = [2] })
    try check(
      "more than 2000000", entries: { $0["spec/big.yaml"] = [UInt8](repeating: 0x20, count: 2_000_001) })
    try check(
      "is not that of a bundle",
      entries: { $0["spec/grokline.yaml"] = Array("grokline: 1\nmirrors: [/etc]\n".utf8) })
    try check("is not that of a bundle", entries: { $0["spec/grokline.yaml"] = nil })
    for name in ["lock.json", "env.json", "data.json", "expected.json", "contents.json"] {
      try check("it has no '\(name)'", entries: { $0[name] = nil })
      try check("'\(name)' is not JSON", entries: { $0[name] = Array("{".utf8) })
    }
    try check("'lock.json' is malformed", entries: { $0["lock.json"] = Array("[]".utf8) })
    try check("'lock.json' is malformed", entries: replace("lock.json", "\"kind\":\"train\"", "\"kind\":7"))
    try check("'lock.json' is malformed", entries: replace("lock.json", "\"bytes\":", "\"bytes\":-"))
    try check("'data.json' is malformed", entries: { $0["data.json"] = Array("{}".utf8) })
    try check(
      "'data.json' is malformed",
      entries: replace("data.json", "\"features\":[2]", "\"features\":[99999999999]"))
    try check(
      "'data.json' is malformed", entries: replace("data.json", "\"features\":[2]", "\"features\":[-2]"))
    try check(
      "is not what its name says",
      entries: { $0["contents.json"] = Array("{\"\(Digest.of([1]).hex)\":\"x\"}".utf8) })
    try check("it lacks what came out of", entries: { $0["figure/loss.csv"] = Array("x\n1\n".utf8) })
    try check("it lacks what came out of", entries: { $0["figure/loss.svg"] = nil })
  }

  @Test(
    "A spec of absurd sizes, one that leaves its folder, and one that is none are errors of the spec, told at once"
  )
  func specs() async throws {
    let folder = try await finished()
    for (old, new) in [
      ("widths: [2, 10, 1]", "widths: [2, 1000000000000, 1]"),
      ("seeds: [0, 1]", "extends: ../../etc/passwd.yaml"),
      ("file: wave.csv", "file: /etc/passwd"), ("file: wave.csv", "file: ../../../etc/passwd"),
      ("grokline: 1", "grokline: *bomb"),
      ("seeds: [0, 1]", "sweep: {training.optimizer.learning_rate: {linspace: [0, 1, 100000000]}}"),
    ] {
      try folder.forge(entries: replace("spec/wave.yaml", old, new))
      let began = processorSeconds()
      #expect(throws: (any Error).self, "\(new)") {
        _ = try Reproduction(folder.opened("forged.bundle"), from: .figure)
      }
      #expect(processorSeconds() - began < 5, "\(new)")
    }
  }

  @Test("What a figure is drawn from must be there and be what the lock says")
  func inputs() async throws {
    let folder = try await finished()
    try folder.forge(entries: { contents in
      for name in contents.keys where name.hasPrefix("objects/") { contents[name] = nil }
      contents["contents.json"] = Array("{}".utf8)
    })
    let reproduction = try Reproduction(folder.opened("forged.bundle"), from: .figure)
    await #expect(throws: BundleFlaw.self) { try await reproduction.redraw() }
  }
}
