import Foundation
import Glibc
import Pipeline
import Spec
import Testing

@testable import Experiment

@Suite("A study is shared as one file")
struct SharedStudyTests {
  @Test("Two bundles of the same results are the same bytes, from a copy of the project elsewhere, too")
  func determinism() async throws {
    let first = try StudyFolder()
    _ = try await first.run()
    let second = try StudyFolder()
    _ = try await second.run()
    for level in BundleLevel.allCases {
      let one = try first.bundle(level, as: "1.bundle")
      let two = try first.bundle(level, as: "2.bundle")
      let three = try second.bundle(level, as: "1.bundle")
      #expect(one.id == two.id && one.id == three.id)
      let bytes = try Data(contentsOf: URL(filePath: first.path + "/1.bundle"))
      #expect(try bytes == Data(contentsOf: URL(filePath: first.path + "/2.bundle")), "\(level)")
      #expect(try bytes == Data(contentsOf: URL(filePath: second.path + "/1.bundle")), "\(level)")
    }
  }

  @Test("It holds the author's files byte for byte, every value with its place, the lock, and what came out")
  func contents() async throws {
    let folder = try StudyFolder()
    let text =
      "# why \u{2026}\n" + StudyFolder.spec.replacing("seeds: [0, 1]\n", with: "extends: base.yaml\n")
    try folder.write(text, to: "wave.yaml")
    try folder.write("grokline: 1\nseeds: [0, 1]\n", to: "base.yaml")
    _ = try await folder.run(["figures.loss.title=Other"])
    try folder.bundle(.figure, ["figures.loss.title=Other"])
    let contents = try folder.contents()
    #expect(contents["spec/wave.yaml"] == Array(text.utf8))
    #expect(contents["spec/base.yaml"] == Array("grokline: 1\nseeds: [0, 1]\n".utf8))
    #expect(contents["spec/wave.csv"] == nil)
    let results = try folder.results()
    #expect(contents["figure/loss.csv"] == results["loss.csv"].map { Array($0) })
    #expect(contents["table/speed.md"] == results["speed.md"].map { Array($0) })
    let resolved = try JSON(parsing: contents["resolved.json"] ?? [])
    let rate = resolved["stages"]?["train/plain/seed=0"]?["training.phases.early.optimizer.learning_rate"]
    #expect(rate?["value"] == 0.1)
    #expect(rate?["from"]?.string?.hasPrefix("wave.yaml:") == true)
    #expect(
      resolved["stages"]?["figure/loss"]?["figures.loss.title"]?["from"] == "--set figures.loss.title=Other")
    let lock = try JSON(parsing: contents["lock.json"] ?? [])
    let stage = lock["stages"]?["train/plain/seed=1"]
    #expect(stage?["seed"] == 1 && stage?["steps"] == 200)
    #expect(stage?["components"]?["origin"]?["dataset"]?["versions"] != nil)
    #expect(stage?["components"]?["rules"]?.array?.count == 1)
    #expect(stage?["key"]?.string.flatMap { Digest(hex: $0) } != nil)
    let opened = try folder.opened()
    #expect(opened.experiment == "wave" && opened.level == .figure && opened.spec == "wave.yaml")
    #expect(opened.targets == ["figure/loss", "table/speed"])
    #expect(opened.trainings == 4 && opened.steps == 800)
    #expect(opened.absentData.count == 1 && opened.absentData[0].hasPrefix("wave.csv (") == true)
  }

  @Test(
    "Levels: a figure needs no snapshots and no data; training has them and the last states; all has the data"
  )
  func levels() async throws {
    let folder = try StudyFolder()
    _ = try await folder.run()
    let figure = try folder.bundle(.figure, figures: ["loss"], as: "f.bundle")
    let training = try folder.bundle(.training, as: "t.bundle")
    let all = try folder.bundle(.all, as: "a.bundle")
    #expect(figure.omitted > 0 && training.omitted > 0 && all.omitted == 0)
    #expect(try folder.opened("f.bundle").targets == ["figure/loss"])
    #expect(try folder.contents(of: "f.bundle")["table/speed.md"] == nil)
    #expect(try folder.contents(of: "t.bundle")["spec/wave.csv"] == nil)
    let data = try Data(contentsOf: URL(filePath: folder.path + "/wave.csv"))
    #expect(try folder.contents(of: "a.bundle")["spec/wave.csv"] == Array(data))
    #expect(figure.size < training.size && training.size < all.size)
  }

  @Test("What is not done cannot be shared")
  func unfinished() async throws {
    let folder = try StudyFolder()
    #expect(throws: UnfinishedStudy.self) { try folder.bundle() }
    _ = try await folder.run()
    #expect(throws: UnfinishedStudy.self) { try folder.bundle(.figure, ["training.phases.late.until=201"]) }
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/x.bundle"))
  }

  @Test("No user, host, home, path, variable or secret is in a bundle of any level")
  func nothingPrivate() async throws {
    let folder = try StudyFolder()
    _ = try await folder.run()
    var host = [CChar](repeating: 0, count: 256)
    gethostname(&host, 255)
    var words = [
      folder.path, "/tmp/", "/home/", "/root", FileManager.default.currentDirectoryPath,
      String(decoding: host.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self), "/proc/",
      "/usr/",
    ]
    let user = getpwuid(getuid()).map { String(cString: $0.pointee.pw_name) } ?? ""
    words.append("\"\(user)\"")
    for (name, value) in ProcessInfo.processInfo.environment where value.utf8.count > 7 {
      words += ["\(name)=", value]
    }
    // What the program must be able to say is no secret, whoever else says it, too.
    words.removeAll { ["x86_64-linux-gnu", "OpenBLAS"].contains($0) || $0.utf8.count < 5 }
    for level in BundleLevel.allCases {
      try folder.bundle(level)
      for (name, bytes) in try folder.contents() {
        let text = Data(bytes)
        for word in words { #expect(text.range(of: Data(word.utf8)) == nil, "\(name) has \(word)") }
      }
      // Owners and times in the headers are those of nobody.
      let listed = try ChildProcess(
        "/usr/bin/env", ["tar", "--zstd", "--numeric-owner", "-tvf", folder.path + "/x.bundle"],
        environment: ["PATH": "/usr/bin:/bin", "TZ": "UTC"], capturing: [.output]
      ).run()
      let lines = String(decoding: listed.captured[.output] ?? [], as: UTF8.self).split(separator: "\n")
      #expect(!lines.isEmpty)
      for line in lines { #expect(line.hasPrefix("-rw-r--r-- 0/0") && line.contains("1970-01-01 00:00")) }
    }
  }

  @Test(
    "A secret that gets into a document stops the bundle; one in the author's words is told and left to them")
  func leaks() async throws {
    let facts = PrivateFacts(
      folders: ["/somewhere/project"],
      environment: [
        "HOME": "/home/alice", "USER": "alice", "API_TOKEN": "sesame-open", "LANG": "C.UTF-8-long",
      ])
    #expect(
      facts.leak(in: Array("{\"a\":\"/somewhere/project/x\"}".utf8)) == "an absolute path of this machine")
    #expect(facts.leak(in: Array("/home/alice".utf8)) != nil)
    #expect(
      facts.leak(in: Array("x sesame-open".utf8)) == "the value of the environment variable API_TOKEN")
    #expect(facts.leak(in: Array("C.UTF-8-long alice".utf8)) == nil)
    #expect(facts.mention(in: Array("# by alice\n".utf8)) == "the name 'alice'")
    let folder = try StudyFolder()
    try folder.write("# see \(folder.path)/notes\n" + StudyFolder.spec, to: "wave.yaml")
    _ = try await folder.run()
    #expect(
      try folder.bundle().warnings == [
        "'spec/wave.yaml' has an absolute path of this machine: what you write yourself is shared as it is"
      ])
    _ = try await folder.run(["figures.loss.title='\(folder.path)'"])
    #expect(throws: PrivateFact.self) { try folder.bundle(.figure, ["figures.loss.title='\(folder.path)'"]) }
  }
}
