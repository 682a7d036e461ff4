internal import Compute
internal import Learning
internal import Pipeline
internal import Spec

/// Where random numbers come from: `rng: native | pytorch`.
enum RandomKind: String, NamedChoice {
  case native, pytorch

  func randomness(_ seed: UInt64) -> Randomness {
    switch self {
    case .native: .native(seed: seed)
    case .pytorch: .pytorch(seed: seed)
    }
  }
}

/// What one point trains, as the spec says it: enough to train it anywhere, and readable from text.
struct Recipe: Sendable {
  /// What messages call it; no key contains it.
  private(set) var label: String
  let rng: Node?
  /// The run's seed.
  private(set) var seed: Int
  /// What a seed that is `per-point` is made of.
  private(set) var seedOrigin: JSON
  let dataset: Node
  let model: Node
  /// Without `phases`.
  let training: Node
  let phases: [(name: String, location: SourceLocation, node: Node)]
  /// The text that it was read from, if it was.
  private let given: JSON?

  init(_ point: Point) {
    label = point.label
    rng = point.rng
    seed = point.seed
    seedOrigin = point.seedOrigin
    dataset = point.dataset
    model = point.model
    training = point.training
    phases = point.phases.map { ($0.name, $0.location, $0.node) }
    given = nil
  }

  /// The recipe of another point at the same place.
  func moved(to point: Point) -> Recipe {
    var recipe = self
    recipe.label = point.label
    recipe.seed = point.seed
    recipe.seedOrigin = point.seedOrigin
    return recipe
  }

  /// Whether another trains as this one, word for word and place for place.
  func trains(like other: Recipe) -> Bool {
    training == other.training && phases.count == other.phases.count
      && zip(phases, other.phases).allSatisfy { $0 == $1 }
  }

  /// The seed of a block: its own, or the run's.
  func seed(_ own: BlockSeed?) -> UInt64 {
    switch own {
    case .fixed(let seed): UInt64(seed)
    case .perPoint:
      Digest.of("seed", parts: [.text(seedOrigin.description)]).hex.prefix(12).reduce(0) {
        $0 << 4 | UInt64($1.hexDigitValue ?? 0)
      }
    case nil: UInt64(seed)
    }
  }

  /// A phase holds all of `training` too, and elsewhere nobody can see by the places that it is the same.
  private static let phaseKeys = Set(TrainingSpec.phaseable + ["until", "stop", "advance"])

  /// The recipe for another process.
  var json: JSON {
    ["label": .string(label), "seed": .integer(seed), "seed_origin": seedOrigin, "settings": settings]
  }

  /// Everything but the seed and the name.
  var settings: JSON {
    given ?? [
      "rng": rng.map { .string($0.flowText) } ?? .null, "dataset": .string(dataset.flowText),
      "model": .string(model.flowText), "training": .string(training.flowText),
      "phases": .array(
        phases.map { [.string($0.name), .string($0.node.keeping(Recipe.phaseKeys).flowText)] }),
    ]
  }

  /// Reads what `json` wrote.
  ///
  /// - Parameter earlier: need not be read again where this one differs from it in its seed only.
  init(_ json: JSON, after earlier: Recipe? = nil) throws(InvalidSpec) {
    if let earlier, json["settings"] == earlier.settings {
      self = earlier
    } else {
      try self.init(settings: json["settings"] ?? .null)
    }
    label = json["label"]?.string ?? ""
    seed = json["seed"]?.integer ?? 0
    seedOrigin = json["seed_origin"] ?? .null
  }

  private init(settings json: JSON) throws(InvalidSpec) {
    func node(_ key: String) throws(InvalidSpec) -> Node {
      try readYAML(json[key]?.string ?? "", file: key)
    }
    given = json
    (label, seed, seedOrigin) = ("", 0, .null)
    rng =
      json["rng"]?.string == nil
      ? nil : try readYAML("rng: " + (json["rng"]?.string ?? ""), file: "rng")["rng"]
    dataset = try node("dataset")
    model = try node("model")
    training = try node("training")
    var phases: [(name: String, location: SourceLocation, node: Node)] = []
    for item in json["phases"]?.array ?? [] {
      guard let pair = item.array, pair.count == 2, let name = pair[0].string, let text = pair[1].string
      else { continue }
      let node = try readYAML(text, file: "phases." + name)
      phases.append((name, node.location, node))
    }
    self.phases = phases
  }
}
