public import Spec

/// Layers one after the other, as the spec lists them.
///
/// Shapes follow from the data set: tokens, numbers or graphs enter, and one vector as wide as the data set wants
/// predicted must come out. A layer that cannot take what arrives is an error at its own place.
public struct Sequential: Architecture {
  public static let kind = "sequential"
  public static let summary = "layers one after the other, each of any kind of layer"
  public static let example = """
    kind: sequential
    layers:
      - {kind: linear, width: 32}
      - relu
      - kind: residual
        name: middle
        layers: [layer-norm, {kind: linear, width: 32}, gelu]
      - linear
    """

  private let layers: LayerList

  public init(from fields: Fields) throws(InvalidSpec) {
    layers = LayerList(from: fields, "The layers, the first one first; a bare word W stands for {kind: W}.")
  }

  public func build(_ model: inout ModelBuilder, for signature: Signature) throws(InvalidSpec) -> Value {
    let start = Stream(signature, in: &model)
    let result = try layers.apply("", to: start, in: &model)
    guard case .sample(let predictions) = result.form, predictions.width == signature.outputs else {
      let wanted = "one vector of width \(signature.outputs)"
      throw InvalidSpec([
        Diagnostic(
          "the data set wants \(wanted) for each sample, but behind the last layer \(result.described)",
          at: layers.end, hint: Sequential.hint(result))
      ])
    }
    guard predictions.needsGradient else {
      throw InvalidSpec([
        Diagnostic("no layer has parameters, so there is nothing to train", at: layers.end)
      ])
    }
    return predictions
  }

  private static func hint(_ result: Stream) -> String {
    switch result.form {
    case .tokens: "begin with an embedding"
    case .positions: "make one vector of them by pool or flatten"
    case .nodes: "make one vector of them by pool"
    case .features, .sample: "end with the layer linear, which takes its width from the data set"
    }
  }
}
