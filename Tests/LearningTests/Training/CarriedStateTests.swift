import Compute
import Spec
import Testing

@testable import Learning

/// A model that carries states reads a batch as if the batches before it in its epoch stood in front of it.
@Suite struct CarriedStateTests {
  private static let length = 5

  private func random(_ count: Int, length: Int) -> [Int32] {
    var random = MersenneTwister(seed: 21)
    return (0..<(count * length)).map { _ in Int32(random.below(6)) }
  }

  /// Columns `first..<first + length` of rows of `width` tokens.
  private func examples(_ tokens: [Int32], count: Int, width: Int, from first: Int, length: Int) -> Examples {
    var cut: [Int32] = []
    for row in 0..<count { cut += tokens[(row * width + first)..<(row * width + first + length)] }
    return Examples(
      count: count, inputs: .tokens(cut, length: length, vocabulary: 6),
      targets: .classes((0..<count).map { Int32($0 % 3) }, classes: 3))
  }

  private func model(_ hidden: Int, carries: Bool) -> String {
    "{kind: lstm-classifier, embedding: 4, hidden: \(hidden), layers: 2, carry_state: \(carries)}"
  }

  @Test(arguments: [8, 16])
  func theSecondBatchIsReadBehindTheFirst(_ hidden: Int) throws {
    let (count, length) = (9, Self.length)
    let tokens = random(count, length: 2 * length)
    func half(_ first: Int) -> Examples {
      examples(tokens, count: count, width: 2 * length, from: first, length: length)
    }
    let whole = try Bench(
      model(hidden, carries: false),
      examples(tokens, count: count, width: 2 * length, from: 0, length: 2 * length))
    let first = try Bench(model(hidden, carries: true), half(0))
    let second = try Bench(model(hidden, carries: true), half(length))
    whole.learn(whole.all)
    first.learn(first.all)
    second.network.carried = first.network.carried
    second.learn(second.all)
    #expect(relativeError(second.predictions, whole.predictions.map(Double.init)) <= 1e-6)
    // Evaluation begins with zeros, whatever training left.
    let plain = try Bench(model(hidden, carries: false), half(length))
    #expect(relativeError(second.predict(second.all), plain.predict(plain.all).map(Double.init)) <= 1e-6)
  }

  /// As in `FiniteDifferenceTests`, with the states before held fixed.
  @Test func lossesChangeAsGradientsSay() throws {
    let bench = try Bench(
      model(8, carries: true), examples(random(9, length: 5), count: 9, width: 5, from: 0, length: 5))
    var random = MersenneTwister(seed: 22)
    bench.parameters.withUnsafeMutableBufferPointer { random.fillNormal($0, mean: 0, deviation: 0.4) }
    bench.learn(bench.all)
    let carried = bench.network.carried
    #expect(carried.contains { $0 != 0 })
    bench.learn(bench.all)
    let gradient = bench.gradient.map(Double.init)
    let start = bench.parameters
    let length = gradient.reduce(0) { $0 + $1 * $1 }.squareRoot()
    func loss(_ step: Float) -> Double {
      bench.parameters = zip(start, gradient).map { $0 + step * Float($1 / length) }
      bench.network.carried = carried
      return Double(bench.learn(bench.all))
    }
    let measured = (loss(0.002) - loss(-0.002)) / 0.004
    #expect(abs(measured - length) <= 2e-3 * length)
  }

  @Test func aShortBatchBeginsWithZeros() throws {
    let bench = try Bench(
      model(8, carries: true), examples(random(9, length: 5), count: 9, width: 5, from: 0, length: 5))
    let rows = Array(bench.all[..<4])
    bench.learn(rows)
    let once = bench.predictions
    bench.learn(bench.all)
    bench.learn(rows)
    #expect(bench.predictions == once)
  }

  private struct Silent: TrainingObserver {
    mutating func didEvaluate(_ evaluation: Evaluation, step: Int, values: [Double?]) {}
    mutating func didReachSnapshot(step: Int, parameters: UnsafeBufferPointer<Float>) {}
  }

  private func trainer(_ examples: Examples) throws -> Trainer {
    let spec = try readTraining(
      """
      loss: cross-entropy
      batch_size: 3
      order: shuffled
      optimizer: {kind: adamw, learning_rate: 1e-2}
      evaluate: {every: 100}
      phases: {fit: {until: 20}}
      """)
    let plan = try spec.plan(trainRows: examples.count)
    let network = try Network(
      try read(model(8, carries: true), from: architectures), signature: Signature(examples), loss: plan.loss,
      batch: plan.batch, evaluationBatch: examples.count, threads: 1)
    var initial = [Float](repeating: 0, count: network.layout.count)
    var random: any RandomSource = CounterRandom(seed: 1, stream: "initialization")
    initial.withUnsafeMutableBufferPointer { network.initialize($0, random: &random) }
    return try Trainer(
      plan, model: network, train: examples, validation: examples, initial: initial,
      order: CounterRandom(seed: 1, stream: "order"), seed: 1)
  }

  @Test(arguments: [3, 4, 5])
  func aRunThatIsCutGoesOnToTheSameBytes(_ cut: Int) throws {
    let examples = examples(random(9, length: 5), count: 9, width: 5, from: 0, length: 5)
    var observer = Silent()
    let whole = try trainer(examples)
    _ = try whole.advance(to: cut, &observer)
    let saved = whole.saveState()
    let progress = whole.saveProgress()
    #expect(saved.contains { $0.name == "carried" })
    _ = try whole.advance(to: cut + 5, &observer)
    let rest = try trainer(examples)
    try rest.restore(saved, progress: progress)
    _ = try rest.advance(to: cut + 5, &observer)
    #expect(
      whole.withParameters { Array($0).map(\.bitPattern) }
        == rest.withParameters { Array($0).map(\.bitPattern) })
  }
}
