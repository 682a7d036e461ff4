internal import Compute
internal import Learning
internal import Pipeline
internal import Spec

/// One trained point: a design with its seeds.
struct TrainingRun: Sendable {
  let design: TrainingDesign
  let recipe: Recipe
  private let seeds: Seeds
  /// What is trained, under which rule from which step on.
  let trajectory: Trajectory

  private struct Seeds: Sendable {
    let model: UInt64
    let dataset: UInt64
    let training: UInt64

    var json: JSON {
      [
        "model": .string(String(model)), "dataset": .string(String(dataset)),
        "training": .string(String(training)),
      ]
    }
  }

  init(_ design: TrainingDesign, _ recipe: Recipe) {
    self.design = design
    self.recipe = recipe
    seeds = Seeds(
      model: recipe.seed(design.modelSeed), dataset: recipe.seed(design.dataset.seed),
      training: recipe.seed(design.trainingSeed))
    trajectory = Trajectory(
      origin: Digest.of("origin", parts: [.text(design.origin.text(seeds: seeds.json))]), rules: design.rules)
  }

  /// Everything that decides the state at step 0 and the data, as it enters keys.
  var origin: JSON { design.origin.json(seeds: seeds.json) }

  /// Makes the data, the network with its first parameters, and the trainer at step 0.
  ///
  /// The draws follow PyTorch's order: initial parameters, the split, then the order of batches.
  func makeTrainer(threads: Int, files: ProjectFiles) throws -> Trainer {
    var streams = RandomStreams(design.rng.randomness(seeds.model))
    let network = try Network(
      design.architecture, signature: design.signature, loss: design.plan.loss, batch: design.plan.batch,
      evaluationBatch: Trainer.samplesPredictedTogether(design.signature.predictionsEach), threads: threads,
      scale: design.scale, dropoutSeed: seeds.training)
    var initial = [Float](repeating: 0, count: network.layout.count)
    let given =
      try design.weights.map { try $0.values(for: design.layout, files.reader(design.sources)($0.file)) }
      ?? []
    initial.withUnsafeMutableBufferPointer {
      network.initialize($0, random: &streams[.initialization], given: given)
    }
    if !streams.randomness.isThreaded || design.dataset.seed != nil {
      streams = RandomStreams(design.rng.randomness(seeds.dataset))
    }
    let data = try design.dataset.prepare(&streams[.split], read: files.reader(design.sources))
    if !streams.randomness.isThreaded || design.trainingSeed != nil {
      streams = RandomStreams(design.rng.randomness(seeds.training))
    }
    return try Trainer(
      design.plan, model: network, train: data.train, validation: data.validation, initial: initial,
      order: streams[.order], seed: seeds.training, obeysStopRules: false)
  }
}
