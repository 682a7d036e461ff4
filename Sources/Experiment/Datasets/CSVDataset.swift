public import Compute
public import Learning
public import Spec

/// Rows of a CSV file of the project: some columns are the input, others the target.
///
/// The file has a header. Cells must be finite decimal numbers, except those of columns that name categories and of a
/// target that names classes, which may be any text; such names are sorted over all rows used. A category becomes one
/// number per name: 1 for its own, 0 for the others.
public struct CSVDataset: DatasetKind {
  public static let kind = "csv"
  public static let summary = "Rows of a CSV file in the project."
  public static let example = """
    kind: csv
    file: data/pendulum.csv
    inputs: [angle, speed, length, drag]
    target: energy
    standardize: train
    train_fraction: 0.2
    """

  /// What the target column holds.
  public enum Meaning: String, NamedChoice {
    case values, classes
  }

  /// What separates two cells.
  public enum Separator: String, NamedChoice {
    case comma, semicolon, tab

    var byte: UInt8 {
      switch self {
      case .comma: UInt8(ascii: ",")
      case .semicolon: UInt8(ascii: ";")
      case .tab: UInt8(ascii: "\t")
      }
    }
  }

  let file: String
  let inputs: [String]
  let target: [String]
  let meaning: Meaning
  let separator: Separator
  let standardize: Standardize
  /// Input columns that name categories.
  let categories: [String]
  /// The column that says which split a row belongs to.
  let splitColumn: String?
  let cut: Cut
  public let seed: BlockSeed?

  public init(from fields: Fields) throws(InvalidSpec) {
    file = fields.readFile("file", "Where it lies, from the project's root.")
    inputs =
      fields.read("inputs", "The columns that the model sees, in this order.", standIn: OneOrMore<String>([]))
      .values
    target =
      fields.read("target", "The column, or columns, to be predicted.", standIn: OneOrMore<String>([])).values
    meaning = fields.read("target_is", "Whether the target is values or names classes.", default: .values)
    separator = fields.read("separator", "What stands between cells.", default: .comma)
    standardize = fields.readStandardize()
    let named: OneOrMore<String>? = fields.readOptional(
      "categories", "Those inputs whose cells are names; each becomes one number per name.")
    categories = named?.values ?? []
    splitColumn = fields.readOptional(
      "split_column", "The column whose cells say 'train' or 'validation', instead of a cut.")
    cut = Cut(from: fields)
    seed = fields.readSeed()

    fields.check(fields.node["inputs"] == nil || !inputs.isEmpty, "a model needs an input", at: "inputs")
    fields.check(fields.node["target"] == nil || !target.isEmpty, "there is no target", at: "target")
    for (key, names) in [("inputs", inputs), ("target", target)] {
      for (index, name) in names.enumerated() where names[..<index].contains(name) {
        fields.check(false, "column '\(name)' is named twice", at: key)
      }
    }
    for name in target where inputs.contains(name) {
      fields.check(false, "'\(name)' is both input and target", at: "target")
    }
    for name in categories where !inputs.contains(name) {
      fields.check(
        false, "category '\(name)' is not an input", at: "categories",
        hint: suggestion(for: name, among: inputs))
    }
    for key in ["split", "train_fraction", "rounding"] where splitColumn != nil && fields.node[key] != nil {
      fields.check(false, "'\(key)' and 'split_column' exclude each other", at: key)
    }
    fields.check(meaning == .values || target.count < 2, "classes come from one column", at: "target")
    fields.check(
      cut.split != .stratified || meaning == .classes, "a stratified split needs classes", at: "split",
      hint: "write target_is: classes, or split: random")
  }

  public var shape: DatasetShape {
    DatasetShape(
      input: categories.isEmpty ? .features(width: inputs.count) : nil,
      target: meaning == .classes ? nil : .values(width: target.count),
      trainCount: nil, validationCount: nil)
  }

  public var files: [DataFile] { [.inProject(file)] }

  public func prepare(
    _ random: inout any RandomSource, read: (DataFile) throws -> [UInt8]
  ) throws -> PreparedData {
    let bytes = try read(.inProject(file))
    let rows = try CSVRows(bytes, of: self)
    let labels = rows.numberedLabels
    let (train, validation) =
      splitColumn == nil ? cut.divide(rows.count, classes: labels?.numbers, &random) : rows.division
    guard !train.isEmpty, !validation.isEmpty else {
      throw MalformedData.undivided(rows.count, train.count, file: .inProject(file))
    }
    let scale = standardize == .train ? Standardization(rows.inputs, width: inputs.count, rows: train) : nil
    func examples(_ chosen: [Int]) -> Examples {
      var features = chosen.flatMap { rows.inputs[($0 * inputs.count)..<(($0 + 1) * inputs.count)] }
      scale?.apply(to: &features)
      features = rows.spelledOut(features, of: chosen)
      let targets: Examples.Targets =
        if let labels { .classes(chosen.map { labels.numbers[$0] }, classes: labels.count) } else {
          .values(
            chosen.flatMap { rows.targets[($0 * target.count)..<(($0 + 1) * target.count)] },
            width: target.count)
        }
      return Examples(
        count: chosen.count, inputs: .features(features, width: features.count / chosen.count),
        targets: targets)
    }
    return PreparedData(train: examples(train), validation: examples(validation))
  }
}
