internal import Learning
internal import Pipeline
internal import Spec

/// A training with every kind decoded and checked, whatever its seed: what is trained, on what, and who looks on.
///
/// All seeds at one place of a sweep share it, which is what makes large sweeps cheap.
final class TrainingDesign: Sendable {
  /// A data set, and what was read of it.
  private struct Data: Sendable {
    let kind: any DatasetKind
    let settings: JSON
    let resolved: JSON
    let leaves: [Fields.Leaf]

    init?(_ node: Node, _ diagnostics: Diagnostics) {
      let fields = Fields(node, path: "dataset", diagnostics: diagnostics)
      guard let kind = datasets.decode(fields) else { return nil }
      (self.kind, settings, resolved, leaves) = (kind, fields.settings, fields.resolved, fields.leaves)
    }
  }

  /// Of the first point that asked.
  let recipe: Recipe
  private let data: Data
  private let training: TrainingSpec
  var dataset: any DatasetKind { data.kind }
  let architecture: any Architecture
  let scale: InitialScale
  /// The file that parameters start from, if one does.
  let weights: InitialWeights?
  /// Fixes the initial parameters, whatever the run's seed.
  let modelSeed: BlockSeed?
  let trainingSeed: BlockSeed?
  let plan: TrainingPlan
  let signature: Signature
  let layout: ParameterLayout
  /// The rows of the training split.
  let trainRows: Int
  /// The files that the data set reads, then that of the first weights.
  let sources: [Source]
  let rng: RandomKind
  let leaves: [Fields.Leaf]
  /// Every value with its default, as `show` prints it.
  let resolved: JSON
  /// Everything but seeds that decides the state at step 0 and the data, as it enters keys.
  let origin: Origin
  /// Under which rule from which step on.
  let rules: [Trajectory.Rule]
  let end: RunEnd
  /// Whoever writes rows while the run goes on.
  let rowObservers: [RowObserver]
  /// Whoever looks at the state at the end.
  let finalObservers: [Observer]

  /// Decodes a recipe; nil after everything wrong with it was reported.
  ///
  /// - Parameter neighbour: a design that was decoded before. In a sweep the next differs from it in one part only, and
  ///   what is the same is not read again.
  init?(
    _ recipe: Recipe, after neighbour: TrainingDesign? = nil, _ catalog: DatasetCatalog,
    _ diagnostics: Diagnostics
  ) {
    let rng = recipe.rng.map { RandomKind.decode($0, diagnostics) } ?? .native
    let data =
      neighbour.flatMap { $0.recipe.dataset == recipe.dataset ? $0.data : nil }
      ?? Data(recipe.dataset, diagnostics)
    let model = Fields(recipe.model, path: "model", diagnostics: diagnostics)
    var scale: InitialScale? = InitialScale.none
    if model.claim("scale") != nil {
      scale = model.readGroup("scale", "What initial parameters are multiplied by.", short: "by") {
        fields throws(InvalidSpec) in try InitialScale(from: fields)
      }
    }
    let weights =
      model.claim("init") == nil
      ? nil : model.readGroup("init", "Weights to start from.", short: "from") { InitialWeights(from: $0) }
    let modelSeed: BlockSeed? = model.readOptional(
      "seed", "Fixes the initial parameters, whatever the run's seed.")
    let architecture = architectures.decode(model)
    let training =
      neighbour.flatMap { $0.recipe.trains(like: recipe) ? $0.training : nil }
      ?? (try? TrainingSpec(training: recipe.training, phases: recipe.phases, diagnostics: diagnostics))
    guard let rng, let data, let scale, let architecture, let training else { return nil }
    do {
      let named = recipe.dataset["file"] ?? recipe.dataset["source"] ?? recipe.dataset
      let place = named.location
      let files = try catalog.sources(of: data.kind, at: place)
      let sizes = try catalog.sizes(of: data.kind, data.settings, files, at: recipe.dataset.location)
      signature = sizes.signature
      trainRows = sizes.trainCount
      layout = try architecture.layout(for: signature)
      try scale.check(layout)
      sources = try files + catalog.sources(of: weights, for: layout)
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
    self.data = data
    self.training = training
    self.architecture = architecture
    self.scale = scale
    self.weights = weights
    self.modelSeed = modelSeed
    self.rng = rng
    trainingSeed = training.seed
    leaves =
      [Fields.Leaf(path: "rng", value: rng.canonical, location: recipe.rng?.location)]
      + data.leaves + model.leaves + training.leaves
    resolved = [
      "rng": rng.canonical, "dataset": data.resolved, "model": model.resolved,
      "training": training.resolved,
    ]
    origin = Origin([
      "rng": rng.canonical, "model": model.settings, "dataset": data.settings,
      "files": .array(sources.map { .string($0.digest.hex) }),
    ])
    rules = plan.rules.map {
      Trajectory.Rule(from: $0.from, Digest.of("rule", parts: [.text($0.rule.description)]))
    }
    end = RunEnd(plan)
    rowObservers = TrainingDesign.rowObservers(of: plan)
    finalObservers = TrainingDesign.finalObservers(of: plan)
  }

}
