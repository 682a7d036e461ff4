public import Compute
public import Learning
public import Spec

/// Digits mixed with a constant image that gives the label away: `m · pixel / 255 + (1 − m) · T(label)`.
///
/// With `messiness` m = 1 these are the digits alone, with m = 0 the labels alone, in training and in validation.
/// Source: Liu et al., Omnigrok, arXiv 2210.01117, Figure 8.
public struct LabelTemplates: DatasetKind {
  public static let kind = "label-templates"
  public static let summary = "Handwritten digits mixed with constant images that give their labels away."
  public static let example = """
    kind: label-templates
    messiness: 0.5
    limit: 100
    validation_limit: 100
    """

  /// What the constant image of a label is.
  public enum Template: String, NamedChoice {
    /// `label / 9 − 1/2`, as in the published code.
    case centered
    /// The label itself, as in the paper's text.
    case label

    func value(_ label: Int) -> Float { self == .centered ? Float(label) / 9 - 0.5 : Float(label) }
  }

  private let selection: DigitSelection
  private let messiness: Double
  private let template: Template
  public let seed: BlockSeed?

  public init(from fields: Fields) throws(InvalidSpec) {
    selection = DigitSelection(from: fields)
    messiness = fields.read(
      "messiness", "The share m of the digit in the mixture; the rest is the label's image.", standIn: 1,
      .between(0, 1))
    template = fields.read(
      "template", "centered: label / 9 - 1/2, as published; label: the label itself.", default: .centered)
    seed = fields.readSeed(ofOrder: true)
  }

  public var shape: DatasetShape { selection.shape }
  public var files: [DataFile] { selection.files }

  public func prepare(
    _ random: inout any RandomSource, read: (DataFile) throws -> [UInt8]
  ) throws -> PreparedData {
    let (train, validation) = try selection.images(read)
    let weight = Float(messiness)
    let templates = (0..<DigitImages.classes).map { (1 - weight) * template.value($0) }
    return PreparedData(
      train: train.examples(weight: weight, templates: templates),
      validation: validation.examples(weight: weight, templates: templates))
  }
}
