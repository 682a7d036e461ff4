import Compute
import Spec
import Testing

@testable import Learning

/// The published run from its spec: one generator through model, split and order, as `rng: pytorch` threads it.
@Suite struct GoldenTrainerTests {
  @Test func theFirstEpochOfGrokfastEMAIsThePublishedOne() throws {
    let spec = try readTraining(
      """
      loss: cross-entropy
      batch_size: 512
      order: reshuffled
      optimizer: {kind: adam, learning_rate: 1e-3, betas: [0.9, 0.98], weight_decay: 0.005}
      schedule: {kind: linear-warmup, steps: 10}
      filter: {kind: exponential-moving-average, decay: 0.98, gain: 2}
      evaluate: {every: 1 epoch, over: {train: running}}
      phases: {fit: {until: 10}}
      """)
    var streams = RandomStreams(.pytorch(seed: 0))
    let table = ModularTraining.examples()
    let plan = try spec.plan(trainRows: table.count / 2)
    let network = try Network(
      try read("kind: decoder-transformer", from: architectures), signature: Signature(table),
      loss: plan.loss,
      batch: plan.batch, evaluationBatch: 4656, threads: 2)
    var initial = [Float](repeating: 0, count: network.layout.count)
    initial.withUnsafeMutableBufferPointer { network.initialize($0, random: &streams[.initialization]) }
    let split = streams[.split].permutation(table.count)
    let trainer = try Trainer(
      plan, model: network, train: rows(split.prefix(4656), of: table),
      validation: rows(split.suffix(4656), of: table),
      initial: initial, order: streams[.order], seed: 0)
    var recording = Recording()
    #expect(try trainer.advance(to: 100, &recording) == .ended(step: 10))
    #expect(recording.steps() == [0, 10])
    let published = [4.692559, 0.010739, 4.715379, 0.010309]
    for (column, value) in published.enumerated() {
      let ours = try #require(recording.value(column, at: 10))
      #expect(abs(ours - value) < 1e-4, "\(trainer.plan.evaluations[0].metrics[column])")
    }
  }

  private func rows(_ chosen: some Sequence<Int32>, of table: Examples) -> Examples {
    guard case .tokens(let tokens, let length, let vocabulary) = table.inputs,
      case .classes(let classes, let count) = table.targets
    else { return table }
    let places = chosen.map { Int($0) }
    return Examples(
      count: places.count,
      inputs: .tokens(
        places.flatMap { tokens[($0 * length)..<(($0 + 1) * length)] }, length: length, vocabulary: vocabulary
      ),
      targets: .classes(places.map { classes[$0] }, classes: count))
  }
}
