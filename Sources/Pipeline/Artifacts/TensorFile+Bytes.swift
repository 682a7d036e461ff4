extension TensorFile {
  /// The safetensors file: its header, then the numbers without gaps.
  public func encoded() -> [UInt8] {
    let header = TensorHeader(
      tensors.map { ($0.key, $0.value.element, $0.value.shape) }, metadata: metadata)
    var bytes = header.bytes
    bytes.reserveCapacity(bytes.count + header.numberBytes)
    for entry in header.entries { bytes += tensors[entry.name]?.bytes ?? [] }
    return bytes
  }

  /// Reads a safetensors file, trusting nothing in it.
  ///
  /// The tensors share the memory of `bytes`.
  public init(decoding bytes: [UInt8]) throws(InvalidTensors) {
    let length = try TensorHeader.length(bytes.prefix(TensorHeader.lengthBytes), of: bytes.count)
    let start = TensorHeader.lengthBytes + length
    let header = try TensorHeader(
      decoding: Array(bytes[TensorHeader.lengthBytes..<start]), numberBytes: bytes.count - start)
    self.init(metadata: header.metadata)
    for entry in header.entries {
      tensors[entry.name] = Tensor(
        entry.element, shape: entry.shape,
        bytes: bytes[(start + entry.range.lowerBound)..<(start + entry.range.upperBound)])
    }
  }
}
