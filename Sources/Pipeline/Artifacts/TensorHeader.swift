import Spec

/// The first bytes of a safetensors file: an eight-byte length, and a JSON header of that length that says what lies
/// where in the numbers that follow.
struct TensorHeader {
  /// One tensor.
  struct Entry {
    let name: String
    let element: TensorFile.Element
    let shape: [Int]
    /// Its bytes, counted from the end of the header.
    let range: Range<Int>

    func flaw(_ text: String) -> InvalidTensors { InvalidTensors(description: "tensor \"\(name)\" \(text)") }
  }

  static let lengthBytes = 8
  static let metadataKey = "__metadata__"
  /// The format's own bound on its header.
  private static let largest = 100_000_000

  /// In the order in which their numbers follow each other.
  let entries: [Entry]
  let metadata: [String: String]

  /// The bytes of all numbers.
  var numberBytes: Int { entries.last?.range.upperBound ?? 0 }
}

extension TensorHeader {
  /// Lays out tensors: those with larger elements come first, then by name, so that every number lies at a multiple
  /// of its size.
  init(_ tensors: [(name: String, element: TensorFile.Element, shape: [Int])], metadata: [String: String]) {
    let order = tensors.sorted { left, right in
      (right.element.size, left.name) < (left.element.size, right.name)
    }
    var end = 0
    entries = order.map { name, element, shape in
      precondition(name != TensorHeader.metadataKey, "a tensor cannot be named \(TensorHeader.metadataKey)")
      guard let size = TensorFile.Tensor.byteCount(element, shape: shape) else {
        preconditionFailure("a tensor cannot have the shape \(shape)")
      }
      defer { end += size }
      return Entry(name: name, element: element, shape: shape, range: end..<(end + size))
    }
    self.metadata = metadata
  }

  /// Canonical JSON behind its length, padded with blanks to a multiple of eight.
  var bytes: [UInt8] {
    var header: [String: JSON] = [:]
    for entry in entries {
      header[entry.name] = [
        "dtype": .string(entry.element.rawValue), "shape": .array(entry.shape.map { .integer($0) }),
        "data_offsets": [.integer(entry.range.lowerBound), .integer(entry.range.upperBound)],
      ]
    }
    if !metadata.isEmpty { header[TensorHeader.metadataKey] = .object(metadata.mapValues { .string($0) }) }
    var text = Array("\(JSON.object(header))".utf8)
    while text.count % 8 != 0 { text.append(UInt8(ascii: " ")) }
    return (0..<TensorHeader.lengthBytes).map { UInt8(truncatingIfNeeded: text.count >> (8 * $0)) } + text
  }
}

extension TensorHeader {
  /// The length of the JSON in a file of `size` bytes, given the file's first eight.
  static func length(_ bytes: ArraySlice<UInt8>, of size: Int) throws(InvalidTensors) -> Int {
    guard bytes.count == lengthBytes, size >= lengthBytes else {
      throw InvalidTensors(description: "shorter than the length of a header")
    }
    let length = bytes.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= UInt64(largest), Int(length) <= size - lengthBytes else {
      throw InvalidTensors(description: "the header claims \(length) bytes of \(size - lengthBytes)")
    }
    return Int(length)
  }

  /// Reads the JSON, trusting nothing in it: every tensor must lie within the `count` bytes of numbers, exactly as
  /// long as its shape says, with no gap, no overlap and nothing left over.
  init(decoding text: [UInt8], numberBytes count: Int) throws(InvalidTensors) {
    let header: JSON
    do {
      header = try JSON(parsing: text)
    } catch {
      throw InvalidTensors(description: "the header is not JSON: \(error)")
    }
    guard text.first == UInt8(ascii: "{"), var members = header.object else {
      throw InvalidTensors(description: "the header is not a JSON object")
    }
    metadata = try TensorHeader.metadata(members.removeValue(forKey: TensorHeader.metadataKey))
    let found = try members.map { (name, value) throws(InvalidTensors) in try Entry(name, value) }
    entries = found.sorted {
      ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
    }
    var end = 0
    for entry in entries {
      guard entry.range.lowerBound == end else {
        throw entry.flaw("starts at \(entry.range.lowerBound) where \(end) is expected")
      }
      end = entry.range.upperBound
      guard end <= count else { throw entry.flaw("ends beyond the file") }
    }
    guard end == count else { throw InvalidTensors(description: "\(count - end) bytes belong to no tensor") }
  }

  private static func metadata(_ json: JSON?) throws(InvalidTensors) -> [String: String] {
    guard let json else { return [:] }
    var metadata: [String: String] = [:]
    guard let members = json.object else {
      throw InvalidTensors(description: "the metadata is not an object")
    }
    for (name, value) in members {
      guard let text = value.string else {
        throw InvalidTensors(description: "the metadata \"\(name)\" is not a text")
      }
      metadata[name] = text
    }
    return metadata
  }
}

extension TensorHeader.Entry {
  /// What a header says about one tensor, checked as far as that goes without the others.
  fileprivate init(_ name: String, _ json: JSON) throws(InvalidTensors) {
    func flaw(_ text: String) -> InvalidTensors { InvalidTensors(description: "tensor \"\(name)\" \(text)") }
    guard let members = json.object, Set(members.keys) == ["dtype", "shape", "data_offsets"] else {
      throw flaw("needs exactly dtype, shape and data_offsets")
    }
    guard let element = json["dtype"]?.string.flatMap(TensorFile.Element.init(rawValue:)) else {
      throw flaw("has an unknown dtype")
    }
    guard let lengths = json["shape"]?.array, let offsets = json["data_offsets"]?.array,
      let begin = offsets.first?.integer, let end = offsets.last?.integer, offsets.count == 2,
      begin >= 0, begin <= end
    else { throw flaw("has a malformed shape or range") }
    let shape = lengths.compactMap(\.integer)
    guard shape.count == lengths.count,
      TensorFile.Tensor.byteCount(element, shape: shape) == end - begin
    else { throw flaw("has a shape that does not fit its \(end - begin) bytes") }
    self.init(name: name, element: element, shape: shape, range: begin..<end)
  }
}
