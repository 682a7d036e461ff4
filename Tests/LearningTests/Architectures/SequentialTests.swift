import Spec
import Testing

@testable import Learning

@Suite("Sequential models")
struct SequentialTests {
  private static let tokens = Signature(inputs: .tokens(vocabulary: 11, length: 4), targets: .classes(3))
  private static let features = Signature(inputs: .features(width: 5), targets: .classes(3))
  private static let graphs = Signature(
    inputs: .graphs(nodeWidth: 5, edgeWidth: 2), targets: .values(width: 1))

  private func layout(_ layers: String, _ signature: Signature) throws -> ParameterLayout {
    try read("kind: sequential\nlayers:\n\(layers)", from: architectures).layout(for: signature)
  }

  private func problem(_ layers: String, _ signature: Signature) throws -> Diagnostic {
    let error = #expect(throws: InvalidSpec.self) { try layout(layers, signature) }
    return try #require(error?.diagnostics.first)
  }

  @Test("call parameters by the names or positions of their layers")
  func names() throws {
    let layers = """
        - {kind: embedding, width: 6, name: words}
        - positions
        - kind: residual
          name: middle
          layers: [layer-norm, {kind: linear, width: 6, bias: false, name: mix}, tanh]
        - pool
        - linear
      """
    let layout = try layout(layers, Self.tokens)
    #expect(
      layout.parameters.map { "\($0.name) \($0.shape)" } == [
        "words.weight [11, 6]", "1.weight [4, 6]", "middle.0.weight [6]", "middle.0.bias [6]",
        "middle.mix.weight [6, 6]", "4.weight [3, 6]", "4.bias [3]",
      ])
  }

  @Test(
    "say at a layer's own place what arrives and what it expects",
    arguments: [
      (
        "  - linear", tokens, 3, "'linear' expects vectors, but 4 tokens of 11 arrive",
        "put an embedding before it"
      ),
      (
        "  - {kind: linear, width: 7}\n  - {kind: embedding, width: 3}", features, 4,
        "'embedding' expects tokens, but one vector of width 7 arrives", nil
      ),
      (
        "  - {kind: embedding, width: 6}\n  - {kind: decoder-block, heads: 4}\n  - flatten\n  - linear",
        tokens,
        4,
        "'decoder-block' expects a width that its 4 heads divide, but 4 vectors of width 6 arrive, one per position",
        nil
      ),
      (
        "  - relu\n  - {kind: pool, by: sum}", features, 4,
        "'pool' expects several vectors for each sample, but one vector of width 5 arrives", "leave it out"
      ),
      (
        "  - {kind: residual, layers: [tanh, {kind: linear, width: 4}]}", features, 3,
        "'residual' expects a result of the same shape as what is added to it, width 5, but one vector of width 4 arrives",
        nil
      ),
      (
        "  - {kind: embedding, width: 6}\n  - {kind: nnconv, width: 6}", tokens, 4,
        "'nnconv' expects the nodes of a graph, but 4 vectors of width 6 arrive, one per position", nil
      ),
      (
        "  - {kind: nnconv, width: 6}\n  - flatten", graphs, 4,
        "'flatten' expects as many vectors for every sample, but vectors of width 6 arrive, one per node of a graph",
        "write {kind: pool}"
      ),
      (
        "  - {kind: embedding, width: 6}\n  - linear", tokens, 4,
        "the data set wants one vector of width 3 for each sample, but behind the last layer 4 vectors of width 3 arrive, one per position",
        "make one vector of them by pool or flatten"
      ),
      (
        "  - {kind: linear, width: 8}", features, 3,
        "the data set wants one vector of width 3 for each sample, but behind the last layer one vector of width 8 arrives",
        "end with the layer linear, which takes its width from the data set"
      ),
      (
        "  - tanh", Signature(inputs: .features(width: 3), targets: .classes(3)), 3,
        "no layer has parameters, so there is nothing to train", nil
      ),
    ] as [(String, Signature, Int, String, String?)])
  func misfits(
    _ layers: String, _ signature: Signature, _ line: Int, _ message: String, _ hint: String?
  ) throws {
    let problem = try problem(layers, signature)
    #expect(problem.message == message)
    #expect(problem.hint == hint)
    #expect(
      problem.location == SourceLocation(file: "kind.yaml", line: line, column: problem.location.column))
    #expect(problem.location.column >= 5)
  }

  @Test("report names that are no names, repeated ones, lists without layers and unknown layers")
  func lists() throws {
    #expect(
      try problem("  - {kind: relu, name: a}\n  - {kind: relu, name: a}", Self.features).message
        == "two layers are called 'a'")
    #expect(
      try problem("  - {kind: relu, name: a.b}", Self.features).message.contains("'a.b' is not a name"))
    #expect(try problem("  []", Self.features).message == "there is no layer")
    let unknown = try problem("  - linear\n  - rleu", Self.features)
    #expect(unknown.message == "'rleu' is not a kind of layer")
    #expect(unknown.hint == "did you mean 'relu'?")
    #expect(unknown.location == SourceLocation(file: "kind.yaml", line: 4, column: 5))
  }

  @Test("compute what the architecture of the same layers computes")
  func equality() throws {
    let features = (0..<20).map { Float(($0 * 7) % 11) / 4 - 1 }
    let examples = Examples(
      count: 4, inputs: .features(features, width: 5), targets: .classes([0, 2, 1, 2], classes: 3))
    let layers = "[{kind: linear, width: 9}, gelu, {kind: linear, width: 7}, gelu, linear]"
    let sequential = try Bench("{kind: sequential, layers: \(layers)}", examples)
    let perceptron = try Bench("{kind: mlp, widths: [5, 9, 7, 3], activation: gelu}", examples)
    #expect(sequential.parameters == perceptron.parameters)
    #expect(sequential.learn(sequential.all) == perceptron.learn(perceptron.all))
    #expect(sequential.gradient == perceptron.gradient)
    #expect(
      sequential.network.layout.parameters.map { "layers." + $0.name }
        == perceptron.network.layout.parameters.map(\.name))
  }

  @Test("read the example of every layer")
  func examples() throws {
    for entry in layerKinds.entries { _ = try read(entry.example, from: layerKinds) }
  }
}
