import Spec

extension TensorFile {
  static let metadataKey = "__metadata__"
  /// The format's own bound on its header.
  static let largestHeader = 100_000_000

  /// The safetensors file: an eight-byte length, a JSON header of that length, then the numbers without gaps.
  ///
  /// The header is canonical JSON, padded with blanks to a multiple of eight. Tensors with larger elements come
  /// first, then by name, so that every number lies at a multiple of its size.
  public func encoded() -> [UInt8] {
    let order = tensors.sorted { left, right in
      (right.value.element.size, left.key) < (left.value.element.size, right.key)
    }
    var header: [String: JSON] = [:]
    var end = 0
    for (name, tensor) in order {
      precondition(name != TensorFile.metadataKey, "a tensor cannot be named \(TensorFile.metadataKey)")
      header[name] = [
        "dtype": .string(tensor.element.rawValue), "shape": .array(tensor.shape.map { .integer($0) }),
        "data_offsets": [.integer(end), .integer(end + tensor.bytes.count)],
      ]
      end += tensor.bytes.count
    }
    if !metadata.isEmpty { header[TensorFile.metadataKey] = .object(metadata.mapValues { .string($0) }) }
    var text = Array("\(JSON.object(header))".utf8)
    while text.count % 8 != 0 { text.append(UInt8(ascii: " ")) }

    var bytes: [UInt8] = []
    bytes.reserveCapacity(8 + text.count + end)
    bytes += (0..<8).map { UInt8(truncatingIfNeeded: text.count >> (8 * $0)) }
    bytes += text
    for (_, tensor) in order { bytes += tensor.bytes }
    return bytes
  }
}
