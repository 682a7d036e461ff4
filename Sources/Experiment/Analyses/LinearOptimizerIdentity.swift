internal import Compute
public import Spec

/// Tests Grokfast's Theorem A.1: filtering the gradient of a linear optimiser filters its updates alike.
///
/// The optimiser is `x(t) = A x(t−1) + B g(t)`, `u(t) = C x(t) + D g(t)`; the claim is that on `g + h∗g` it answers
/// `u + h∗u`. With momentum μ, dampening τ and rate η: A = μ, B = 1 − τ, and C = −η, D = 0 or, for Nesterov,
/// C = −ημ, D = −η. The claim holds if B = 1 or if the state starts as `x(0) = B g(0)`. If it starts as
/// `x(0) = g(0)`, as optimisers do, it fails by exactly `e(t) = −C (1 − B) g(0) Σ_{k=1…t} h(k) A^{t−k}`: the part
/// `A^t (1 − B) g(0)` of the state has no past for the filter to act on. Gradients are a fixed signal.
public struct LinearOptimizerIdentity: Analysis {
  public static let kind = "linear-optimizer-identity"
  public static let summary =
    "How far filtering gradients is from filtering the updates of a linear optimiser."
  public static let example = """
    kind: linear-optimizer-identity
    length: 400
    momentum: [0.9]
    dampening: [0, 0.9]
    filters:
      moving-average: {kind: moving-average, window: 100, gain: 5}
    """

  /// Where the momentum acts.
  public enum Variant: String, NamedChoice {
    case momentum, nesterov
  }

  /// The optimiser's state before the first update.
  public enum Start: String, NamedChoice {
    /// `x(0) = g(0)`.
    case firstGradient = "first-gradient"
    /// `x(−1) = 0`, so that `x(0) = B g(0)`.
    case zero
  }

  let length: Int
  let seed: Int
  let rate: Double
  let momentum: [Double]
  let dampening: [Double]
  let variants: [Variant]
  let starts: [Start]
  let filters: [(name: String, filter: any LinearFilter)]

  public init(from fields: Fields) throws(InvalidSpec) {
    length = fields.read("length", "How many gradients.", default: 400, .between(2, 10_000))
    seed = fields.read("seed", "Which random gradients.", default: 0, .atLeast(0))
    rate = fields.read("learning_rate", "The rate η.", default: 0.1, .above(0))
    momentum = fields.read("momentum", "The values of μ.", default: OneOrMore([0.9])).values
    dampening = fields.read("dampening", "The values of τ.", default: OneOrMore([0, 0.9])).values
    variants =
      fields.read("variants", "Where the momentum acts.", default: OneOrMore(Variant.allCases)).values
    starts =
      fields.read("starts", "The state before the first update.", default: OneOrMore(Start.allCases)).values
    filters = fields.readLinearFilters("The filters, each under a name of your own.")
    fields.check(momentum.allSatisfy { abs($0) < 1 }, "momentum lies between -1 and 1", at: "momentum")
  }

  public var needs: AnalysisNeeds { .nothing }

  /// The greatest over time of: the failure of the claim, its prediction e(t), the difference of the two, and the
  /// update, which sets the scale.
  private static let outline = TableOutline(
    axes: ["filter", "variant", "start", "momentum", "dampening"],
    columns: ["failure", "predicted_failure", "prediction_error", "update"])

  public func outline(of input: TableOutline, _ diagnostics: Diagnostics) -> TableOutline {
    LinearOptimizerIdentity.outline
  }

  public func run(_ inputs: AnalysisInputs) throws -> Table {
    var random = inputs.random(seed)
    var values = [Float](repeating: 0, count: length)
    values.withUnsafeMutableBufferPointer { random.fillNormal($0, mean: 0, deviation: 1) }
    let gradients = values.map(Double.init)
    var table = Table(
      axes: LinearOptimizerIdentity.outline.axes, columns: LinearOptimizerIdentity.outline.columns)
    for (name, filter) in filters {
      let response = filter.impulseResponse(length: length)
      for variant in variants {
        for start in starts {
          for mu in momentum {
            for tau in dampening {
              let system = LinearOptimizer(variant, momentum: mu, dampening: tau, rate: rate, start: start)
              table.append(
                [.text(name), .text(variant.rawValue), .text(start.rawValue), .number(mu), .number(tau)],
                LinearOptimizerIdentity.compare(system, gradients, response).map(Outcome.number))
            }
          }
        }
      }
    }
    return table
  }

  private static func compare(_ system: LinearOptimizer, _ gradients: [Double], _ response: [Double])
    -> [Double]
  {
    func addingFiltered(_ signal: [Double]) -> [Double] {
      signal.indices.map { t in (0...t).reduce(signal[t]) { $0 + response[$1] * signal[t - $1] } }
    }
    let filteredFirst = system.updates(addingFiltered(gradients))
    let filteredLast = addingFiltered(system.updates(gradients))
    let predicted = system.failure(gradients[0], response)
    func greatest(_ value: (Int) -> Double) -> Double {
      gradients.indices.reduce(0) { max($0, abs(value($1))) }
    }
    return [
      greatest { filteredFirst[$0] - filteredLast[$0] },
      greatest { predicted[$0] },
      greatest { filteredFirst[$0] - filteredLast[$0] - predicted[$0] },
      greatest { filteredFirst[$0] },
    ]
  }
}

/// Gradient descent with momentum as a linear system.
private struct LinearOptimizer {
  let a: Double
  let b: Double
  let c: Double
  let d: Double
  let start: LinearOptimizerIdentity.Start

  init(
    _ variant: LinearOptimizerIdentity.Variant, momentum: Double, dampening: Double, rate: Double,
    start: LinearOptimizerIdentity.Start
  ) {
    a = momentum
    b = 1 - dampening
    switch variant {
    case .momentum: (c, d) = (-rate, 0)
    case .nesterov: (c, d) = (-rate * momentum, -rate)
    }
    self.start = start
  }

  func updates(_ gradients: [Double]) -> [Double] {
    var state = 0.0
    return gradients.enumerated().map { time, gradient in
      state = time == 0 && start == .firstGradient ? gradient : a * state + b * gradient
      return c * state + d * gradient
    }
  }

  /// `e(t)`; zero where the claim holds.
  func failure(_ first: Double, _ response: [Double]) -> [Double] {
    if start == .zero { return response.map { _ in 0 } }
    var sum = 0.0
    return response.enumerated().map { time, value in
      sum = time == 0 ? 0 : a * sum + value
      return -c * (1 - b) * first * sum
    }
  }
}
