import Foundation
import Randomized
import Spec
import Testing

@testable import Pipeline

@Suite("Damage is mended in the same run")
struct HealingTests {
  /// Flips one bit near the end of a file, beyond any header.
  private func damage(_ path: String) throws {
    var content = try bytes(ofFile: path)
    content[content.count - 4] ^= 1
    try write(content, toFile: path)
  }

  private let chain: [Stage] = [
    .joining("a", padding: 9000), .joining("b", 1, from: ["a"], padding: 9000),
    .joining("c", 2, from: ["b"], padding: 9000),
  ]

  @Test("a damaged input is made again, named, and the result is as it would have been")
  func input() async throws {
    let workshop = try Workshop()
    let first = try await workshop.run(chain)
    let more = chain + [.joining("d", 3, from: ["b"])]
    try damage(workshop.home.path(of: try #require(first.outputs["b"]?.first).reference))
    let summary = try await workshop.run(more)
    #expect(summary.isComplete)
    #expect(summary.ran == ["b", "d"])
    #expect(summary.healed.count == 1)
    #expect(try await Workshop().run(more).outputs == summary.outputs)
  }

  @Test("damage all the way up is made again all the way down")
  func everything() async throws {
    let workshop = try Workshop()
    let first = try await workshop.run(chain)
    for stage in ["a", "b"] {
      try damage(workshop.home.path(of: try #require(first.outputs[stage]?.first).reference))
    }
    let more = chain + [.joining("d", 3, from: ["b"])]
    let summary = try await workshop.run(more)
    #expect(summary.isComplete)
    #expect(summary.ran == ["a", "b", "d"])
    #expect(summary.healed.count == 2)
  }

  @Test("a damaged record is found while planning, and its stage runs again")
  func record() async throws {
    let workshop = try Workshop()
    try await workshop.run(chain)
    let address = try #require(try workshop.plan(chain)["b"]?.address)
    try damage(workshop.home.path(of: address))
    let plan = try workshop.plan(chain)
    #expect(plan["b"]?.state == .run && plan["b"]?.reason == .recordMissing)
    #expect(plan["c"]?.state == .maybe)
    let summary = try await workshop.run(chain)
    #expect(summary.ran == ["b"] && summary.reused == ["c"])
  }

  @Test("any damage to a trajectory's files is trained away", arguments: 0..<16)
  func trajectory(seed: Int) async throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    let workshop = try Workshop()
    // Long enough that rows are objects of their own.
    var toy = Toy(
      rules: [(0, 3), (3000, 5)], until: 6000, observers: [Toy.value, Toy.sum], finals: [Toy.last],
      keep: .boundaries)
    try await workshop.run([toy.stage("t")])
    let root = workshop.store.root
    let files = ["objects", "records"].flatMap { folder in
      (FileManager.default.enumerator(atPath: "\(root)/\(folder)")?.allObjects as? [String] ?? [])
        .map { "\(root)/\(folder)/\($0)" }
    }.filter { path in
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder.boolValue
    }.sorted()
    for path in files.shuffled(using: &generator).prefix(3) {
      switch Int.random(in: 0..<3, using: &generator) {
      case 0: try damage(path)
      case 1: try write(Array(try bytes(ofFile: path).dropLast(9)), toFile: path)
      default: try? FileManager.default.removeItem(atPath: path)
      }
    }
    toy.until = 7000
    toy.observers.append(Toy.coarse)
    let summary = try await workshop.run([toy.stage("t")])
    #expect(summary.isComplete, "\(summary.failures)")
    #expect(try await Workshop().run([toy.stage("t")]).outputs["t"] == summary.outputs["t"])
  }

  @Test("a damaged snapshot that rows name trains its steps again for whoever reads it")
  func snapshot() async throws {
    let workshop = try Workshop()
    let stage = Toy(observers: [Toy.snapshots]).stage("t")
    let reader = Stage(
      name: "reader", kind: "read", parameters: .null,
      inputs: [StageInput("rows", from: .output("snapshots", of: "t"))],
      outputs: ["out"]
    ) { context in
      var text = ""
      for line in String(decoding: try context.read("rows"), as: UTF8.self).split(separator: "\n").dropFirst()
      {
        let fields = line.split(separator: ",").map(String.init)
        guard let digest = Digest(hex: fields[1]), let size = Int(fields[2]) else { continue }
        text += String(decoding: try context.read(ObjectReference(digest: digest, size: size)), as: UTF8.self)
      }
      return StageOutputs("out", Array(text.utf8))
    }
    let first = try await workshop.run([stage])
    let references = try #require(
      first.outputs["t"].map { _ in try workshop.plan([stage])["t"]?.references } ?? nil)
    #expect(references.count == 3)
    try damage(workshop.store.objectPath(references[1]))
    let summary = try await workshop.run([stage, reader])
    #expect(summary.isComplete, "\(summary.failures)")
    #expect(summary.trained.map(\.stage) == ["t"] && summary.ran == ["reader"])
    #expect(summary.healed.count == 1)
    #expect(try await Workshop().run([stage, reader]).outputs == summary.outputs)
  }
}
