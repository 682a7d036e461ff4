internal import Compute

/// How a parameter starts.
public enum Initializer: Sendable, Hashable {
  /// Uniform on ±bound.
  case uniform(bound: Double)
  case normal(deviation: Double)
  case constant(Float)
  /// One number per element; nothing is drawn.
  case values([Float])

  /// PyTorch's `kaiming_uniform_(a = √5)`, the weights of a linear layer: ±1/√inputs, rounded as PyTorch rounds.
  public static func kaimingUniform(inputs: Int) -> Initializer {
    let gain = (2.0 / (1 + 5)).squareRoot()
    return .uniform(bound: 3.0.squareRoot() * (gain / Double(inputs).squareRoot()))
  }

  /// ±1/√inputs, the biases of a linear layer.
  public static func inverseRoot(inputs: Int) -> Initializer {
    .uniform(bound: 1 / Double(inputs).squareRoot())
  }

  /// `xavier_uniform_`: ±√(6 / (inputs + outputs)).
  public static func xavierUniform(inputs: Int, outputs: Int) -> Initializer {
    .uniform(bound: 3.0.squareRoot() * (2.0 / Double(inputs + outputs)).squareRoot())
  }
}

/// One draw from the generator, in the order in which PyTorch constructs the model.
struct Draw: Sendable {
  let initializer: Initializer
  let count: Int
  /// nil for numbers that PyTorch draws and throws away.
  let offset: Int?
  /// What each number is multiplied by before it is added to what stands there; nil replaces that.
  var factors: [Float]?

  /// Fills `values`, `[count]`.
  func fill(_ values: UnsafeMutableBufferPointer<Float>, _ random: inout any RandomSource) {
    switch initializer {
    case .uniform(let bound): random.fillUniform(values, from: Float(-bound), to: Float(bound))
    case .normal(let deviation): random.fillNormal(values, mean: 0, deviation: Float(deviation))
    case .constant(let value): values.update(repeating: value)
    case .values(let table): _ = values.update(fromContentsOf: table)
    }
  }
}

/// Numbers that a parameter starts with instead of those that are drawn for it.
public struct GivenParameter: Sendable {
  public let parameter: Parameter
  /// As many as the parameter has, row-major.
  public let values: [Float]

  public init(_ parameter: Parameter, _ values: [Float]) {
    self.parameter = parameter
    self.values = values
  }
}
