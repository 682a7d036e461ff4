internal import Compute
internal import Spec

/// `y = f(x)`, elementwise; overwrites x with f'(x), so x must have no other reader.
struct ActivationLayer {
  let activation: Activation

  func callAsFunction(_ x: Value, in model: inout ModelBuilder) -> Value {
    let y = model.value(x.rows, width: x.width, needsGradient: x.needsGradient)
    model.append(ActivationOperation(activation: activation, x: x, y: y, gradient: y.data, dx: nil))
    return y
  }
}

/// The activations by their names in a spec.
enum ActivationChoice: String, NamedChoice {
  case relu, gelu, tanh
  /// Slope 0.2 below zero.
  case leakyRelu = "leaky-relu"

  var activation: Activation {
    switch self {
    case .relu: .relu
    case .gelu: .gelu
    case .tanh: .tanh
    case .leakyRelu: .leakyRelu(slope: 0.2)
    }
  }
}

private struct ActivationOperation: Operation {
  let activation: Activation
  let x: Value
  let y: Value
  var gradient: Buffer
  var dx: GradientTarget?

  var forwardRows: RowSet? { x.rows }
  var backwardRows: RowSet? { dx == nil ? nil : x.rows }
  var work: Int { 32 * x.width }

  mutating func plan(_ plan: inout GradientPlan) {
    guard x.needsGradient else { return }
    gradient = plan.gradient(of: y)
    dx = plan.claimOnly(x, insteadOf: y)
  }

  func forward(_ rows: Range<Int>, _ pass: Pass) {
    let first = rows.lowerBound
    activation.apply(
      rows.count * x.width, pass.row(x, first), keepSlope: pass.keeps, into: pass.row(y, first))
  }

  func backward(_ rows: Range<Int>, _ pass: Pass) {
    guard let dx else { return }
    let first = rows.lowerBound
    multiplyElements(
      rows.count * x.width, pass.row(gradient, first), pass.row(x, first), adding: dx.base(first, pass),
      into: pass.row(dx.buffer, first))
  }
}
