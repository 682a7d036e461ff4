internal import Learning
internal import Pipeline

/// Saved states as safetensors: every named piece a tensor of one dimension.
enum StateFile {
  /// Stores a state from the memory in which it lies. Whoever trains on meanwhile makes a copy of it.
  ///
  /// One that fits into a record is not stored: these are its bytes.
  static func write(
    _ tensors: [NamedTensor], to store: ArtifactStore
  ) throws(StoreError) -> SegmentRequest.Content {
    if tensors.reduce(0, { $0 + $1.count }) * MemoryLayout<Float>.size <= Output.largestInline {
      let bytes = encode(tensors)
      if bytes.count <= Output.largestInline { return .bytes(bytes) }
    }
    return .object(
      try store.write(
        tensors.map { tensor in
          switch tensor.values {
          case .floats(let values): shown(tensor.name, .float, values)
          case .doubles(let values): shown(tensor.name, .double, values)
          case .integers(let values): shown(tensor.name, .int64, values)
          }
        }))
  }

  private static func shown<Number: BitwiseCopyable>(
    _ name: String, _ element: TensorFile.Element, _ values: [Number]
  ) -> ShownTensor {
    ShownTensor(name, element, shape: [values.count]) { (body) throws(StoreError) in
      try values.span.withUnsafeBytes(body)
    }
  }

  /// Small states as bytes, such as what observers remember.
  static func encode(_ tensors: [NamedTensor]) -> [UInt8] {
    var file = TensorFile()
    for tensor in tensors {
      switch tensor.values {
      case .floats(let values): file.add(tensor.name, values, shape: [values.count])
      case .doubles(let values): file.add(tensor.name, values, shape: [values.count])
      case .integers(let values): file.add(tensor.name, values.map { Int64($0) }, shape: [values.count])
      }
    }
    return file.encoded()
  }

  static func decode(_ bytes: [UInt8]) throws(InvalidTensors) -> [NamedTensor] {
    let file = try TensorFile(decoding: bytes)
    var tensors: [NamedTensor] = []
    for (name, tensor) in file.tensors.sorted(by: { $0.key < $1.key }) {
      switch tensor.element {
      case .float: tensors.append(NamedTensor(name, .floats(try file.floats(name))))
      case .double: tensors.append(NamedTensor(name, .doubles(try file.doubles(name))))
      default: tensors.append(NamedTensor(name, .integers(try file.integers(name).map { Int($0) })))
      }
    }
    return tensors
  }
}

/// A state in the store, read tensor by tensor into the memory of whoever goes on from it.
struct StoredState: SavedState {
  private let tensors: StoredTensors

  init(_ reference: ObjectReference, in store: ArtifactStore) throws {
    tensors = try StoredTensors(reference, in: store)
  }

  var names: [String] { tensors.names }

  func read(_ name: String, into values: UnsafeMutableBufferPointer<Float>) throws -> Bool {
    try tensors.read(name, into: values)
  }

  func read(_ name: String, into values: UnsafeMutableBufferPointer<Double>) throws -> Bool {
    try tensors.read(name, into: values)
  }

  func read(_ name: String, into values: UnsafeMutableBufferPointer<Int>) throws -> Bool {
    try values.withMemoryRebound(to: Int64.self) { try tensors.read(name, into: $0) }
  }
}
