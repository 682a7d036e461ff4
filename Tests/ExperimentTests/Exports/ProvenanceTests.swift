import Figures
import FoundationEssentials
import Glibc
import Pipeline
import Spec
import Testing

@testable import Experiment

@Suite struct ProvenanceTests {
  private static func ofSVG(_ bytes: [UInt8]) throws -> Provenance {
    let picture = try #require(SVGDocument(String(decoding: bytes, as: UTF8.self)))
    return try #require(Provenance(picture))
  }

  private static func ofPNG(_ bytes: [UInt8]) throws -> Provenance {
    let picture = try #require(PNGDocument(bytes))
    return try #require(Provenance(picture))
  }

  @Test("SVG and PNG carry the same provenance: resolved settings, keys, and the digests of what was drawn")
  func roundTrip() async throws {
    let atelier = try Atelier()
    _ = try await atelier.run()
    let provenance = try Self.ofSVG(atelier.bytes("loss.svg"))
    #expect(try Self.ofPNG(atelier.bytes("loss.png")) == provenance)
    let json = provenance.json
    #expect(json["experiment"] == "wave" && json["figure"] == "loss")
    let training = json["spec"]?["stages"]?["train/run-0/seed=0"]
    #expect(training?["training"]?["phases"] != nil)
    // A default that the spec does not mention.
    #expect("\(training ?? .null)".contains("\"betas\":[0.9,0.999]"))
    #expect(json["spec"]?["stages"]?["figure/loss"]?["title"] == "Loss")
    #expect(json["spec"]?["labels"]?["run-0"] == "First")
    let path = atelier.folder + "/wave.yaml"
    let plan = try StudyRun(Study.open(path, project: .enclosing(path))).plan()
    let figure = try #require(plan["figure/loss"])
    #expect(json["stages"]?["figure/loss"]?["key"]?.string == figure.key?.hex)
    let inputs = try #require(json["stages"]?["figure/loss"]?["inputs"]?.array)
    let outputs = try #require(plan["train/run-0/seed=0"]?.outputs).map(\.reference.digest.hex)
    #expect(!inputs.isEmpty)
    for input in inputs {
      #expect(input["from"] == "train/run-0/seed=0")
      let digest = try #require(input["digest"]?.string)
      #expect(outputs.contains(digest))
    }
    let source = try #require(json["stages"]?["train/run-0/seed=0"]?["inputs"]?.array?.first)
    #expect(
      source["digest"]?.string
        == Digest.of(Array(try Data(contentsOf: URL(filePath: atelier.folder + "/wave.csv")))).hex)
  }

  @Test("The stored picture carries no provenance")
  func storedPicture() async throws {
    let atelier = try Atelier()
    _ = try await atelier.run()
    let path = atelier.folder + "/wave.yaml"
    let run = try StudyRun(Study.open(path, project: .enclosing(path)))
    let svg = try #require(run.plan()["figure/loss"]?.outputs?.first { $0.name == "svg" })
    let stored = try #require(SVGDocument(String(decoding: run.store.content(svg), as: UTF8.self)))
    #expect(stored.metadata == nil)
    let exported = try #require(SVGDocument(String(decoding: atelier.bytes("loss.svg"), as: UTF8.self)))
    #expect(exported.with(metadata: "") == stored.with(metadata: ""))
  }

  @Test(
    "Two copies of a project elsewhere, at other times, export the same bytes, with no place, user, host or time"
  )
  func determinism() async throws {
    let first = try Atelier(under: "somewhere")
    let second = try Atelier(under: "elsewhere-and-deeper")
    _ = try await first.run()
    _ = try await second.run()
    for file in ["loss.svg", "loss.png", "loss.pdf", "loss.csv"] {
      #expect(try first.bytes(file) == second.bytes(file), "\(file)")
    }
    let text = try "\(Self.ofSVG(first.bytes("loss.svg")).json)"
    var host = [CChar](repeating: 0, count: 256)
    gethostname(&host, 255)
    let words = [
      String(decoding: host.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self),
      getpwuid(getuid()).map { String(cString: $0.pointee.pw_name) } ?? "", first.folder, "somewhere",
      FileManager.default.currentDirectoryPath, "/tmp", "/home",
    ]
    for word in words where !word.isEmpty { #expect(!text.contains(word), "\(word)") }
    // Years of the recent past and of the near future, outside of digests.
    #expect(text.firstMatch(of: /\b20[2-9][0-9]-/) == nil)
  }

  @Test("A provenance that is too long for a picture leaves out the spec, then all keys but its own")
  func limit() throws {
    var random = SystemRandomNumberGenerator()
    func noise(_ count: Int) -> JSON {
      .string(
        String(decoding: (0..<count).map { _ in UInt8.random(in: 33...90, using: &random) }, as: UTF8.self))
    }
    let (long, middle, short) = (noise(600_000), noise(300_000), noise(10))
    #expect(Provenance.fitting([{ middle }, { short }]).json == short)
    #expect(Provenance.fitting([{ long }, { middle }, { short }]).json == short)
    #expect(Provenance.fitting([{ short }, { long }]).json == short)
    let some = noise(200_000)
    let kept = Provenance.fitting([{ long }, { some }])
    #expect(kept.json == some)
    #expect(kept.text.utf8.count <= 256 << 10)
  }

  @Test("What is no provenance, or a damaged one, is read as none")
  func damage() {
    let text = Provenance(["a": 1]).text
    #expect(Provenance(text: text)?.json == ["a": 1])
    #expect(Provenance(text: "") == nil)
    #expect(Provenance(text: "hello") == nil)
    #expect(Provenance(text: String(text.dropLast(4))) == nil)
    #expect(Provenance(text: text.replacing("provenance 1", with: "provenance 2")) == nil)
  }
}
