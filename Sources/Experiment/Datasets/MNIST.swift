public import Compute
public import Learning
public import Spec

/// Handwritten digits: `pixel / 255` as 784 features, the digit as the class; nothing is drawn.
///
/// Training images are the first of the training file, validation images the first of the test file, as in the
/// published code of Grokfast and Omnigrok.
/// Source: LeCun et al., Proc. IEEE 86(11), 1998.
public struct MNIST: DatasetKind {
  public static let kind = "mnist"
  public static let summary = "Handwritten digits, 28 x 28 pixels from 0 to 1."
  public static let example = """
    kind: mnist
    limit: 100
    validation_limit: 100
    """

  private let selection: DigitSelection
  public let seed: BlockSeed?

  public init(from fields: Fields) throws(InvalidSpec) {
    selection = DigitSelection(from: fields)
    seed = fields.readSeed(ofOrder: true)
  }

  public var shape: DatasetShape { selection.shape }
  public var files: [DataFile] { selection.files }

  public func prepare(
    _ random: inout any RandomSource, read: (DataFile) throws -> [UInt8]
  ) throws -> PreparedData {
    let (train, validation) = try selection.images(read)
    return PreparedData(train: train.examples(), validation: validation.examples())
  }
}
