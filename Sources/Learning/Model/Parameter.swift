/// A named tensor inside the one flat vector that holds all parameters of a model.
public struct Parameter: Sendable, Hashable {
  /// PyTorch's name, so that exported weights load with `load_state_dict`: `layers.0.mlp.0.weight`.
  public let name: String
  /// Row-major, `[out, in]` for a linear layer.
  public let shape: [Int]
  /// Where it starts in the flat vector.
  public let offset: Int

  public init(name: String, shape: [Int], offset: Int) {
    self.name = name
    self.shape = shape
    self.offset = offset
  }

  public var count: Int { shape.reduce(1, *) }
  public var range: Range<Int> { offset..<(offset + count) }
}

/// How a model's parameters lie in the flat vector. Optimisers, filters, recorders and distances see only this.
public struct ParameterLayout: Sendable, Hashable {
  public let parameters: [Parameter]

  public init(_ parameters: [Parameter]) { self.parameters = parameters }

  /// The length of the flat vector.
  public var count: Int { parameters.last?.range.upperBound ?? 0 }
}
