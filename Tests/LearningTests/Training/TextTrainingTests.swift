import Compute
import Spec
import Testing

@testable import Learning

/// Training on random crops of a text, with dropout.
@Suite struct TextTrainingTests {
  private static let spec = """
    loss: cross-entropy
    batch_size: 3
    order: random-crops
    optimizer: {kind: adamw, learning_rate: 1e-2, weight_decay: 0.1, groups: {norms: {parameters: vectors, weight_decay: 0}}}
    schedule: {kind: warmup-cosine, warmup: 4, until: 12, floor: 0.1}
    clip: {norm: 1, position: after-filter}
    evaluate:
      every: 6
      over: {train: 2 batches, validation: all}
      extra: {minibatch: {every: 4, splits: [train], over: {train: running}}}
    phases:
      plain: {until: 7, filter: {kind: exponential-moving-average, decay: 0.9, gain: 5, apply: false}}
      filtered: {until: 16, filter: {kind: exponential-moving-average, decay: 0.9, gain: 5}}
    """

  private func examples(_ count: Int, seed: UInt64) -> Examples {
    var random = MersenneTwister(seed: seed)
    let text = (0..<(count + 6)).map { _ in Int32(random.below(7)) }
    return Examples(
      count: count, inputs: .windows(Array(text.dropLast()), length: 6, vocabulary: 7),
      targets: .windows(Array(text.dropFirst()), length: 6, classes: 7))
  }

  private func trainer(_ text: String, order: any RandomSource = MersenneTwister(seed: 3)) throws -> Trainer {
    let train = examples(90, seed: 1)
    let plan = try readTraining(text).plan(trainRows: train.count)
    let network = try Network(
      try read("{kind: gpt, layers: 2, width: 8, heads: 2, dropout: 0.2}", from: architectures),
      signature: Signature(train), loss: plan.loss, batch: plan.batch, evaluationBatch: 20, threads: 1,
      dropoutSeed: 4)
    var initial = [Float](repeating: 0, count: network.layout.count)
    var random: any RandomSource = CounterRandom(seed: 1, stream: "initialization")
    initial.withUnsafeMutableBufferPointer { network.initialize($0, random: &random) }
    return try Trainer(
      plan, model: network, train: train, validation: examples(20, seed: 2), initial: initial, order: order,
      seed: 9)
  }

  private func run(_ trainer: Trainer, to step: Int = 16) throws -> Recording {
    var recording = Recording()
    _ = try trainer.advance(to: step, &recording)
    return recording
  }

  @Test func aCutRunIsBitIdenticalToAStraightOne() throws {
    let straight = try trainer(Self.spec)
    let whole = try run(straight)
    #expect(whole.steps() == [0, 6, 12] && whole.steps("minibatch") == [0, 4, 8, 12, 16])
    for cut in 0...16 {
      let first = try trainer(Self.spec)
      var recording = try run(first, to: cut)
      let second = try trainer(Self.spec, order: MersenneTwister(seed: 4))
      try second.restore(first.saveState(), progress: first.saveProgress())
      if cut == 0 { recording = Recording() }
      _ = try second.advance(to: 16, &recording)
      #expect(recording == whole, "cut at \(cut)")
      #expect(second.saveState() == straight.saveState(), "cut at \(cut)")
    }
  }

  @Test func cropsAreDrawnWithReplacementAndTheirStateIsTheStreamAlone() throws {
    var random: any RandomSource = CounterRandom(seed: 1, stream: "order")
    var crops = BatchSequence(
      .randomCrops, rows: 40, batch: 9, random: CounterRandom(seed: 1, stream: "order"))
    var seen: [Int32] = []
    for step in 0..<20 {
      let expected = (0..<9).map { _ in Int32(random.below(40)) }
      crops.withBatch(step) {
        #expect(Array($0) == expected)
        seen += $0
      }
    }
    #expect(Set(seen).count > 35 && seen.allSatisfy { (0..<40).contains($0) })
    var size = StateSize()
    crops.visitState(&size)
    #expect(size.bytes == 8 * 6)
  }

  @Test func whatIsFrozenStandsStillAndSharesWhatCameBefore() throws {
    let text = "freeze_at: 9\n" + Self.spec
    let (free, frozen) = (try trainer(Self.spec), try trainer(text))
    let (wholeFree, wholeFrozen) = (try run(free), try run(frozen))
    for step in [0, 4, 6, 8] {
      let name = step % 4 == 0 ? "minibatch" : ""
      #expect(wholeFree.value(0, at: step, name) == wholeFrozen.value(0, at: step, name))
    }
    // The running loss of step 12 has three batches with weights that no longer move.
    #expect(wholeFree.value(0, at: 12, "minibatch") != wholeFrozen.value(0, at: 12, "minibatch"))
    #expect(wholeFrozen.value(0, at: 16, "minibatch") != nil)
    let atNine = try trainer(Self.spec)
    _ = try run(atNine, to: 9)
    #expect(frozen.withParameters { Array($0) } == atNine.withParameters { Array($0) })
    #expect(free.withParameters { Array($0) } != frozen.withParameters { Array($0) })

    let (rules, frozenRules) = (free.plan.rules, frozen.plan.rules)
    #expect(rules.map(\.from) == [0, 7] && frozenRules.map(\.from) == [0, 7, 9])
    #expect(zip(rules, frozenRules).allSatisfy { $0.rule == $1.rule })
    #expect(frozenRules[2].rule["frozen"] == rules[1].rule)
    // Frozen before the second phase begins, and never.
    #expect(try trainer("freeze_at: 3\n" + Self.spec).plan.rules.map(\.from) == [0, 3, 7])
    #expect(try trainer("freeze_at: 0\n" + Self.spec).plan.rules.map(\.from) == [0, 7])
    #expect(try trainer("freeze_at: 16\n" + Self.spec).plan.rules.map(\.from) == [0, 7])
  }

  @Test func aFrozenRunThatIsCutGoesOnToTheSameBytes() throws {
    let text = "freeze_at: 9\n" + Self.spec
    let straight = try trainer(text)
    let whole = try run(straight)
    for cut in [8, 9, 10, 13] {
      let first = try trainer(text)
      var recording = try run(first, to: cut)
      let second = try trainer(text)
      try second.restore(first.saveState(), progress: first.saveProgress())
      _ = try second.advance(to: 16, &recording)
      #expect(recording == whole && second.saveState() == straight.saveState(), "cut at \(cut)")
    }
  }

  @Test(arguments: [
    ("until: 16", "until: 2 epochs", "training.phases.filtered.until"),
    ("warmup: 4", "warmup: 1 epoch", "training.phases.plain.schedule.warmup"),
    ("every: 6", "every: [start, 1 epoch]", "training.evaluate.every"),
    ("every: 6", "splits: [train, validation]", "training.evaluate.every"),
  ])
  func randomCropsHaveNoEpochs(_ old: String, _ new: String, _ path: String) throws {
    let text = Self.spec.replacing(old, with: new)
    let error = #expect(throws: InvalidSpec.self) { try readTraining(text) }
    let messages = error?.diagnostics.map(\.message) ?? []
    #expect(messages.contains("'\(path)' counts epochs, but 'random-crops' has none"), "\(messages)")
  }
}
