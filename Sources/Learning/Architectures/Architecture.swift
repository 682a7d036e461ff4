public import Spec

/// A family of models: what stands under `model` in a spec.
public protocol Architecture: SpecKind {
  /// Puts the model together for a data set and returns its predictions, `[ends, signature.outputs]`, or
  /// `[prefixes, signature.outputs]` where every position has a target.
  ///
  /// Throws if model and data set do not fit.
  func build(_ model: inout ModelBuilder, for signature: Signature) throws(InvalidSpec) -> Value
}

/// Every architecture that a spec can name.
public let architectures = Registry<any Architecture>(
  "model",
  [
    .init(DecoderTransformer.self) { fields throws(InvalidSpec) in try DecoderTransformer(from: fields) },
    .init(EdgeConvolutionNetwork.self) { fields throws(InvalidSpec) in
      try EdgeConvolutionNetwork(from: fields)
    },
    .init(GPT.self) { fields throws(InvalidSpec) in try GPT(from: fields) },
    .init(LSTMClassifier.self) { fields throws(InvalidSpec) in try LSTMClassifier(from: fields) },
    .init(MultilayerPerceptron.self) { fields throws(InvalidSpec) in try MultilayerPerceptron(from: fields) },
    .init(RepresentationDecoder.self) { fields throws(InvalidSpec) in
      try RepresentationDecoder(from: fields)
    },
    .init(Sequential.self) { fields throws(InvalidSpec) in try Sequential(from: fields) },
  ])

extension Architecture {
  /// The parameters of the model for some data, without any of its memory.
  public func layout(for signature: Signature) throws(InvalidSpec) -> ParameterLayout {
    var builder = ModelBuilder(for: signature.inputs)
    _ = try build(&builder, for: signature)
    return builder.layout
  }
}
