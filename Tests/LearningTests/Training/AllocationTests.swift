import CAllocations
import Compute
import Spec
import Testing

@testable import Learning

@Suite("The heap")
struct AllocationTests {
  private struct Silent: TrainingObserver {
    mutating func didEvaluate(_ evaluation: Evaluation, step: Int, values: [Double?]) {}
    mutating func didReachSnapshot(step: Int, parameters: UnsafeBufferPointer<Float>) {}
  }

  private static let filters = [
    "", "filter: {kind: moving-average, window: 3, gain: 5}",
    "filter: {kind: exponential-moving-average, decay: 0.98, gain: 2}",
  ]

  private func trainer(_ model: String, _ filter: String) throws -> Trainer {
    let spec = try readTraining(
      """
      loss: cross-entropy
      batch_size: 8
      order: reshuffled
      optimizer: {kind: adam, learning_rate: 1e-3, betas: [0.9, 0.98], weight_decay: 0.005}
      schedule: {kind: linear-warmup, steps: 10}
      clip: {norm: 1, position: before-filter}
      \(filter)
      evaluate: {every: 1000}
      record: {gradients: {every: 1}}
      phases: {fit: {until: 100}}
      """)
    let examples = Examples(
      count: 64, inputs: .tokens((0..<64 * 4).map { Int32($0 * 5 % 11) }, length: 4, vocabulary: 11),
      targets: .classes((0..<64).map { Int32($0 * 3 % 9) }, classes: 9))
    let plan = try spec.plan(trainRows: examples.count)
    let network = try Network(
      try read(model, from: architectures), signature: Signature(examples), loss: plan.loss,
      batch: plan.batch,
      evaluationBatch: 64, threads: 1)
    var initial = [Float](repeating: 0, count: network.layout.count)
    var random: any RandomSource = CounterRandom(seed: 1, stream: "initialization")
    initial.withUnsafeMutableBufferPointer { network.initialize($0, random: &random) }
    return try Trainer(
      plan, model: network, train: examples, validation: examples, initial: initial,
      order: CounterRandom(seed: 1, stream: "order"), seed: 1)
  }

  private static var isOptimized: Bool {
    #if DEBUG
      false
    #else
      true
    #endif
  }

  @Test(
    "is not touched by a step, whatever the filter",
    .enabled(if: isOptimized, "generic code of the standard library allocates in debug builds"),
    arguments: filters)
  func steps(filter: String) throws {
    let trainer = try trainer("{kind: decoder-transformer, layers: 2, width: 16, heads: 4}", filter)
    var observer = Silent()
    // An epoch is eight steps long, and a window three.
    _ = try trainer.advance(to: 10, &observer)
    allocations_start()
    _ = try trainer.advance(to: 15, &observer)
    let count = allocations_stop()
    #expect(trainer.step == 15)
    #expect(count == 0)
  }

  @Test(
    "is not touched by a step of an LSTM",
    .enabled(if: isOptimized, "generic code of the standard library allocates in debug builds"))
  func recurrentSteps() throws {
    // OpenBLAS takes memory of its own for some products of fewer than 16 columns.
    let trainer = try trainer("{kind: lstm-classifier, embedding: 16, hidden: 64, layers: 2}", "")
    var observer = Silent()
    _ = try trainer.advance(to: 10, &observer)
    allocations_start()
    _ = try trainer.advance(to: 15, &observer)
    let count = allocations_stop()
    #expect(trainer.step == 15)
    #expect(count == 0)
  }

  @Test("is counted at all")
  func counting() {
    allocations_start()
    let numbers = [Int](repeating: 1, count: Int.random(in: 100...200))
    let count = allocations_stop()
    #expect(count >= 1 && numbers.count >= 100)
  }
}
