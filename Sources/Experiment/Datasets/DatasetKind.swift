public import Compute
public import Learning
public import Spec

/// Where examples come from; always cut into two splits, `train` and `validation`.
public protocol DatasetKind: SpecKind {
  /// What a model must fit, as far as it is known before anything is read.
  var shape: DatasetShape { get }
  /// The files that it reads.
  var files: [DataFile] { get }
  /// Its own seed; nil means the run's.
  var seed: BlockSeed? { get }
  /// Makes the examples, drawing from `random` what its cut needs, and nothing else.
  ///
  /// `read` gives the bytes of one of `files`. Throws `MalformedData` if they are not what was declared.
  func prepare(_ random: inout any RandomSource, read: (DataFile) throws -> [UInt8]) throws -> PreparedData
}

extension DatasetKind {
  /// None: what is made needs no files.
  public var files: [DataFile] { [] }
}

extension Fields {
  /// The key `seed` of a data set; where nothing is drawn, `ofOrder`, it only keeps the run's order from following it.
  func readSeed(ofOrder: Bool = false) -> BlockSeed? {
    readOptional(
      "seed",
      ofOrder
        ? "A seed of the data's own; the order of batches still follows the run's."
        : "A seed of the data's own, instead of the run's.")
  }
}

/// Every data set that a spec can name.
public let datasets = Registry<any DatasetKind>(
  "dataset",
  [
    .init(AdditionPairs.self, AdditionPairs.init(from:)),
    .init(CSVDataset.self, CSVDataset.init(from:)),
    .init(GraphDataset.self, GraphDataset.init(from:)),
    .init(LabelTemplates.self, LabelTemplates.init(from:)),
    .init(MNIST.self, MNIST.init(from:)),
    .init(ModularArithmetic.self, ModularArithmetic.init(from:)),
    .init(NumPyDataset.self, NumPyDataset.init(from:)),
    .init(NumPyArchiveDataset.self, NumPyArchiveDataset.init(from:)),
    .init(PermutationGroup.self, PermutationGroup.init(from:)),
    .init(QM9.self, QM9.init(from:)),
    .init(SafetensorsDataset.self, SafetensorsDataset.init(from:)),
    .init(TeacherStudent.self, TeacherStudent.init(from:)),
    .init(TextDataset.self, TextDataset.init(from:)),
    .init(TextLabels.self, TextLabels.init(from:)),
  ])

/// The two splits in memory, in the order in which training and evaluation read them.
public struct PreparedData: Sendable, Hashable {
  public let train: Examples
  public let validation: Examples

  public init(train: Examples, validation: Examples) {
    self.train = train
    self.validation = validation
  }
}

/// What a data set yields, as far as its settings tell; nil where only its file can.
public struct DatasetShape: Sendable, Hashable {
  public let input: Signature.Inputs?
  public let target: Signature.Targets?
  public let trainCount: Int?
  public let validationCount: Int?

  public init(
    input: Signature.Inputs?, target: Signature.Targets?, trainCount: Int?, validationCount: Int?
  ) {
    self.input = input
    self.target = target
    self.trainCount = trainCount
    self.validationCount = validationCount
  }
}
