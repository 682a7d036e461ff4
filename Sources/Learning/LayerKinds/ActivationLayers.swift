internal import Compute
public import Spec

/// A layer that applies one function to every number.
public protocol ElementwiseLayer: LayerKind {
  /// Where it stands in the spec.
  var location: SourceLocation { get }
  /// What it is applied as.
  var choice: ElementwiseFunction { get }
}

/// The functions of the layers below, and the slope of those that have one.
public enum ElementwiseFunction: Sendable, Hashable {
  case relu, gelu, tanh
  case leakyRelu(slope: Float)

  fileprivate var activation: Activation {
    switch self {
    case .relu: .relu
    case .gelu: .gelu
    case .tanh: .tanh
    case .leakyRelu(let slope): .leakyRelu(slope: slope)
    }
  }
}

extension ElementwiseLayer {
  public func apply(
    _ name: String, to x: Stream, in model: inout ModelBuilder
  ) throws(InvalidSpec) -> Stream {
    let vectors = try x.ownVectors(for: Self.kind, at: location, in: &model)
    return x.becoming(ActivationLayer(activation: choice.activation)(vectors, in: &model))
  }
}

/// `y = max(x, 0)`.
public struct ReluLayer: ElementwiseLayer {
  public static let kind = "relu"
  public static let summary = "max(x, 0)"
  public static let example = "kind: relu"
  public let location: SourceLocation
  public let choice = ElementwiseFunction.relu

  public init(from fields: Fields) throws(InvalidSpec) { location = fields.node.location }
}

/// `y = x Φ(x)` with the normal integral Φ, exactly.
public struct GeluLayer: ElementwiseLayer {
  public static let kind = "gelu"
  public static let summary = "x times the normal integral of x, in its exact form"
  public static let example = "kind: gelu"
  public let location: SourceLocation
  public let choice = ElementwiseFunction.gelu

  public init(from fields: Fields) throws(InvalidSpec) { location = fields.node.location }
}

/// `y = tanh x`.
public struct TanhLayer: ElementwiseLayer {
  public static let kind = "tanh"
  public static let summary = "tanh(x)"
  public static let example = "kind: tanh"
  public let location: SourceLocation
  public let choice = ElementwiseFunction.tanh

  public init(from fields: Fields) throws(InvalidSpec) { location = fields.node.location }
}

/// `y = x` above zero, `slope · x` below.
public struct LeakyReluLayer: ElementwiseLayer {
  public static let kind = "leaky-relu"
  public static let summary = "x above zero, a fraction of it below"
  public static let example = """
    kind: leaky-relu
    slope: 0.2
    """
  public let location: SourceLocation
  public let choice: ElementwiseFunction

  public init(from fields: Fields) throws(InvalidSpec) {
    let slope = fields.read("slope", "the fraction below zero", default: 0.2, .between(0, 1))
    choice = .leakyRelu(slope: Float(slope))
    location = fields.node.location
  }
}
