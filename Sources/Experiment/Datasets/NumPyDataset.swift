public import Compute
public import Learning
public import Spec

/// Inputs and targets from two files of NumPy's format, `.npy`; rows come first.
public struct NumPyDataset: DatasetKind {
  public static let kind = "npy"
  public static let summary = "Two arrays of NumPy, a file each."
  public static let example = """
    kind: npy
    inputs: data/x.npy
    target: data/y.npy
    """

  private let inputs: String
  private let target: String
  private let options: ArrayOptions
  public let seed: BlockSeed?

  public init(from fields: Fields) throws(InvalidSpec) {
    inputs = fields.readFile("inputs", "The file of the inputs, from the project's root.")
    target = fields.readFile("target", "The file of the targets.")
    options = ArrayOptions(from: fields)
    seed = fields.readSeed()
  }

  public var shape: DatasetShape { options.shape }
  public var files: [DataFile] { [.inProject(inputs), .inProject(target)] }

  public func prepare(
    _ random: inout any RandomSource, read: (DataFile) throws -> [UInt8]
  ) throws -> PreparedData {
    func array(_ file: DataFile) throws -> NumberArray {
      try locating(file) { try NumPyArray.read(read(file)) }
    }
    return try options.prepare(
      array(.inProject(inputs)), array(.inProject(target)), named: (inputs, target), &random)
  }
}

/// Inputs and targets from one archive of NumPy, `.npz`, compressed or not.
public struct NumPyArchiveDataset: DatasetKind {
  public static let kind = "npz"
  public static let summary = "Two arrays of an archive of NumPy."
  public static let example = """
    kind: npz
    file: data/xy.npz
    inputs: x
    target: y
    """

  private let arrays: NamedArrays
  public let seed: BlockSeed?

  public init(from fields: Fields) throws(InvalidSpec) {
    arrays = NamedArrays(from: fields)
    seed = fields.readSeed()
  }

  public var shape: DatasetShape { arrays.shape }
  public var files: [DataFile] { [arrays.file] }

  public func prepare(
    _ random: inout any RandomSource, read: (DataFile) throws -> [UInt8]
  ) throws -> PreparedData {
    let archive = try locating(arrays.file) { try ZipArchive(read(arrays.file)) }
    return try arrays.prepare(
      names: archive.names.map { $0.hasSuffix(".npy") ? String($0.dropLast(4)) : $0 }, &random
    ) {
      name in
      try archive.content(name + ".npy").map { content throws(MalformedBytes) in
        do throws(MalformedBytes) { return try NumPyArray.read(content) } catch {
          throw MalformedBytes("in '\(name)': \(error.message)", at: error.offset)
        }
      }
    }
  }
}
