import Compute
import Learning
import Spec
import Testing

@testable import Experiment

private func prepared(_ yaml: String, _ files: [String: [UInt8]]) throws -> PreparedData {
  var random: any RandomSource = TestRandom(counter: 0)
  return try dataset(yaml).prepare(&random) { files[$0.description] ?? [] }
}

private let x = Packing.npy("<f4", "(4, 2)", Packing.floats([1, 2, 3, 4, 5, 6, 7, 8]))
private let y = Packing.npy("|i1", "(4,)", [0, 2, 1, 0])

@Suite struct ArrayDataTests {
  private let expected = PreparedData(
    train: Examples(
      count: 2, inputs: .features([1, 2, 3, 4], width: 2), targets: .classes([0, 2], classes: 3)),
    validation: Examples(
      count: 2, inputs: .features([5, 6, 7, 8], width: 2), targets: .classes([1, 0], classes: 3)))

  @Test("arrays of .npy, .npz and safetensors give the same examples")
  func formats() throws {
    let rest = "split: first, target_is: classes"
    #expect(
      try prepared("{kind: npy, inputs: x.npy, target: y.npy, \(rest)}", ["x.npy": x, "y.npy": y]) == expected
    )
    let named = "inputs: x, target: y, \(rest)"
    #expect(
      try prepared(
        "{kind: npz, file: a.npz, \(named)}", ["a.npz": Packing.zip([("x.npy", x), ("y.npy", y)])])
        == expected)
    let tensors = Packing.safetensors(
      #"{"x":{"dtype":"F64","shape":[4,2],"data_offsets":[0,64]},"y":{"dtype":"I16","shape":[4,1],"data_offsets":[64,72]}}"#,
      (1...8).flatMap { Packing.little(Int(bitPattern: UInt(Double($0).bitPattern)), 8) } + [
        0, 0, 2, 0, 1, 0, 0, 0,
      ])
    #expect(try prepared("{kind: safetensors, file: a.st, \(named)}", ["a.st": tensors]) == expected)
  }

  @Test("further dimensions are one row's numbers, whole numbers may be tokens, and targets values")
  func tokens() throws {
    let inputs = Packing.npy(">u2", "(2, 1, 3)", [0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6])
    let targets = Packing.npy(
      "<f8", "(2, 2)", [0, 0.5, -1, 2].flatMap { Packing.little(Int(bitPattern: UInt($0.bitPattern)), 8) })
    let data = try prepared(
      "{kind: npy, inputs: x.npy, target: y.npy, split: first, inputs_are: tokens}",
      ["x.npy": inputs, "y.npy": targets])
    #expect(data.train.inputs == .tokens([1, 2, 3], length: 3, vocabulary: 7))
    #expect(data.validation.targets == .values([-1, 2], width: 2))
  }

  @Test("inputs are scaled by the training rows")
  func standardized() throws {
    let data = try prepared(
      "{kind: npy, inputs: x.npy, target: y.npy, split: first, standardize: train}", ["x.npy": x, "y.npy": y])
    #expect(data.train.inputs == .features([-1, -1, 1, 1], width: 2))
  }

  @Test("halves, brain floats and truth values have their worth")
  func types() {
    func value(_ kind: NumberType.Kind, _ bytes: [UInt8]) -> Double {
      NumberType(kind: kind, size: bytes.count).value(bytes, at: 0)
    }
    #expect(value(.float, [0x00, 0x3C]) == 1)
    #expect(value(.float, [0x01, 0x80]) == -0x1p-24)
    #expect(value(.float, [0xFF, 0x7B]) == 65504)
    #expect(value(.float, [0x00, 0xFC]) == -.infinity)
    #expect(value(.brainFloat, [0x80, 0x3F]) == 1)
    #expect(value(.signed, [0xFF]) == -1)
    #expect(value(.unsigned, [0xFF, 0xFF]) == 65535)
  }

  @Test("graphs keep their nodes, edges and targets, and may have every edge both ways")
  func graphs() throws {
    let lines = """
      {"nodes": [[1, 2], [3, 4]], "edges": [[0, 1]], "edge_features": [[5]], "target": 0.5}
      {"nodes": [[6, 7]], "edges": [], "target": [2]}

      """
    let data = try prepared(
      "{kind: graphs, file: g.jsonl, split: first, undirected: true}", ["g.jsonl": Array(lines.utf8)])
    var first = Graphs(nodeWidth: 2, edgeWidth: 1)
    first.append(nodes: [1, 2, 3, 4], edges: [5, 5], ends: [(0, 1), (1, 0)])
    #expect(data.train == Examples(count: 1, inputs: .graphs(first), targets: .values([0.5], width: 1)))
    var second = Graphs(nodeWidth: 2, edgeWidth: 1)
    second.append(nodes: [6, 7], edges: [], ends: [])
    #expect(data.validation.inputs == .graphs(second))
    #expect(Signature(data.train).inputs == .graphs(nodeWidth: 2, edgeWidth: 1))
  }

  @Test("contradictions in the spec are reported")
  func contradictions() {
    func wrong(_ yaml: String) -> [String] {
      let error = #expect(throws: InvalidSpec.self) { try dataset(yaml) }
      return error?.diagnostics.map(\.message) ?? []
    }
    #expect(wrong("{kind: text, context: 2}") == ["there is no 'source' and no 'file'"])
    #expect(
      wrong("{kind: text, context: 2, source: a, file: b}") == ["'source' and 'file' exclude each other"])
    #expect(
      wrong("{kind: npy, inputs: ../x, target: /y}") == [
        "'../x' is not inside the project", "'/y' is not inside the project",
      ])
    #expect(
      wrong("{kind: npz, file: a, inputs: x, target: y, inputs_are: tokens, standardize: train}") == [
        "tokens have no mean"
      ])
    #expect(wrong("{kind: qm9, split: stratified}") == ["a stratified split needs classes"])
  }
}
