internal import Compute
public import Spec

/// Linear layers with an activation between them: `W₃ f(W₂ f(W₁ x + b₁) + b₂) + b₃` for four widths.
///
/// Parameters are named as in a torch.nn.Sequential under the name `layers`: the linear layers are 0, 2, 4, ….
public struct MultilayerPerceptron: Architecture {
  public static let kind = "mlp"
  public static let summary = "linear layers with an activation between them"
  public static let example = """
    kind: mlp
    widths: [784, 200, 200, 10]
    activation: relu
    """

  /// Inputs, hidden layers, outputs.
  public let widths: [Int]
  private let activation: ActivationChoice
  private let location: SourceLocation

  public init(from fields: Fields) throws(InvalidSpec) {
    widths = fields.read(
      "widths", "inputs, hidden layers, outputs", standIn: [1, 1])
    activation = fields.read("activation", "between the layers", default: ActivationChoice.relu)
    location = fields.location(of: "widths")
    fields.check(
      widths.count >= 2, "\(widths.count) widths make no layer: expected inputs and outputs", at: "widths")
    for width in widths where !(1...65536).contains(width) {
      fields.check(false, "'\(width)' is out of range: expected from 1 to 65536", at: "widths")
    }
  }

  public func build(_ model: inout ModelBuilder, for signature: Signature) throws(InvalidSpec) -> Value {
    guard case .features(let width) = signature.inputs else {
      throw InvalidSpec([
        Diagnostic(
          "'\(Self.kind)' reads features, but this data set has tokens", at: location,
          hint: "try decoder-transformer")
      ])
    }
    let diagnostics = Diagnostics()
    if widths.first != width {
      diagnostics.report(
        "'\(widths.first ?? 0)' inputs do not fit the data set's \(width) features", at: location)
    }
    do { try check(outputs: signature.outputs) } catch { diagnostics.report(error) }
    try diagnostics.throwIfAny()
    let layers = layers("layers", in: &model)
    return predictions(after: layers[0].ofFeatures(in: &model), layers, in: &model)
  }

  /// Throws if the last width is another than the data set asks for.
  func check(outputs: Int) throws(InvalidSpec) {
    if widths.last == outputs { return }
    throw InvalidSpec([
      Diagnostic("'\(widths.last ?? 0)' outputs do not fit the data set's \(outputs)", at: location)
    ])
  }

  /// The linear layers, `name.0`, `name.2`, ….
  func layers(_ name: String, in model: inout ModelBuilder) -> [Linear] {
    zip(widths, widths.dropFirst()).enumerated().map { index, widths in
      Linear("\(name).\(2 * index)", widths.0, widths.1, in: &model)
    }
  }

  /// What the layers make of x.
  func predictions(of x: Value, _ layers: [Linear], in model: inout ModelBuilder) -> Value {
    predictions(after: layers[0](x, in: &model), layers, in: &model)
  }

  /// What the other layers make of the first one's outputs.
  private func predictions(after y: Value, _ layers: [Linear], in model: inout ModelBuilder) -> Value {
    let activation = ActivationLayer(activation: activation.activation)
    return layers.dropFirst().reduce(y) { y, layer in layer(activation(y, in: &model), in: &model) }
  }
}
