/// Named tensors and a few words about them: what a safetensors file holds.
///
/// Equal tensors and metadata give equal bytes, whatever the order they were added in.
public struct TensorFile: Sendable, Hashable {
  /// The kinds of numbers that the format knows, all little-endian.
  public enum Element: String, Sendable, Hashable, CaseIterable {
    case bool = "BOOL"
    case uint8 = "U8"
    case int8 = "I8"
    case uint16 = "U16"
    case int16 = "I16"
    case float16 = "F16"
    case bfloat16 = "BF16"
    case uint32 = "U32"
    case int32 = "I32"
    case float = "F32"
    case uint64 = "U64"
    case int64 = "I64"
    case double = "F64"

    /// Bytes per number.
    public var size: Int {
      switch self {
      case .bool, .uint8, .int8: 1
      case .uint16, .int16, .float16, .bfloat16: 2
      case .uint32, .int32, .float: 4
      case .uint64, .int64, .double: 8
      }
    }
  }

  /// An array of numbers in row-major order.
  public struct Tensor: Sendable, Hashable {
    public let element: Element
    public let shape: [Int]
    /// The numbers, `element.size` bytes each.
    public let bytes: ArraySlice<UInt8>

    /// `bytes` must be as many as shape and element say.
    public init(_ element: Element, shape: [Int], bytes: ArraySlice<UInt8>) {
      let expected = Tensor.byteCount(element, shape: shape)
      precondition(
        bytes.count == expected,
        "\(bytes.count) bytes given for a tensor of shape \(shape) and type \(element.rawValue)")
      self.element = element
      self.shape = shape
      self.bytes = bytes
    }

    /// The bytes that a tensor takes; `nil` for a negative length or a product beyond any memory.
    static func byteCount(_ element: Element, shape: [Int]) -> Int? {
      var count = element.size
      var isEmpty = false
      for length in shape {
        guard length >= 0 else { return nil }
        if length == 0 { isEmpty = true }
        let (product, overflow) = count.multipliedReportingOverflow(by: max(length, 1))
        guard !overflow else { return nil }
        count = product
      }
      return isEmpty ? 0 : count
    }
  }

  public var tensors: [String: Tensor]
  /// Free text by name, stored under `__metadata__`.
  public var metadata: [String: String]

  public init(tensors: [String: Tensor] = [:], metadata: [String: String] = [:]) {
    self.tensors = tensors
    self.metadata = metadata
  }
}

/// Why bytes are not the tensors that were expected.
public struct InvalidTensors: Error, Sendable, Hashable, CustomStringConvertible {
  public let description: String
}

extension TensorFile {
  /// Adds float32 numbers.
  public mutating func add(_ name: String, _ numbers: [Float], shape: [Int]) {
    add(name, .float, numbers, shape)
  }

  /// Adds float64 numbers.
  public mutating func add(_ name: String, _ numbers: [Double], shape: [Int]) {
    add(name, .double, numbers, shape)
  }

  /// Adds whole numbers, stored as I64.
  public mutating func add(_ name: String, _ numbers: [Int64], shape: [Int]) {
    add(name, .int64, numbers, shape)
  }

  /// Adds 32-bit words, stored as I64: not every reader of the format knows unsigned numbers.
  public mutating func add(_ name: String, _ numbers: [UInt32], shape: [Int]) {
    add(name, .int64, numbers.map(Int64.init), shape)
  }

  private mutating func add<Number: BitwiseCopyable>(
    _ name: String, _ element: Element, _ numbers: [Number], _ shape: [Int]
  ) {
    let bytes = numbers.withUnsafeBytes { [UInt8]($0) }
    tensors[name] = Tensor(element, shape: shape, bytes: bytes[...])
  }

  /// The float32 numbers of a tensor.
  public func floats(_ name: String) throws(InvalidTensors) -> [Float] {
    try numbers(name, .float)
  }

  /// The float64 numbers of a tensor.
  public func doubles(_ name: String) throws(InvalidTensors) -> [Double] {
    try numbers(name, .double)
  }

  /// The I64 numbers of a tensor.
  public func integers(_ name: String) throws(InvalidTensors) -> [Int64] {
    try numbers(name, .int64)
  }

  /// The 32-bit words of a tensor that was added as such.
  public func words(_ name: String) throws(InvalidTensors) -> [UInt32] {
    let numbers = try integers(name)
    var words: [UInt32] = []
    words.reserveCapacity(numbers.count)
    for number in numbers {
      guard let word = UInt32(exactly: number) else {
        throw InvalidTensors(description: "tensor \"\(name)\" holds \(number), which is no 32-bit word")
      }
      words.append(word)
    }
    return words
  }

  private func numbers<Number: BitwiseCopyable>(
    _ name: String, _ element: Element
  ) throws(InvalidTensors) -> [Number] {
    guard let tensor = tensors[name] else {
      throw InvalidTensors(
        description:
          "there is no tensor \"\(name)\"; there are \(tensors.keys.sorted().joined(separator: ", "))")
    }
    guard tensor.element == element else {
      throw InvalidTensors(
        description: "tensor \"\(name)\" is \(tensor.element.rawValue) where \(element.rawValue) is expected")
    }
    let count = tensor.bytes.count / element.size
    return [Number](unsafeUninitializedCapacity: count) { buffer, filled in
      UnsafeMutableRawBufferPointer(buffer).copyBytes(from: tensor.bytes)
      filled = count
    }
  }
}
