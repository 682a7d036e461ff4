public import Compute
public import Learning
public import Spec

/// Where examples come from; always cut into two splits, `train` and `validation`.
public protocol DatasetKind: SpecKind {
  /// What a model must fit, as far as it is known before anything is read.
  var shape: DatasetShape { get }
  /// The files that it reads, relative to the project.
  var files: [String] { get }
  /// Its own seed; nil means the run's.
  var seed: BlockSeed? { get }
  /// Makes the examples, drawing from `random` what its cut needs, and nothing else.
  ///
  /// `read` gives the bytes of one of `files`. Throws `MalformedData` if they are not what was declared.
  func prepare(_ random: inout any RandomSource, read: (String) throws -> [UInt8]) throws -> PreparedData
}

/// Every data set that a spec can name.
public let datasets = Registry<any DatasetKind>(
  "dataset",
  [
    .init(AdditionPairs.self, AdditionPairs.init(from:)),
    .init(CSVDataset.self, CSVDataset.init(from:)),
    .init(ModularArithmetic.self, ModularArithmetic.init(from:)),
    .init(TeacherStudent.self, TeacherStudent.init(from:)),
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

/// What a data set yields, known from its settings; nil where only its file can tell.
public struct DatasetShape: Sendable, Hashable {
  /// One example's input.
  public enum Input: Sendable, Hashable {
    case tokens(length: Int, vocabulary: Int)
    case features(width: Int)
  }

  /// One example's target.
  public enum Target: Sendable, Hashable {
    case classes(Int?)
    case values(width: Int)
  }

  public let input: Input
  public let target: Target
  public let trainCount: Int?
  public let validationCount: Int?
}

/// A file that does not hold the data that the spec says, and the place where that shows.
public struct MalformedData: Error, Sendable, Hashable, CustomStringConvertible {
  public let message: String
  public let file: String
  /// Both count from 1; a column counts bytes.
  public let line: Int
  public let column: Int
  public let hint: String?

  public var description: String {
    "\(file):\(line):\(column): \(message)" + (hint.map { "; \($0)" } ?? "")
  }
}
