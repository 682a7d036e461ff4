public import Spec

/// How many rows make a batch: a number, or `all`.
public enum BatchSize: SpecValue, Hashable {
  case rows(Int)
  case all

  public static var expectation: String { "a number of rows of at least 1, or all" }
  public static var schema: JSON { ["anyOf": [["type": "integer", "minimum": 1], ["const": "all"]]] }

  public static func decode(_ node: Node, _ diagnostics: Diagnostics) -> BatchSize? {
    if node.text == "all" { return .all }
    let quiet = Diagnostics()
    if let count = Int.decode(node, quiet), count >= 1 { return .rows(count) }
    let hint = node.text.flatMap { nearest(to: $0, among: ["all"]) }
    diagnostics.report(
      "\(node.kindOfValue) is not \(expectation)", at: node.location,
      hint: hint.map { "did you mean '\($0)'?" })
    return nil
  }

  public var canonical: JSON {
    switch self {
    case .rows(let count): .integer(count)
    case .all: "all"
    }
  }
}

/// A seed that a block fixes for itself: a number, or one drawn from run seed and sweep point.
public enum BlockSeed: SpecValue, Hashable {
  case fixed(Int)
  case perPoint

  public static var expectation: String { "a whole number of at least 0, or per-point" }
  public static var schema: JSON { ["anyOf": [["type": "integer", "minimum": 0], ["const": "per-point"]]] }

  public static func decode(_ node: Node, _ diagnostics: Diagnostics) -> BlockSeed? {
    if node.text == "per-point" { return .perPoint }
    let quiet = Diagnostics()
    if let seed = Int.decode(node, quiet), seed >= 0 { return .fixed(seed) }
    diagnostics.report("\(node.kindOfValue) is not \(expectation)", at: node.location)
    return nil
  }

  public var canonical: JSON {
    switch self {
    case .fixed(let seed): .integer(seed)
    case .perPoint: "per-point"
    }
  }
}

/// Which weights are kept, and when.
public struct SnapshotSpec: Sendable {
  public let every: Cadence
  public let parameters: LocatedSelector

  /// Everything that decides which weights are kept, and when.
  public var identity: JSON { ["every": every.canonical, "parameters": parameters.selector.canonical] }
}

/// The `training` block of one run, typed and checked as far as the file alone allows.
public struct TrainingSpec: Sendable {
  enum Precision: String, NamedChoice { case float32, float64, bfloat16, float16 }

  public let loss: any Loss
  public let batchSize: BatchSize
  public let order: BatchOrder
  public let seed: BlockSeed?
  public let limit: Duration?
  /// From where on nothing is updated.
  public let freezeAt: Duration?
  /// The file in which the limit stands; nil if a run, a budget or the command line says it, which may well cut phases
  /// off.
  let fileOfLimit: String?
  public let evaluations: [Evaluation]
  public let snapshots: SnapshotSpec?
  public let gradients: GradientSpec?
  /// As written; `plan` sorts them.
  public let phases: [PhaseSpec]
  /// What was read, with defaults; `phases` maps names to what each phase is after merging.
  public let resolved: JSON
  /// Every value and where it was written.
  public let leaves: [Fields.Leaf]
  let location: SourceLocation
  let lossIdentity: JSON
  let lossVersions: [String: Int]

  /// What can differ from phase to phase.
  public static let phaseable = ["optimizer", "schedule", "filter", "clip", "constraint"]
  static let unphaseable = [
    "loss", "batch_size", "order", "precision", "seed", "limit", "freeze_at", "evaluate", "record",
  ]

  /// Reads a training block; every problem is reported, and what is left is thrown.
  ///
  /// - Parameters:
  ///   - training: The block; its `phases` are not looked at.
  ///   - phases: Each phase's name and place, and the block with the phase's own keys merged onto it.
  public init(
    training: Node, phases: [(name: String, location: SourceLocation, node: Node)], path: String = "training",
    diagnostics: Diagnostics
  ) throws(InvalidSpec) {
    try self.init(from: Fields(training, path: path, diagnostics: diagnostics), phases: phases)
  }

  init(
    from fields: Fields, phases: [(name: String, location: SourceLocation, node: Node)]
  ) throws(InvalidSpec) {
    let (training, path, diagnostics) = (fields.node, fields.path, fields.diagnostics)
    for key in Self.phaseable + ["phases"] { _ = fields.claim(key) }
    batchSize = fields.read("batch_size", "How many rows make one update.", standIn: .all)
    order = fields.read(
      "order", "In which order an epoch goes through the rows.",
      default: batchSize == .all ? .file : .shuffled)
    let precision: Precision = fields.read("precision", "What parameters are kept in.", default: .float32)
    fields.check(
      precision == .float32, "'\(precision.rawValue)' is reserved: parameters are float32 so far",
      at: "precision")
    seed = fields.readOptional("seed", "Fixes the order of batches, whatever the run's seed.")
    limit = fields.readOptional("limit", "Caps every phase.")
    freezeAt = fields.readOptional(
      "freeze_at",
      "The step from which on every update is skipped, as where a loss scale has overflowed for good.")
    fileOfLimit = fields.node["limit"].flatMap { $0.layer == .file ? $0.location.file : nil }
    let loss = fields.readKind("loss", "What training makes small.", from: losses)
    let standard = loss.map { type(of: $0).measures } ?? []
    evaluations = Self.evaluations(fields, standard)
    let record = fields.claim("record").flatMap { _ in
      fields.readGroup("record", "What is kept of the weights and their updates.") {
        (snapshots: Self.snapshots($0), gradients: Self.gradients($0))
      }
    }
    snapshots = record?.snapshots
    gradients = record?.gradients
    fields.finish()

    var read: [PhaseSpec] = []
    var phaseMembers: [String: JSON] = [:]
    var leaves = fields.leaves
    for phase in phases {
      let inner = Fields(phase.node, path: "\(path).phases.\(phase.name)", diagnostics: diagnostics)
      Self.reportUnphaseable(inner, training)
      if let spec = try? PhaseSpec(name: phase.name, location: phase.location, from: inner) {
        read.append(spec)
      }
      inner.finish()
      phaseMembers[phase.name] = inner.resolved
      leaves += inner.leaves
    }
    if phases.isEmpty {
      diagnostics.report(
        "no phases: expected at least one, such as 'phases: {fit: {until: 10000}}'", at: training.location)
    }
    self.phases = read
    self.leaves = leaves
    location = training.location
    var members = fields.resolved.object ?? [:]
    lossIdentity = members["loss"] ?? .null
    lossVersions = fields.versions.filter { $0.key.hasPrefix(losses.family + "/") }
    members["phases"] = .object(phaseMembers)
    resolved = .object(members)
    self.loss = try fields.require(loss)
    reportUnknownMetrics(diagnostics)
    if order == .randomCrops { reportEpochs(diagnostics) }
    try diagnostics.throwIfAny()
  }

  /// Every metric that the run records.
  public var metrics: [String] { evaluations.flatMap(\.metrics) }

  private static func evaluations(_ fields: Fields, _ standard: [String]) -> [Evaluation] {
    fields.readGroup("evaluate", "What is measured, and when.") { inner in
      let own = Evaluation(from: inner, standard: standard)
      let more = inner.readNamed("extra", "More evaluations, by name.") {
        Evaluation(from: $0, standard: standard)
      }
      return [own] + more.map { $1.named($0) }
    } ?? []
  }

  private static func snapshots(_ fields: Fields) -> SnapshotSpec? {
    fields.claim("snapshots").flatMap { _ in
      fields.readGroup("snapshots", "Weights that are kept.") { inner in
        SnapshotSpec(
          every: inner.read("every", "When weights are kept.", standIn: Cadence([])),
          parameters: LocatedSelector(from: inner, "Which weights are kept."))
      }
    }
  }

  private static func gradients(_ fields: Fields) -> GradientSpec? {
    fields.claim("gradients").flatMap { _ in
      fields.readGroup("gradients", "Gradients and updates that are written down.") { GradientSpec(from: $0) }
    }
  }

  /// Keys that one run can have only once must not differ from the training block's.
  private static func reportUnphaseable(_ phase: Fields, _ training: Node) {
    for key in unphaseable + ["phases"] {
      guard let value = phase.claim(key) else { continue }
      guard let place = firstDifference(value, training[key]) else { continue }
      phase.diagnostics.report(
        "'\(key)' cannot change from phase to phase", at: place,
        hint: "move it out of 'phases'; a phase takes until, stop, advance, "
          + phaseable.joined(separator: ", "))
    }
  }

  /// Whatever counts epochs, wherever it stands: durations, cadences and the defaults of both are texts that name them.
  private func reportEpochs(_ diagnostics: Diagnostics) {
    for leaf in leaves {
      let texts = leaf.value.array ?? [leaf.value]
      let words = texts.flatMap { ($0.string ?? "").split(separator: " ") }
      guard words.contains(where: { $0 == "epoch" || $0 == "epochs" }) else { continue }
      diagnostics.report(
        "'\(leaf.path)' counts epochs, but 'random-crops' has none", at: leaf.location ?? location,
        hint: "count steps instead")
    }
  }

  private func reportUnknownMetrics(_ diagnostics: Diagnostics) {
    for rule in phases.flatMap({ [$0.stop, $0.advance] }).compactMap(\.self)
    where !rule.metric.isEmpty && !metrics.contains(rule.metric) {
      diagnostics.report(
        "no evaluation gives '\(rule.metric)'", at: rule.location,
        hint: suggestion(for: rule.metric, among: metrics))
    }
  }
}

/// The place of the first value of `node` that was not written where that of `other` was.
private func firstDifference(_ node: Node, _ other: Node?) -> SourceLocation? {
  guard let other else { return node.location }
  switch (node.value, other.value) {
  case (.mapping(let entries), .mapping):
    for entry in entries {
      if let place = firstDifference(entry.value, other[entry.key]) { return place }
    }
    return nil
  case (.sequence(let items), .sequence(let others)) where items.count == others.count:
    for (item, other) in zip(items, others) {
      if let place = firstDifference(item, other) { return place }
    }
    return nil
  default: return node.location == other.location ? nil : node.location
  }
}
