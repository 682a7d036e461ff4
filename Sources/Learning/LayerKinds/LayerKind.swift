public import Spec

/// A layer of `kind: sequential`: what stands in its list of layers.
public protocol LayerKind: SpecKind {
  /// Adds the layer to a model under a name, and returns what it makes of `x`.
  ///
  /// Throws, at the layer's own place, if something else arrives than it can take.
  func apply(_ name: String, to x: Stream, in model: inout ModelBuilder) throws(InvalidSpec) -> Stream
}

/// Every layer that a spec can name.
public let layerKinds = Registry<any LayerKind>(
  "layer",
  [
    .init(DecoderBlockLayer.self) { fields throws(InvalidSpec) in try DecoderBlockLayer(from: fields) },
    .init(EmbeddingLayer.self) { fields throws(InvalidSpec) in try EmbeddingLayer(from: fields) },
    .init(FlattenLayer.self) { fields throws(InvalidSpec) in try FlattenLayer(from: fields) },
    .init(GeluLayer.self) { fields throws(InvalidSpec) in try GeluLayer(from: fields) },
    .init(LayerNormLayer.self) { fields throws(InvalidSpec) in try LayerNormLayer(from: fields) },
    .init(LeakyReluLayer.self) { fields throws(InvalidSpec) in try LeakyReluLayer(from: fields) },
    .init(LinearLayer.self) { fields throws(InvalidSpec) in try LinearLayer(from: fields) },
    .init(EdgeConvolutionLayer.self) { fields throws(InvalidSpec) in try EdgeConvolutionLayer(from: fields) },
    .init(PoolLayer.self) { fields throws(InvalidSpec) in try PoolLayer(from: fields) },
    .init(PositionsLayer.self) { fields throws(InvalidSpec) in try PositionsLayer(from: fields) },
    .init(ReluLayer.self) { fields throws(InvalidSpec) in try ReluLayer(from: fields) },
    .init(ResidualLayer.self) { fields throws(InvalidSpec) in try ResidualLayer(from: fields) },
    .init(TanhLayer.self) { fields throws(InvalidSpec) in try TanhLayer(from: fields) },
  ])

/// What every layer has besides its kind's own fields.
public var layerDeclarations: [Fields.Declaration] {
  let fields = Fields(
    Node(.mapping([]), at: SourceLocation(file: "", line: 1, column: 1)), diagnostics: Diagnostics(),
    isDescribing: true)
  _ = LayerList.name(fields)
  return fields.declarations
}
