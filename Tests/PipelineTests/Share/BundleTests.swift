import Foundation
import Randomized
import Spec
import Testing

@testable import Pipeline

@Suite("A bundle is one file that says what is in it")
struct BundleTests {
  private let facts: JSON = ["experiment": "wave"]

  private func items(_ texts: [String: String]) -> [BundleItem] {
    texts.map { BundleItem($0, Array($1.utf8)) }
  }

  private let some = [
    "spec/wave.yaml": "grokline: 1\n", "lock.json": "{}\n", "empty": "", "figure/loss.csv": "a,b\n1,2\n",
  ]

  @Test("What is written is read and unpacked byte for byte, and the identity is that of the manifest")
  func roundTrip() throws {
    let folder = try ShareFolder()
    var random = SeededGenerator(seed: 3)
    let large = (0..<700_001).map { _ in UInt8.random(in: 0...255, using: &random) }
    let path = folder.path + "/x.bundle"
    let id = try BundleWriter.write(
      to: path, facts: facts, items: items(some) + [BundleItem("objects/large", large)])
    let reader = try BundleReader(path)
    #expect(reader.id == id)
    #expect(reader.manifest.facts == facts)
    #expect(
      reader.manifest.entries.map(\.path) == [
        "empty", "figure/loss.csv", "lock.json", "objects/large", "spec/wave.yaml",
      ])
    #expect(
      try reader.contents(of: ["lock.json", "nothing"], limit: 10) == ["lock.json": Array("{}\n".utf8)])
    #expect(throws: BundleFlaw.self) { try reader.contents(of: ["lock.json"], limit: 2) }
    let target = folder.path + "/unpacked"
    try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: true)
    try reader.unpack(into: target)
    for (name, text) in some { #expect(try bytes(ofFile: "\(target)/\(name)") == Array(text.utf8)) }
    #expect(try bytes(ofFile: "\(target)/objects/large") == large)
  }

  @Test(
    "The same items give the same bytes, in whatever order they come; another byte gives another identity")
  func determinism() throws {
    let folder = try ShareFolder()
    let (one, two, three) = (folder.path + "/1.bundle", folder.path + "/2.bundle", folder.path + "/3.bundle")
    let first = try BundleWriter.write(to: one, facts: facts, items: items(some))
    let second = try BundleWriter.write(to: two, facts: facts, items: items(some).reversed())
    #expect(first == second)
    #expect(try bytes(ofFile: one) == bytes(ofFile: two))
    var other = some
    other["empty"] = " "
    #expect(try BundleWriter.write(to: three, facts: facts, items: items(other)) != first)
  }

  @Test("tar --zstd lists and unpacks it")
  func plainTar() throws {
    let folder = try ShareFolder()
    let path = folder.path + "/x.bundle"
    let deep =
      "spec/" + String(repeating: "experiments-of-this-year/", count: 4) + "a-long-name-of-a-spec.yaml"
    try BundleWriter.write(to: path, facts: facts, items: items(some) + items([deep: "deep"]))
    let listed = try ChildProcess("/usr/bin/env", ["tar", "--zstd", "-tvf", path], capturing: [.output]).run()
    #expect(listed.ending == .exited(0))
    let text = String(decoding: listed.captured[.output] ?? [], as: UTF8.self)
    for name in Array(some.keys) + [deep, "manifest.json"] { #expect(text.contains(" \(name)\n")) }
    #expect(text.contains("-rw-r--r-- 0/0"))
    #expect(try BundleReader(path).manifest.entries.contains { $0.path == deep })
  }

  @Test("A file that is not finished is not there, and one that would not be accepted is not written")
  func wholeOrNothing() throws {
    let folder = try ShareFolder()
    struct Gone: Error {}
    let lost = BundleItem("objects/lost", ObjectReference(digest: Digest.of([1]), size: 1)) { throw Gone() }
    #expect(throws: Gone.self) {
      try BundleWriter.write(to: folder.path + "/x.bundle", facts: facts, items: [lost])
    }
    let other = BundleItem("objects/other", ObjectReference(digest: Digest.of([1]), size: 1)) { [2] }
    #expect(throws: BundleFlaw.self) {
      try BundleWriter.write(to: folder.path + "/x.bundle", facts: facts, items: [other])
    }
    #expect(throws: BundleFlaw.self) {
      try BundleWriter.write(to: folder.path + "/x.bundle", facts: facts, items: items(["../x": ""]))
    }
    var limits = BundleLimits()
    limits.entries = 3
    #expect(throws: BundleFlaw.self) {
      try BundleWriter.write(to: folder.path + "/x.bundle", facts: facts, items: items(some), limits: limits)
    }
    #expect(try folder.names == [])
  }

  @Test("A bundle that changes after it was checked is not unpacked")
  func changedMeanwhile() throws {
    let folder = try ShareFolder()
    let path = folder.path + "/x.bundle"
    try BundleWriter.write(to: path, facts: facts, items: items(some))
    let reader = try BundleReader(path)
    try BundleWriter.write(to: path, facts: facts, items: items(["lock.json": "[]\n"]))
    let target = folder.path + "/unpacked"
    try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: true)
    #expect(throws: BundleFlaw.self) { try reader.unpack(into: target) }
  }
}
