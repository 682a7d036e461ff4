internal import Compute
internal import Learning
internal import Pipeline
internal import Spec

/// One trained point with every kind decoded: what is trained, on what, and how it begins.
struct TrainingRun: Sendable {
  let recipe: Recipe
  let dataset: any DatasetKind
  let architecture: any Architecture
  let scale: InitialScale
  let plan: TrainingPlan
  let signature: Signature
  let layout: ParameterLayout
  /// The rows of the training split.
  let trainRows: Int
  /// The files that the data set reads.
  let sources: [Source]
  let rng: RandomKind
  private let seeds: Seeds
  /// Everything that decides the state at step 0 and the data, as it enters keys.
  let origin: JSON
  let leaves: [Fields.Leaf]
  /// Every value with its default, as `show` prints it.
  let resolved: JSON

  private struct Seeds: Sendable {
    var model: UInt64
    var dataset: UInt64
    var training: UInt64
    /// Whether the block starts the one PyTorch generator anew.
    var ownsDataset: Bool
    var ownsTraining: Bool
  }

  /// Decodes a point; nil after everything wrong with it was reported.
  init?(_ recipe: Recipe, _ catalog: DatasetCatalog, _ diagnostics: Diagnostics) {
    let rng = recipe.rng.map { RandomKind.decode($0, diagnostics) } ?? .native
    let data = Fields(recipe.dataset, path: "dataset", diagnostics: diagnostics)
    let dataset = datasets.decode(data)
    let model = Fields(recipe.model, path: "model", diagnostics: diagnostics)
    var scale: InitialScale? = InitialScale.none
    if model.claim("scale") != nil {
      scale = model.readGroup("scale", "What initial parameters are multiplied by.", short: "by") {
        fields throws(InvalidSpec) in try InitialScale(from: fields)
      }
    }
    let modelSeed: BlockSeed? = model.readOptional(
      "seed", "Fixes the initial parameters, whatever the run's seed.")
    let architecture = architectures.decode(model)
    let training = try? TrainingSpec(
      training: recipe.training, phases: recipe.phases, diagnostics: diagnostics)
    guard let rng, let dataset, let scale, let architecture, let training else { return nil }
    do {
      let named = recipe.dataset["file"] ?? recipe.dataset["source"] ?? recipe.dataset
      let place = named.location
      sources = try catalog.sources(of: dataset, at: place)
      let sizes = try catalog.sizes(of: dataset, data.settings, sources, at: recipe.dataset.location)
      signature = sizes.signature
      trainRows = sizes.trainCount
      layout = try architecture.layout(for: signature)
      try scale.check(layout)
      plan = try training.plan(trainRows: sizes.trainCount)
      try plan.check(layout, signature)
    } catch let error as InvalidSpec {
      diagnostics.report(error)
      return nil
    } catch {
      diagnostics.report("\(error)", at: recipe.dataset.location)
      return nil
    }
    self.recipe = recipe
    self.dataset = dataset
    self.architecture = architecture
    self.scale = scale
    self.rng = rng
    seeds = Seeds(
      model: recipe.seed(modelSeed), dataset: recipe.seed(dataset.seed), training: recipe.seed(training.seed),
      ownsDataset: dataset.seed != nil, ownsTraining: training.seed != nil)
    origin = [
      "rng": rng.canonical, "model": model.settings, "dataset": data.settings,
      "seeds": [
        "model": .string(String(seeds.model)), "dataset": .string(String(seeds.dataset)),
        "training": .string(String(seeds.training)),
      ],
      "files": .array(sources.map { .string($0.digest.hex) }),
    ]
    leaves =
      [Fields.Leaf(path: "rng", value: rng.canonical, location: recipe.rng?.location)]
      + data.leaves + model.leaves + training.leaves
    resolved = [
      "rng": rng.canonical, "dataset": data.resolved, "model": model.resolved, "training": training.resolved,
    ]
  }

  /// Makes the data, the network with its first parameters, and the trainer at step 0.
  ///
  /// The draws follow PyTorch's order: initial parameters, the split, then the order of batches.
  func makeTrainer(threads: Int, files: ProjectFiles) throws -> Trainer {
    var streams = RandomStreams(rng.randomness(seeds.model))
    let evaluationBatch = Trainer.largestPrediction
    let network = try Network(
      architecture, signature: signature, loss: plan.loss, batch: plan.batch,
      evaluationBatch: evaluationBatch,
      threads: threads, scale: scale)
    var initial = [Float](repeating: 0, count: network.layout.count)
    initial.withUnsafeMutableBufferPointer { network.initialize($0, random: &streams[.initialization]) }
    if !streams.randomness.isThreaded || seeds.ownsDataset {
      streams = RandomStreams(rng.randomness(seeds.dataset))
    }
    let data = try dataset.prepare(&streams[.split], read: files.reader(sources))
    if !streams.randomness.isThreaded || seeds.ownsTraining {
      streams = RandomStreams(rng.randomness(seeds.training))
    }
    return try Trainer(
      plan, model: network, train: data.train, validation: data.validation, initial: initial,
      order: streams[.order], seed: seeds.training, obeysStopRules: false)
  }
}
