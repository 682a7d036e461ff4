/// A tensor on its way into the store, whose numbers are shown where they lie.
public struct ShownTensor {
  let name: String
  let element: TensorFile.Element
  let shape: [Int]
  let show: Show

  /// Calls its argument once with the bytes of the numbers.
  public typealias Show = ((UnsafeRawBufferPointer) throws(StoreError) -> Void) throws(StoreError) -> Void

  public init(_ name: String, _ element: TensorFile.Element, shape: [Int], show: @escaping Show) {
    (self.name, self.element, self.shape, self.show) = (name, element, shape, show)
  }
}

extension ArtifactStore {
  /// Stores a safetensors file of tensors whose numbers have 4 or 8 bytes, without a copy of them in memory.
  ///
  /// The content is the same bytes as those of a ``TensorFile``, in whatever order the tensors are given.
  public func write(_ tensors: [ShownTensor]) throws(StoreError) -> ObjectReference {
    let header = TensorHeader(tensors.map { ($0.name, $0.element, $0.shape) }, metadata: [:])
    let shows = Dictionary(tensors.map { ($0.name, $0.show) }) { _, _ in
      preconditionFailure("two tensors have one name")
    }
    let text = header.bytes
    var writer = try ObjectWriter(self, size: text.count + header.numberBytes)
    try text.span.withUnsafeBytes { (bytes) throws(StoreError) in try writer.append(bytes) }
    for entry in header.entries {
      try shows[entry.name]? { (bytes) throws(StoreError) in
        precondition(bytes.count == entry.range.count, "tensor \"\(entry.name)\" has \(bytes.count) bytes")
        try writer.append(bytes)
      }
    }
    return try writer.finish()
  }
}

/// A stored safetensors file whose tensors are read one by one into the memory that they belong to.
///
/// Every byte is checked before it is decoded. It belongs to one thread.
public final class StoredTensors {
  private let reader: ObjectReader
  private let entries: [String: TensorHeader.Entry]
  /// Where the numbers begin.
  private let start: Int

  /// - Throws: `StoreError`, or `InvalidTensors` if the object is something else.
  public init(_ reference: ObjectReference, in store: ArtifactStore) throws {
    let reader = try ObjectReader(reference, in: store)
    func read(_ range: Range<Int>) throws -> [UInt8] {
      try [UInt8](unsafeUninitializedCapacity: range.count) { buffer, count in
        let target = UnsafeMutableRawBufferPointer(
          rebasing: UnsafeMutableRawBufferPointer(buffer)[..<range.count])
        try reader.read(range.lowerBound, into: target)
        count = range.count
      }
    }
    let head = TensorHeader.lengthBytes
    let length = try TensorHeader.length(read(0..<min(head, reader.size))[...], of: reader.size)
    start = head + length
    let header = try TensorHeader(decoding: read(head..<start), numberBytes: reader.size - start)
    entries = Dictionary(header.entries.map { ($0.name, $0) }) { first, _ in first }
    self.reader = reader
  }

  /// The names of the tensors.
  public var names: [String] { entries.keys.sorted() }

  /// Fills `values` with the numbers of a tensor; false if there is none of that name, type and number.
  public func read(_ name: String, into values: UnsafeMutableBufferPointer<Float>) throws(StoreError) -> Bool
  {
    try read(name, .float, into: UnsafeMutableRawBufferPointer(values))
  }

  /// As above, of float64 numbers.
  public func read(_ name: String, into values: UnsafeMutableBufferPointer<Double>) throws(StoreError) -> Bool
  {
    try read(name, .double, into: UnsafeMutableRawBufferPointer(values))
  }

  /// As above, of I64 numbers.
  public func read(_ name: String, into values: UnsafeMutableBufferPointer<Int64>) throws(StoreError) -> Bool
  {
    try read(name, .int64, into: UnsafeMutableRawBufferPointer(values))
  }

  private func read(
    _ name: String, _ element: TensorFile.Element, into target: UnsafeMutableRawBufferPointer
  ) throws(StoreError) -> Bool {
    guard let entry = entries[name], entry.element == element, entry.range.count == target.count else {
      return false
    }
    try reader.read(start + entry.range.lowerBound, into: target)
    return true
  }
}
