internal import Learning
internal import Pipeline
internal import Spec

/// Weights of one's own that a model starts from: `init: {from: weights.safetensors}`.
///
/// The file has a tensor of the same name and shape for every parameter that is meant, and no other that the same words
/// mean. Its numbers are float16, bfloat16, float32 or float64. Random numbers are drawn all the same, so whatever is
/// drawn later does not change; `scale` multiplies what the file gives.
struct InitialWeights: Sendable {
  let file: DataFile
  let location: SourceLocation
  private let parameters: LocatedSelector

  /// Reads the long form `{from: weights.safetensors, parameters: "decoder.*"}`; the short key is `from`.
  init(from fields: Fields) {
    file = .inProject(
      fields.readFile("from", "A safetensors file with the weights to start from, from the project's root."))
    parameters = LocatedSelector(from: fields, "Which parameters the file gives; the others are drawn.")
    location = fields.location(of: "from")
  }

  /// Reports every tensor that is missing, has another shape or other numbers, or belongs to no parameter.
  func check(_ layout: ParameterLayout, _ content: [UInt8]) throws(InvalidSpec) {
    let diagnostics = Diagnostics()
    let tensors = try read(content)
    let wanted = try parameters.parameters(in: layout)
    let names = Set(wanted.map(\.name))
    let others = tensors.keys.filter { !names.contains($0) }
    for parameter in wanted {
      guard let tensor = tensors[parameter.name] else {
        diagnostics.report(
          "'\(file)' has no tensor '\(parameter.name)', where the model has a parameter of shape "
            + "\(parameter.shape)", at: location,
          hint: suggestion(for: parameter.name, among: others))
        continue
      }
      if tensor.shape != parameter.shape {
        diagnostics.report(
          "tensor '\(parameter.name)' of '\(file)' has the shape \(tensor.shape), the model's parameter "
            + "\(parameter.shape)", at: location)
      } else if tensor.element.numberType.isWhole {
        diagnostics.report(
          "tensor '\(parameter.name)' of '\(file)' holds \(tensor.element.rawValue) numbers", at: location,
          hint: "save it as F32")
      }
    }
    for (name, tensor) in tensors.sorted(by: { $0.key < $1.key })
    where !names.contains(name) && parameters.selector.matches(name, dimensions: tensor.shape.count) {
      diagnostics.report(
        "tensor '\(name)' of '\(file)' belongs to no parameter of the model", at: location,
        hint: nearest(to: name, among: names).map { "is it '\($0)'?" }
          ?? "say with 'parameters' which ones the file gives")
    }
    try diagnostics.throwIfAny()
  }

  /// The numbers for each parameter that is meant; throws if one of them is not finite.
  func values(for layout: ParameterLayout, _ content: [UInt8]) throws -> [GivenParameter] {
    try check(layout, content)
    let tensors = try read(content)
    return try parameters.parameters(in: layout).compactMap { parameter in
      guard let tensor = tensors[parameter.name] else { return nil }
      do throws(MalformedBytes) {
        let numbers = try NumberArray(
          tensor.element.numberType, shape: tensor.shape, Array(tensor.bytes), from: 0)
        return GivenParameter(parameter, numbers.values.map { Float($0) })
      } catch {
        throw MalformedData(
          "tensor '\(parameter.name)': \(error.message)", file: file.description, at: .byte(error.offset))
      }
    }
  }

  private func read(_ content: [UInt8]) throws(InvalidSpec) -> [String: TensorFile.Tensor] {
    do throws(InvalidTensors) { return try TensorFile(decoding: content).tensors } catch {
      throw InvalidSpec([
        Diagnostic("'\(file)' is not a safetensors file: \(error.description)", at: location)
      ])
    }
  }
}
