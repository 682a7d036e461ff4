import Compute
import Spec
import Testing

@testable import Learning

@Suite struct TrainerTests {
  static let spec = """
    loss: mean-squared-error
    batch_size: 5
    order: reshuffled
    optimizer: {kind: adam, learning_rate: 1e-2, weight_decay: 0.01}
    schedule: {kind: linear-warmup, steps: 10}
    evaluate:
      every: 6
      over: {train: running}
      weights: {norm: {kind: norm}, moved: {kind: distance}, gradient: {kind: gradient-norm}, update: {kind: update-norm}}
      extra:
        sampled: {every: 5 from 1, over: {train: 3 samples, validation: 2 batches}}
        slow: {every: 7, splits: [train], over: {train: running}}
    record: {snapshots: {every: [start, 10 until 30]}, gradients: {every: [3 from 2, 1 from 24 until 28], sample: 2}}
    phases:
      fill: {until: 13, filter: {kind: moving-average, window: 4, gain: 2, apply: false}}
      act: {until: 26, filter: {kind: moving-average, window: 4, gain: 2}}
      mean: {until: 40, filter: {kind: exponential-moving-average, decay: 0.9, gain: 1}}
    """

  private func run(_ trainer: Trainer, to step: Int = 40) throws -> Recording {
    var recording = Recording()
    _ = try trainer.advance(to: step, &recording)
    return recording
  }

  @Test func aCutRunIsBitIdenticalToAStraightOne() throws {
    let spec = try readTraining(Self.spec)
    let straight = try lineTrainer(spec)
    let whole = try run(straight)
    #expect(whole.steps() == [0, 6, 12, 18, 24, 30, 36])
    for cut in 0...40 {
      let first = try lineTrainer(spec)
      var recording = try run(first, to: cut)
      // Another order of batches, unless it is restored.
      let second = try lineTrainer(spec, order: 4)
      try second.restore(first.saveState(), progress: first.saveProgress())
      #expect(second.step == cut)
      // The row of step 0 belongs to whoever begins there.
      if cut == 0 { recording = Recording() }
      _ = try second.advance(to: 40, &recording)
      #expect(recording == whole, "cut at \(cut)")
      #expect(second.saveState() == straight.saveState(), "cut at \(cut)")
    }
  }

  @Test func observersChangeNothingInTheTrajectory() throws {
    let watched = try lineTrainer(try readTraining(Self.spec))
    let quiet = try lineTrainer(
      try readTraining(Self.spec.replacing(/evaluate:(.|\n)*(?=phases)/, with: "evaluate: {every: at 1}\n")))
    let recording = try run(watched)
    #expect(!recording.rows.isEmpty && recording.snapshots.keys.sorted() == [0, 10, 20, 30])
    #expect(
      recording.updates.keys.sorted()
        == [2, 5, 8, 11, 14, 17, 20, 23, 24, 25, 26, 27, 28, 29, 32, 35, 38])
    #expect(try run(quiet).rows.count == 1)
    #expect(watched.saveState() == quiet.saveState())
  }

  @Test func aRunGoesOnFromTheStateOfAnotherRunWithTheSameRules() throws {
    let other = Self.spec.replacing("act: {until: 26", with: "act: {until: 33").replacing(
      "every: 7", with: "every: 13")
    let long = try lineTrainer(try readTraining(other))
    _ = try run(long, to: 26)
    let short = try lineTrainer(try readTraining(Self.spec))
    #expect(!short.canStart(at: 26))
    #expect(throws: UnfitState.self) { try short.restore(long.saveState()) }
    let measured = Self.spec.replacing("over: {train: running}", with: "over: {train: all}")
    let resumed = try lineTrainer(try readTraining(measured))
    try resumed.restore(long.saveState())
    _ = try run(resumed)
    let straight = try lineTrainer(try readTraining(Self.spec))
    _ = try run(straight)
    #expect(resumed.saveState() == straight.saveState())
  }

  @Test func aStateOfOtherRulesIsRefused() throws {
    let filtered = try lineTrainer(try readTraining(Self.spec))
    _ = try run(filtered, to: 30)
    let plain = try lineTrainer(
      try readTraining(
        Self.spec.replacing(/, filter: \{[^}]*\}/, with: "").replacing("train: running", with: "train: all")))
    #expect(throws: UnfitState.self) { try plain.restore(filtered.saveState()) }
  }

  @Test func permutationsComposeAndTheShortBatchIsKept() throws {
    var random: any RandomSource = MersenneTwister(seed: 3)
    var current = Array(Int32(0)..<16)
    var sequence = BatchSequence(.reshuffled, rows: 16, batch: 5, random: MersenneTwister(seed: 3))
    #expect(sequence.stepsPerEpoch == 4)
    for epoch in 0..<3 {
      current = random.permutation(16).map { current[Int($0)] }
      for (position, range) in [0..<5, 5..<10, 10..<15, 15..<16].enumerated() {
        sequence.withBatch(4 * epoch + position) { #expect(Array($0) == Array(current[range])) }
      }
    }
    var fresh = BatchSequence(.shuffled, rows: 16, batch: 16, random: MersenneTwister(seed: 3))
    random = MersenneTwister(seed: 3)
    for epoch in 0..<3 { fresh.withBatch(epoch) { #expect(Array($0) == random.permutation(16)) } }
    var file = BatchSequence(.file, rows: 16, batch: 100, random: MersenneTwister(seed: 3))
    file.withBatch(7) { #expect(Array($0) == Array(0..<16)) }
  }

  @Test func aRunningMeanWeighsBatchesByTheirRowsAndHasNoValueAtStepZero() throws {
    let trainer = try lineTrainer(
      try readTraining(
        """
        loss: mean-squared-error
        batch_size: 5
        order: file
        optimizer: {kind: sgd, learning_rate: 0}
        evaluate: {every: 4, over: {train: running}, extra: {full: {every: 4}}}
        phases: {only: {until: 8}}
        """))
    let recording = try run(trainer)
    #expect(recording.value(0, at: 0) == nil)
    // At rate 0 the weights stand still, so four batches of 5, 5, 5 and 1 rows make the mean over all rows.
    let full = try #require(recording.value(0, at: 4, "full"))
    for step in [4, 8] {
      #expect(abs(try #require(recording.value(0, at: step)) / full - 1) < 1e-6)
    }
  }

  @Test func measuresOfTheWeightsLookAtTheLastUpdate() throws {
    let recording = try run(lineTrainer(try readTraining(Self.spec)))
    // train_loss, validation_loss, norm, moved, gradient, update.
    let norm = Double(Float(0.1) * 0.1 + Float(0.2) * 0.2 + Float(0.3) * 0.3).squareRoot()
    #expect(abs(try #require(recording.value(2, at: 0)) - norm) < 1e-7)
    #expect(recording.value(3, at: 0) == 0)
    #expect(recording.value(4, at: 0) == nil && recording.value(5, at: 0) == nil)
    for step in [6, 12, 36] {
      #expect(try #require(recording.value(3, at: step)) > 0)
      #expect(try #require(recording.value(4, at: step)) > 0)
      #expect(try #require(recording.value(5, at: step)) < 0.03)
    }
  }

  @Test func aStopRuleEndsTheRunSomeStepsAfterTheCrossing() throws {
    let text = Self.spec.replacing(
      "mean: {until: 40", with: "mean: {until: 40, stop: {metric: norm, reaches: 0, sustained: 6, then: 2}")
    let trainer = try lineTrainer(try readTraining(text))
    var recording = Recording()
    // The rule looks from step 30 on, has lasted 6 steps at 36 and lets two more pass.
    #expect(try trainer.advance(to: 40, &recording) == .ended(step: 38))
    #expect(trainer.step == 38 && trainer.end == 38)
    #expect(recording.steps() == [0, 6, 12, 18, 24, 30, 36])
  }

  @Test func whoSharesATrajectoryMayGoOnBeyondAStopRule() throws {
    let text = Self.spec.replacing(
      "mean: {until: 40", with: "mean: {until: 40, stop: {metric: norm, reaches: 0}")
    let plan = try readTraining(text).plan(trainRows: 16)
    let trainer = try Trainer(
      plan, model: LinearModel(), train: Points.train, validation: Points.validation,
      initial: [0.1, -0.2, 0.3, 0],
      order: MersenneTwister(seed: 3), seed: 9, obeysStopRules: false)
    let whole = try lineTrainer(try readTraining(Self.spec))
    #expect(try run(trainer) == run(whole))
    #expect(trainer.step == 40 && trainer.saveState() == whole.saveState())
  }

  @Test func anAdvanceRuleBeginsTheNextPhaseEarlyAndSurvivesACut() throws {
    let text = Self.spec.replacing(
      "fill: {until: 13", with: "fill: {until: 13, advance: {metric: norm, reaches: 0, then: 3}")
    let spec = try readTraining(text)
    let straight = try lineTrainer(spec)
    let whole = try run(straight)
    // The norm is at least 0 at step 0, so the phase ends at step 3, as if it had been planned.
    let planned = try lineTrainer(
      readTraining(Self.spec.replacing("fill: {until: 13", with: "fill: {until: 3")))
    #expect(try run(planned) == whole)
    #expect(try run(lineTrainer(readTraining(Self.spec))) != whole)
    for cut in [1, 3, 4, 13, 27] {
      let first = try lineTrainer(spec)
      var recording = try run(first, to: cut)
      let second = try lineTrainer(spec)
      try second.restore(first.saveState(), progress: first.saveProgress())
      _ = try second.advance(to: 40, &recording)
      #expect(recording == whole && second.saveState() == straight.saveState(), "cut at \(cut)")
    }
  }

  @Test func randomRowsOfAnEvaluationFollowFromSeedNamesAndStepAlone() throws {
    let spec = try readTraining(Self.spec)
    let sampled = try #require(spec.evaluations.first { $0.name == "sampled" })
    let chosen = sampled.chosenRows(.train, count: 16, batch: 5, seed: 1, step: 6)
    #expect(chosen.count == 3 && Set(chosen).count == 3)
    #expect(chosen == sampled.chosenRows(.train, count: 16, batch: 5, seed: 1, step: 6))
    let others = [
      sampled.chosenRows(.train, count: 16, batch: 5, seed: 2, step: 6),
      sampled.chosenRows(.train, count: 16, batch: 5, seed: 1, step: 7),
    ]
    #expect(others.contains { $0 != chosen })
    // Two batches of 5 out of 7 rows: every row once, three of them twice.
    let batches = sampled.chosenRows(.validation, count: 7, batch: 5, seed: 1, step: 6)
    #expect(batches.count == 10 && Set(batches).count == 7)
  }
}
