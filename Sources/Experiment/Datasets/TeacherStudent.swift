public import Compute
public import Learning
public import Spec

/// Random inputs and what a random network answers to them: `y = teacher(x)`, x from N(0, I), without noise.
///
/// The teacher is an `mlp` that starts as PyTorch's layers do. Its parameters are drawn first, then the inputs of
/// training, then those of validation, as in the published code.
/// Source: Liu et al., Omnigrok, arXiv 2210.01117, Figure 2.
public struct TeacherStudent: DatasetKind {
  public static let kind = "teacher-student"
  public static let summary = "Random inputs and the answers of a random network, the teacher."
  public static let example = """
    kind: teacher-student
    widths: [5, 100, 100, 5]
    activation: tanh
    train_size: 100
    validation_size: 100
    """

  let teacher: MultilayerPerceptron
  let trainSize: Int
  let validationSize: Int
  public let seed: BlockSeed?
  private let location: SourceLocation

  public init(from fields: Fields) throws(InvalidSpec) {
    teacher = try MultilayerPerceptron(from: fields)
    trainSize = fields.read("train_size", "Rows that train.", standIn: 1, .between(1, 10_000_000))
    validationSize = fields.read(
      "validation_size", "Rows that validate.", standIn: 1, .between(1, 10_000_000))
    seed = fields.readSeed()
    location = fields.node.location
  }

  private var inputs: Int { teacher.widths.first ?? 0 }
  private var outputs: Int { teacher.widths.last ?? 0 }

  public var shape: DatasetShape {
    DatasetShape(
      input: .features(width: inputs), target: .values(width: outputs), trainCount: trainSize,
      validationCount: validationSize)
  }

  public func prepare(
    _ random: inout any RandomSource, read: (DataFile) throws -> [UInt8]
  ) throws -> PreparedData {
    let teacher = try Teacher(
      teacher, signature: Signature(inputs: .features(width: inputs), targets: .values(width: outputs)),
      at: location, random: &random)
    func examples(_ count: Int) -> Examples {
      var features = [Float](repeating: 0, count: count * inputs)
      features.withUnsafeMutableBufferPointer { random.fillNormal($0, mean: 0, deviation: 1) }
      return Examples(
        count: count, inputs: .features(features, width: inputs),
        targets: .values(teacher.answers(to: features), width: outputs))
    }
    let train = examples(trainSize)
    return PreparedData(train: train, validation: examples(validationSize))
  }
}
