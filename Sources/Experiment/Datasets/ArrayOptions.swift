internal import Compute
internal import Learning
internal import Spec

/// How two arrays become examples: what kinds of files with arrays have in common.
///
/// The first dimension counts rows; all others are one row's numbers, in row-major order.
struct ArrayOptions: Sendable {
  /// What the inputs are.
  enum Inputs: String, NamedChoice {
    case values
    /// Whole numbers from 0 on.
    case tokens
  }

  private let meaning: CSVDataset.Meaning
  private let inputsAre: Inputs
  private let standardize: Standardize
  private let cut: Cut

  init(from fields: Fields) {
    meaning = fields.read("target_is", "Whether the target is values or a class.", default: .values)
    inputsAre = fields.read("inputs_are", "Whether inputs are values or tokens.", default: .values)
    standardize = fields.readStandardize()
    cut = Cut(from: fields)
    fields.check(
      cut.split != .stratified || meaning == .classes, "a stratified split needs classes", at: "split",
      hint: "write target_is: classes, or split: random")
    fields.check(
      standardize == .none || inputsAre == .values, "tokens have no mean", at: "standardize",
      hint: "write standardize: none")
  }

  /// Only the files tell.
  var shape: DatasetShape { DatasetShape(input: nil, target: nil, trainCount: nil, validationCount: nil) }

  /// - Parameter files: what the two arrays are called in messages.
  func prepare(
    _ inputs: NumberArray, _ target: NumberArray, named files: (inputs: String, target: String),
    _ random: inout any RandomSource
  ) throws -> PreparedData {
    guard inputs.rows == target.rows else {
      throw MalformedData(
        "\(inputs.rows) inputs and \(target.rows) targets", file: files.target, at: .byte(0))
    }
    guard inputs.width > 0, target.width > 0 else {
      throw MalformedData(
        "rows without numbers", file: inputs.width > 0 ? files.target : files.inputs, at: .byte(0))
    }
    let classes = meaning == .classes ? try ArrayOptions.whole(target, of: 1, "classes", files.target) : nil
    let tokens = inputsAre == .tokens ? try ArrayOptions.whole(inputs, of: nil, "tokens", files.inputs) : nil
    let (train, validation) = cut.divide(inputs.rows, classes: classes, &random)
    guard !train.isEmpty, !validation.isEmpty else {
      throw MalformedData.undivided(inputs.rows, train.count, file: .inProject(files.inputs))
    }
    let values = inputs.values.map { Float($0) }
    let scale = standardize == .train ? Standardization(values, width: inputs.width, rows: train) : nil
    func rows<Number>(_ chosen: [Int], _ numbers: [Number], _ width: Int) -> [Number] {
      chosen.flatMap { numbers[($0 * width)..<(($0 + 1) * width)] }
    }
    func examples(_ chosen: [Int]) -> Examples {
      let given: Examples.Inputs
      if let tokens {
        given = .tokens(
          rows(chosen, tokens, inputs.width), length: inputs.width, vocabulary: Int(tokens.max() ?? 0) + 1)
      } else {
        var features = rows(chosen, values, inputs.width)
        scale?.apply(to: &features)
        given = .features(features, width: inputs.width)
      }
      let targets: Examples.Targets =
        if let classes {
          .classes(rows(chosen, classes, 1), classes: Int(classes.max() ?? 0) + 1)
        } else {
          .values(rows(chosen, target.values.map { Float($0) }, target.width), width: target.width)
        }
      return Examples(count: chosen.count, inputs: given, targets: targets)
    }
    return PreparedData(train: examples(train), validation: examples(validation))
  }

  /// Whole numbers from 0 to 65,535; `width` says how many a row must have, if that is fixed.
  private static func whole(
    _ array: NumberArray, of width: Int?, _ what: String, _ file: String
  ) throws(MalformedData) -> [Int32] {
    if let width, array.width != width {
      throw MalformedData("rows of \(array.width) numbers are no \(what)", file: file, at: .byte(0))
    }
    var whole: [Int32] = []
    for (index, value) in array.values.enumerated() {
      guard let number = Int32(exactly: value), 0..<65536 ~= number else {
        throw MalformedData(
          "\(what) are whole numbers from 0 to 65535: '\(value)' in row \(index / array.width) is not",
          file: file,
          at: .byte(0))
      }
      whole.append(number)
    }
    return whole
  }
}
