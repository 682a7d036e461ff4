public import Compute
public import Learning
internal import Pipeline
public import Spec

/// Inputs and targets from two tensors of a safetensors file; rows come first.
public struct SafetensorsDataset: DatasetKind {
  public static let kind = "safetensors"
  public static let summary = "Two tensors of a safetensors file."
  public static let example = """
    kind: safetensors
    file: data/xy.safetensors
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
    let bytes = try read(arrays.file)
    let tensors = try locating(arrays.file) {
      do throws(InvalidTensors) { return try TensorFile(decoding: bytes).tensors } catch {
        throw MalformedBytes(error.description, at: 0)
      }
    }
    return try arrays.prepare(names: tensors.keys.sorted(), &random) { name in
      try tensors[name].map { tensor throws(MalformedBytes) in
        try NumberArray(tensor.element.numberType, shape: tensor.shape, Array(tensor.bytes), from: 0)
      }
    }
  }
}

extension TensorFile.Element {
  /// The same kind of number as other files hold it.
  var numberType: NumberType {
    switch self {
    case .float16, .float, .double: NumberType(kind: .float, size: size)
    case .bfloat16: NumberType(kind: .brainFloat, size: size)
    case .int8, .int16, .int32, .int64: NumberType(kind: .signed, size: size)
    case .bool, .uint8, .uint16, .uint32, .uint64: NumberType(kind: .unsigned, size: size)
    }
  }
}
