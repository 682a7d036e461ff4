public import Spec

/// The two parts of every data set.
public enum Split: String, NamedChoice {
  case train, validation
}

/// Which rows of a split an evaluation looks at.
public enum EvaluationRows: SpecValue, Hashable {
  /// Every row; of a text every stretch that begins where the one before ends.
  case all
  /// The batches since the last evaluation, weighted by their rows, while the weights move.
  case running
  /// So many batches' worth of random rows.
  case batches(Int)
  /// So many random rows, none twice.
  case samples(Int)

  public static var expectation: String {
    "all, running, or a number of batches or samples such as 200 batches"
  }
  public static var schema: JSON {
    ["type": "string", "pattern": "^(all|running|[1-9][0-9]* +(batch|batches|sample|samples))$"]
  }

  public static func decode(_ node: Node, _ diagnostics: Diagnostics) -> EvaluationRows? {
    let words = (node.text ?? "").split(separator: " ")
    switch (words.first, words.dropFirst().first, words.count) {
    case ("all", nil, 1): return .all
    case ("running", nil, 1): return .running
    case (let count?, let unit?, 2):
      guard let count = Int(count), count > 0 else { break }
      if unit == "batch" || unit == "batches" { return .batches(count) }
      if unit == "sample" || unit == "samples" { return .samples(count) }
    default: break
    }
    let hint = node.text.flatMap { nearest(to: $0, among: ["all", "running"]) }
    diagnostics.report(
      "\(node.kindOfValue) is not \(expectation)", at: node.location,
      hint: hint.map { "did you mean '\($0)'?" })
    return nil
  }

  public var canonical: JSON {
    switch self {
    case .all: "all"
    case .running: "running"
    case .batches(let count): .string("\(count) batches")
    case .samples(let count): .string("\(count) samples")
    }
  }
}

/// What is measured together, on one cadence: the columns of one table of metrics.
public struct Evaluation: Sendable {
  /// Empty for `evaluate` itself, the name under `extra` for others.
  public private(set) var name = ""
  public let every: Cadence
  public let splits: [Split]
  let rows: [Split: EvaluationRows]
  let measures: [(name: String, measure: any Measure)]
  var weights: [(name: String, measure: any WeightMeasure)]
  let location: SourceLocation
  /// Everything that decides its rows, kind versions included; the trajectory, the data and the seed apart.
  public let identity: JSON

  init(from fields: Fields, standard: [String]) {
    location = fields.node.location
    every = fields.read("every", "When it is measured.", default: .epochly)
    let splits = fields.read("splits", "Which splits are measured.", default: [Split.train, .validation])
    self.splits = Split.allCases.filter(splits.contains)
    rows =
      fields.readGroup("over", "Which rows of each split.") { group -> [Split: EvaluationRows] in
        [
          .train: group.read("train", "Which training rows.", default: .all),
          .validation: group.read("validation", "Which validation rows.", default: .all),
        ]
      } ?? [:]
    measures = Self.named(
      fields, "measures", "Measures of the predictions.", standard, from: Learning.measures
    )
    .map { ($0, $1) }
    weights = Self.named(fields, "weights", "Measures of the parameters.", [], from: weightMeasures)
      .map { ($0, $1) }
    identity = [
      "settings": fields.resolved, "versions": .object(fields.versions.mapValues { .integer($0) }),
    ]
    fields.check(!self.splits.isEmpty || !weights.isEmpty, "nothing is measured", at: "splits")
    fields.check(
      rows[.validation] != .running, "validation has no running mean: it is no part of training", at: "over",
      hint: "write 'over: {train: running}'")
  }

  /// The same under a name of its own.
  func named(_ name: String) -> Evaluation {
    var evaluation = self
    evaluation.name = name
    return evaluation
  }

  /// The metric names, in the order of the values: SPLIT_MEASURE, then weights, all behind the evaluation's name.
  public var metrics: [String] {
    let prefix = name.isEmpty ? "" : name + "_"
    let predicted = splits.flatMap { split in measures.map { "\(prefix)\(split.rawValue)_\($0.name)" } }
    return predicted + weights.map { prefix + $0.name }
  }

  /// Whether it takes the mean over training batches, so that it depends on all steps since the last evaluation.
  public var isRunning: Bool { splits.contains(.train) && rows[.train] == .running && !measures.isEmpty }

  var needsLastUpdate: Bool { weights.contains { type(of: $0.measure).needsLastUpdate } }

  /// A mapping from names to members; without it, the standard kinds under their own names.
  private static func named<Family>(
    _ fields: Fields, _ key: String, _ purpose: String, _ standard: [String], from registry: Registry<Family>
  ) -> [(String, Family)] {
    let written = fields.readNamedKinds(key, purpose, from: registry)
    if fields.node[key] != nil { return written.map { ($0.name.replacing("-", with: "_"), $0.value) } }
    let entries = standard.map { kind in
      let location = fields.node.location
      return Node.Entry(key: kind, location: location, value: Node(.scalar(kind, plain: true), at: location))
    }
    let inner = Fields(
      Node(.mapping(entries), at: fields.node.location), path: fields.path(of: key),
      diagnostics: fields.diagnostics)
    defer { fields.adopt(inner, key) }
    return standard.compactMap { kind in
      inner.readKind(kind, "A measure.", from: registry).map { (kind.replacing("-", with: "_"), $0) }
    }
  }
}

extension Cadence {
  /// Once per epoch.
  static let epochly = Cadence([.every(.epochs(1), from: .steps(0), until: nil)])
}
