internal import Learning
internal import Pipeline

/// Saved states as safetensors: every named piece a tensor of one dimension.
enum StateFile {
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
