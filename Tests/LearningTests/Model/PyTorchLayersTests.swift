import Compute
import Spec
import Testing

@testable import Learning

/// Fixtures/layers.py computed predictions, losses and gradients of small models in float64.
@Suite struct PyTorchLayersTests {
  static let count = 25

  @Test(arguments: 0..<count) func everyTensorAgreesWithPyTorch(_ index: Int) throws {
    let cases = try #require(try fixture("layers.json").array)
    #expect(cases.count == Self.count)
    let item = cases[index]
    let bench = try LayerFixture.bench(item)
    let loss = bench.learn(bench.all)
    // Sums of at most some hundred float32 products, each rounded to 6e-8, through a dozen layers.
    let tolerance = 1e-5
    let predictions = try LayerFixture.numbers(item["predictions"])
    #expect(relativeError(bench.predictions, predictions) <= tolerance)
    let reference = try #require(item["mean_loss"]?.number)
    #expect(abs(Double(loss) - reference) <= tolerance * abs(reference))
    let gradients = try #require(item["gradients"]?.object)
    #expect(Set(gradients.keys) == Set(bench.network.layout.parameters.map(\.name)))
    for parameter in bench.network.layout.parameters {
      let expected = try LayerFixture.numbers(gradients[parameter.name])
      let error = relativeError(bench.gradient(of: parameter.name), expected)
      #expect(error <= tolerance, "\(parameter.name)")
    }
    #expect(relativeError(bench.predict(bench.all), predictions) <= tolerance)
  }

  @Test(arguments: 0..<4) func noKeyBiasChangesTheLoss(_ index: Int) throws {
    let cases = try #require(try fixture("layers.json").array)
    let bench = try LayerFixture.bench(cases[index])
    bench.learn(bench.all)
    let biases = bench.network.layout.parameters.filter { $0.name.hasSuffix("in_proj_bias") }
    #expect(!biases.isEmpty)
    for bias in biases {
      let keys = bench.gradient[bias.range][
        (bias.offset + bias.count / 3)..<(bias.offset + 2 * bias.count / 3)]
      #expect(keys.allSatisfy { abs($0) <= 1e-7 }, "adding one vector to all keys shifts all scores alike")
    }
  }
}

enum LayerFixture {
  static func numbers(_ value: JSON?) throws -> [Double] {
    try #require(value?.array).map { try #require($0.number) }
  }

  static func examples(_ item: JSON) throws -> Examples {
    let outputs = try #require(item["outputs"]?.integer)
    let targets: Examples.Targets =
      if let classes = item["classes"]?.array {
        .classes(classes.compactMap { $0.integer.map(Int32.init) }, classes: outputs)
      } else {
        .values(try numbers(item["values"]).map(Float.init), width: outputs)
      }
    if let tokens = item["tokens"]?.array {
      let length = try #require(item["length"]?.integer)
      let inputs = Examples.Inputs.tokens(
        tokens.compactMap { $0.integer.map(Int32.init) }, length: length,
        vocabulary: try #require(item["vocabulary"]?.integer))
      return Examples(count: tokens.count / length, inputs: inputs, targets: targets)
    }
    if let graphs = item["graphs"]?.array {
      return Examples(count: graphs.count, inputs: .graphs(try self.graphs(graphs)), targets: targets)
    }
    let width = try #require(item["width"]?.integer)
    let features = try numbers(item["features"]).map(Float.init)
    return Examples(
      count: features.count / width, inputs: .features(features, width: width), targets: targets)
  }

  private static func graphs(_ items: [JSON]) throws -> Graphs {
    func rows(_ value: JSON?) throws -> [[Float]] {
      try #require(value?.array).map { try numbers($0).map(Float.init) }
    }
    let (nodes, edges) = try (rows(items.first?["nodes"]), rows(items.first?["edge_features"]))
    var graphs = Graphs(
      nodeWidth: try #require(nodes.first?.count), edgeWidth: try #require(edges.first?.count))
    for item in items {
      let ends = try rows(item["edges"]).map { (source: Int($0[0]), target: Int($0[1])) }
      graphs.append(
        nodes: try rows(item["nodes"]).flatMap(\.self),
        edges: try rows(item["edge_features"]).flatMap(\.self),
        ends: ends)
    }
    return graphs
  }

  /// The case's model with its parameters: float32 normals from the seed.
  static func bench(_ item: JSON, threads: Int = 1) throws -> Bench {
    let bench = try Bench(
      try #require(item["model"]).description, try examples(item),
      loss: try #require(item["loss"]).description,
      threads: threads)
    let seed = try #require(item["seed"]?.integer)
    let scale = Float(try #require(item["scale"]?.number))
    var random = MersenneTwister(seed: UInt64(seed))
    bench.parameters.withUnsafeMutableBufferPointer { random.fillNormal($0, mean: 0, deviation: scale) }
    return bench
  }
}
