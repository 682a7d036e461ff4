import Compute
import Spec
import Testing

@testable import Learning

/// Fixtures/texts.py computed decoders in float64: with a target at every position, with dropout, and of all designs.
@Suite struct TextModelTests {
  static let count = 10

  /// A case of the fixture, ready for the update whose masks it has.
  private struct Case {
    let item: JSON
    let bench: Bench
    let step: Int

    init(_ index: Int, threads: Int = 1, without key: String? = nil) throws {
      let file = try fixture("texts.json")
      let cases = try #require(file["cases"]?.array)
      #expect(cases.count == TextModelTests.count)
      item = cases[index]
      step = try #require(file["step"]?.integer)
      var model = try #require(item["model"]?.object)
      if let key { model[key] = nil }
      bench = try Bench(
        JSON.object(model).description, try Case.examples(item), threads: threads,
        dropoutSeed: UInt64(try #require(file["dropout_seed"]?.integer)))
      var random = MersenneTwister(seed: UInt64(try #require(item["seed"]?.integer)))
      let scale = Float(try #require(item["scale"]?.number))
      bench.parameters.withUnsafeMutableBufferPointer { random.fillNormal($0, mean: 0, deviation: scale) }
    }

    private static func examples(_ item: JSON) throws -> Examples {
      func integers(_ key: String) throws -> [Int32] {
        try #require(item[key]?.array).map { Int32(try #require($0.integer)) }
      }
      let length = try #require(item["length"]?.integer)
      let vocabulary = try #require(item["vocabulary"]?.integer)
      if item["text"] != nil {
        let text = try integers("text")
        return Examples(
          count: text.count - length,
          inputs: .windows(Array(text.dropLast()), length: length, vocabulary: vocabulary),
          targets: .windows(Array(text.dropFirst()), length: length, classes: vocabulary))
      }
      let tokens = try integers("tokens")
      return Examples(
        count: tokens.count / length, inputs: .tokens(tokens, length: length, vocabulary: vocabulary),
        targets: .classes(try integers("classes"), classes: vocabulary))
    }

    var dropsOut: Bool { item["model"]?["dropout"] != nil }
  }

  @Test(arguments: 0..<count) func everyTensorAgreesWithPyTorch(_ index: Int) throws {
    let test = try Case(index)
    let bench = test.bench
    let loss = bench.learn(bench.all, step: test.step)
    // Sums of at most some hundred float32 products, each rounded to 6e-8, through a dozen layers.
    let tolerance = 1e-5
    let predictions = try LayerFixture.numbers(test.item["predictions"])
    #expect(relativeError(bench.predictions, predictions) <= tolerance)
    let reference = try #require(test.item["mean_loss"]?.number)
    #expect(abs(Double(loss) - reference) <= tolerance * abs(reference))
    let gradients = try #require(test.item["gradients"]?.object)
    #expect(Set(gradients.keys) == Set(bench.network.layout.parameters.map(\.name)))
    for parameter in bench.network.layout.parameters {
      let expected = try LayerFixture.numbers(gradients[parameter.name])
      let error = relativeError(bench.gradient(of: parameter.name), expected)
      #expect(error <= tolerance, "\(parameter.name)")
    }
    if !test.dropsOut { #expect(relativeError(bench.predict(bench.all), predictions) <= tolerance) }
  }

  /// As `FiniteDifferenceTests`, with its bound: dropout's masks stay the same along a direction.
  @Test(arguments: 0..<count) func lossesChangeAsGradientsSay(_ index: Int) throws {
    let test = try Case(index)
    let bench = test.bench
    bench.learn(bench.all, step: test.step)
    let gradient = bench.gradient.map(Double.init)
    let start = bench.parameters
    let length = gradient.reduce(0) { $0 + $1 * $1 }.squareRoot()
    var direction = [Float](repeating: 0, count: start.count)
    var random = MersenneTwister(seed: 5)
    direction.withUnsafeMutableBufferPointer { random.fillNormal($0, mean: 0, deviation: 1) }
    let norm = direction.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
    let mixed = zip(direction, gradient).map { Float(0.7 * Double($0) / norm + 0.7 * $1 / length) }
    let slope = zip(mixed, gradient).reduce(0.0) { $0 + Double($1.0) * $1.1 }
    func loss(_ step: Float) -> Double {
      bench.parameters = zip(start, mixed).map { $0 + step * $1 }
      return Double(bench.learn(bench.all, step: test.step))
    }
    let step: Float = 0.002
    let measured = (loss(step) - loss(-step)) / (2 * Double(step))
    #expect(abs(measured - slope) <= 2e-3 * length, "\(measured) against \(slope)")
  }

  @Test(arguments: [3, 4, 7]) func nothingIsDroppedWhereNothingIsLearned(_ index: Int) throws {
    let (dropping, plain) = (try Case(index).bench, try Case(index, without: "dropout").bench)
    // Without masks the residual is where a product begins to sum, with them it is added later.
    #expect(relativeError(dropping.predict(dropping.all), plain.predict(plain.all).map(Double.init)) <= 1e-6)
    dropping.learn(dropping.all, step: 0)
    let first = dropping.predictions
    #expect(first != plain.predictions)
    dropping.learn(dropping.all, step: 1)
    #expect(dropping.predictions != first)
    dropping.learn(dropping.all, step: 0)
    #expect(dropping.predictions == first)
  }

  @Test func samplesThatAreEqualAreDroppedEachByItself() throws {
    let bench = try Case(3).bench
    bench.learn([4, 4])
    let width = bench.predictions.count / 2
    #expect(bench.predictions[..<width] != bench.predictions[width...])
    let plain = try Case(3, without: "dropout").bench
    plain.learn([4, 4])
    #expect(plain.predictions[..<width] == plain.predictions[width...])
  }

  /// Wide and many enough that every kind of stretch is cut into shards.
  @Test(arguments: [0, 0.2]) func bytesAreTheSameForAnyNumberOfThreads(_ dropout: Double) throws {
    var random = MersenneTwister(seed: 2)
    let text = (0..<500).map { _ in Int32(random.below(30)) }
    let examples = Examples(
      count: 500 - 24, inputs: .windows(Array(text.dropLast()), length: 24, vocabulary: 30),
      targets: .windows(Array(text.dropFirst()), length: 24, classes: 30))
    let rows = (0..<40).map { Int32(random.below($0 * 11 + 1)) }
    var first: [[UInt32]]?
    for threads in 1...3 {
      let bench = try Bench(
        "{kind: gpt, layers: 2, width: 64, heads: 4, dropout: \(dropout)}", examples, batch: 40,
        evaluationBatch: 100, threads: threads)
      bench.learn(rows, step: 9)
      let bits = [bench.gradient, bench.predictions, bench.predict(Array(bench.all[..<100]))].map {
        $0.map(\.bitPattern)
      }
      if let first { #expect(bits == first) } else { first = bits }
    }
  }

  @Test func aBatchOfWindowsGivesTheMeanOfItsSamples() throws {
    let batch = try Case(0).bench
    let rows: [Int32] = [8, 2, 3, 9, 2, 19]
    let loss = batch.learn(rows)
    let (gradient, predictions) = (batch.gradient, batch.predictions)
    var mean = [Double](repeating: 0, count: gradient.count)
    var losses = 0.0
    for (place, row) in rows.enumerated() {
      losses += Double(batch.learn([row])) / 6
      for index in mean.indices { mean[index] += Double(batch.gradient[index]) / 6 }
      let shared = Array(predictions[(place * 25)..<(place * 25 + 25)])
      #expect(relativeError(shared, batch.predictions.map(Double.init)) <= 1e-6)
    }
    #expect(abs(Double(loss) - losses) <= 1e-6 * losses)
    #expect(relativeError(gradient, mean) <= 1e-6)
  }

  /// Every position's prediction is that of the last one of a shorter sequence.
  @Test(arguments: [
    "{kind: lstm-classifier, embedding: 4, hidden: 5}",
    "{kind: decoder-transformer, layers: 2, width: 8, heads: 2, residual: pre-norm, positions: 6}",
  ])
  func aModelThatPredictsEverywherePredictsWhatItWouldPredictAtTheEnd(_ model: String) throws {
    let everywhere = try Bench(model, Case(0).bench.examples)
    everywhere.learn([7])
    let predictions = everywhere.predictions
    guard case .windows(let text, let length, let vocabulary) = everywhere.examples.inputs else {
      Issue.record("the first case has no windows")
      return
    }
    for position in 0..<length {
      let tokens = Array(text[7...(7 + position)])
      let alone = try Bench(
        model,
        Examples(
          count: 1, inputs: .tokens(tokens, length: position + 1, vocabulary: vocabulary),
          targets: .classes([0], classes: vocabulary)))
      alone.parameters = everywhere.parameters
      let expected = alone.predict([0]).map(Double.init)
      let ours = Array(predictions[(position * vocabulary)..<((position + 1) * vocabulary)])
      #expect(relativeError(ours, expected) <= 1e-6)
    }
  }

  /// Fixtures/texts.py draws as nanoGPT does after torch.manual_seed(1337).
  @Test func theModelStartsAndTheCropsFollowAsNanoGPTs() throws {
    let start = try #require(try fixture("texts.json")["start"])
    let architecture = try read("{kind: gpt, layers: 2, width: 32, heads: 2}", from: architectures)
    let network = try Network(
      architecture,
      signature: Signature(
        inputs: .tokens(vocabulary: 65, length: 16), targets: .positions(classes: 65)),
      loss: try read("kind: cross-entropy", from: losses), batch: 1, evaluationBatch: 0, threads: 1)
    var parameters = [Float](repeating: .nan, count: network.layout.count)
    var random: any RandomSource = MersenneTwister(seed: 1337)
    parameters.withUnsafeMutableBufferPointer { network.initialize($0, random: &random) }
    let sums = try #require(start["sums"]?.object)
    for parameter in network.layout.parameters {
      let values = parameters[parameter.range].map(Double.init)
      guard let sum = sums[parameter.name] else {
        #expect(parameter.name.contains("ln_") && values.allSatisfy { $0 == 1 })
        continue
      }
      let expected = try LayerFixture.numbers(sum)
      // Normals may differ in the last bit with the processor that PyTorch ran on.
      #expect(abs(values.reduce(0, +) - expected[0]) < 1e-5, "\(parameter.name)")
      #expect(abs(values.reduce(0) { $0 + $1 * $1 } / expected[1] - 1) < 1e-5, "\(parameter.name)")
    }
    var crops = BatchSequence(.randomCrops, rows: 1_003_854 - 64, batch: 12, random: random)
    for (step, expected) in try #require(start["crops"]?.array).enumerated() {
      let expected = try LayerFixture.numbers(expected).map { Int32($0) }
      crops.withBatch(step) { #expect(Array($0) == expected) }
    }
  }

  @Test(arguments: [
    ("kind: gpt", 65, 256, 10_745_088, 4_992),
    ("{kind: gpt, layers: 4, width: 128, heads: 4}", 65, 64, 804_096, 1_152),
    (
      """
      {kind: decoder-transformer, residual: post-norm, position_embedding: sinusoidal, activation: relu,
       attention_bias: false, mlp_bias: false}
      """, 100, 4, 419_840, 1_024
    ),
  ])
  func parameterCountsAreThoseOfThePublishedModels(
    _ model: String, _ vocabulary: Int, _ length: Int, _ all: Int, _ vectors: Int
  ) throws {
    let layout = try read(model, from: architectures).layout(
      for: Signature(
        inputs: .tokens(vocabulary: vocabulary, length: length), targets: .positions(classes: vocabulary)))
    #expect(layout.count == all)
    #expect(layout.parameters.filter { $0.shape.count == 1 }.reduce(0) { $0 + $1.count } == vectors)
  }

  @Test func aTiedHeadNeedsTheTokensForItsTargets() throws {
    let model = try read("kind: gpt", from: architectures)
    let error = #expect(throws: InvalidSpec.self) {
      try model.layout(for: Signature(inputs: .tokens(vocabulary: 7, length: 3), targets: .classes(5)))
    }
    #expect(error?.diagnostics.first?.hint == "write tied: false")
  }

  @Test func aModelOfOnePredictionRefusesATargetAtEveryPosition() throws {
    let model = try read(
      "{kind: representation-decoder, representation: {dimension: 2}, decoder: {widths: [2, 3, 7]}}",
      from: architectures)
    let error = #expect(throws: InvalidSpec.self) {
      try model.layout(
        for: Signature(inputs: .tokens(vocabulary: 7, length: 3), targets: .positions(classes: 7)))
    }
    #expect(error?.diagnostics.first?.message.contains("predicts once per example") == true)
  }
}
