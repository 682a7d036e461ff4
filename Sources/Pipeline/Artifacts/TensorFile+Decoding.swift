import Spec

extension TensorFile {
  /// Reads a safetensors file, trusting nothing in it: every tensor must lie within the bytes, exactly as long as
  /// its shape says, with no gap, no overlap and nothing left over.
  ///
  /// The tensors share the memory of `bytes`.
  public init(decoding bytes: [UInt8]) throws(InvalidTensors) {
    guard bytes.count >= 8 else { throw InvalidTensors(description: "shorter than the length of a header") }
    let length = bytes[..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= UInt64(TensorFile.largestHeader), Int(length) <= bytes.count - 8 else {
      throw InvalidTensors(description: "the header claims \(length) bytes of \(bytes.count - 8)")
    }
    let start = 8 + Int(length)
    let header: JSON
    do {
      header = try JSON(parsing: Array(bytes[8..<start]))
    } catch {
      throw InvalidTensors(description: "the header is not JSON: \(error)")
    }
    guard bytes[8..<start].first == UInt8(ascii: "{"), var members = header.object else {
      throw InvalidTensors(description: "the header is not a JSON object")
    }
    let metadata = try TensorFile.metadata(members.removeValue(forKey: TensorFile.metadataKey))
    let places = try members.map { (name, value) throws(InvalidTensors) in try Place(name, value) }
    self.init(metadata: metadata)

    var end = 0
    for place in places.sorted(by: {
      ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
    }) {
      guard place.range.lowerBound == end else {
        throw place.flaw("starts at \(place.range.lowerBound) where \(end) is expected")
      }
      end = place.range.upperBound
      guard end <= bytes.count - start else { throw place.flaw("ends beyond the file") }
      tensors[place.name] = Tensor(
        place.element, shape: place.shape,
        bytes: bytes[(start + place.range.lowerBound)..<(start + end)])
    }
    guard end == bytes.count - start else {
      throw InvalidTensors(description: "\(bytes.count - start - end) bytes belong to no tensor")
    }
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

/// What a header says about one tensor, checked as far as that goes without the numbers.
private struct Place {
  let name: String
  let element: TensorFile.Element
  let shape: [Int]
  let range: Range<Int>

  init(_ name: String, _ json: JSON) throws(InvalidTensors) {
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
    self.name = name
    self.element = element
    self.shape = shape
    self.range = begin..<end
  }

  func flaw(_ text: String) -> InvalidTensors { InvalidTensors(description: "tensor \"\(name)\" \(text)") }
}
