internal import Compute
internal import Learning
public import Spec

/// Tests Grokfast's Theorem A.1: filtering the gradient of a linear optimiser filters its updates alike.
///
/// The optimiser is `x(t) = A x(t−1) + B g(t)`, `u(t) = C x(t) + D g(t)`; the claim is that on `g + h∗g` it answers
/// `u + h∗u`. With momentum μ, dampening τ and rate η: A = μ, B = 1 − τ, and C = −η, D = 0 or, for Nesterov,
/// C = −ημ, D = −η. The claim holds if B = 1 or if the state starts as `x(0) = B g(0)`. If it starts as
/// `x(0) = g(0)`, as optimisers do, it fails by exactly `e(t) = −C (1 − B) g(0) Σ_{k=1…t} h(k) A^{t−k}`: the part
/// `A^t (1 − B) g(0)` of the state has no past for the filter to act on. Gradients are a fixed signal: random numbers, or
/// those that a run wrote down from its first step on. Of a run that trained with this filter, optimiser and rate, the
/// updates that it made are compared with `u + h∗u` too.
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

  /// Where gradients come from.
  public enum Signal: String, NamedChoice {
    case random, recorded
  }

  let signal: Signal
  let length: Int
  let seed: Int
  let rate: Double
  let momentum: [Double]
  let dampening: [Double]
  let variants: [Variant]
  let starts: [Start]
  let filters: [(name: String, filter: any LinearFilter)]
  private let location: SourceLocation

  public init(from fields: Fields) throws(InvalidSpec) {
    location = fields.location(of: "gradients")
    signal = fields.read("gradients", "Random numbers, or what runs wrote down.", default: .random)
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

  public var needs: AnalysisNeeds { signal == .random ? .nothing : .gradients(moments: []) }

  private static let axes = ["filter", "variant", "start", "momentum", "dampening"]

  /// The greatest over time and signals of: the failure of the claim, its prediction e(t), the difference of the two,
  /// and the update, which sets the scale; then of the difference between what a run made and the filtered updates.
  private var columns: [String] {
    ["failure", "predicted_failure", "prediction_error", "update"]
      + (signal == .random ? [] : ["difference_from_run"])
  }

  public func outline(of input: TableOutline, _ diagnostics: Diagnostics) -> TableOutline {
    for axis in LinearOptimizerIdentity.axes where signal == .recorded && input.axes.contains(axis) {
      diagnostics.report(
        "these runs lie along an axis '\(axis)', and so do the rows of this analysis", at: location,
        hint: "give each run a name instead of a sweep")
    }
    return TableOutline(
      axes: (signal == .random ? [] : input.axes) + LinearOptimizerIdentity.axes, columns: columns)
  }

  public func run(_ inputs: AnalysisInputs) throws -> Table {
    if signal == .random {
      var random = inputs.random(seed)
      var values = [Float](repeating: 0, count: length)
      values.withUnsafeMutableBufferPointer { random.fillNormal($0, mean: 0, deviation: 1) }
      var table = Table(axes: LinearOptimizerIdentity.axes, columns: columns)
      add([RecordedSignal(gradients: values.map(Double.init), updates: [])], at: [], to: &table)
      return table
    }
    let source = inputs.gradients
    var axes: [String] = []
    for axis in source.points.flatMap(\.axes) where !axes.contains(axis) { axes.append(axis) }
    var table = Table(axes: axes + LinearOptimizerIdentity.axes, columns: columns)
    for (point, coordinates) in source.points.enumerated() {
      let signals = try RecordedSignal.first(length, of: point, in: source)
      add(signals, at: axes.map { coordinates[$0] ?? .absent }, to: &table)
    }
    return table
  }

  /// A row for every combination.
  private func add(_ signals: [RecordedSignal], at place: [AxisValue], to table: inout Table) {
    for (name, filter) in filters {
      let response = filter.impulseResponse(length: length)
      for variant in variants {
        for start in starts {
          for mu in momentum {
            for tau in dampening {
              let system = LinearOptimizer(variant, momentum: mu, dampening: tau, rate: rate, start: start)
              var greatest = columns.map { _ in 0.0 }
              for signal in signals {
                let found = LinearOptimizerIdentity.compare(system, signal, response)
                for index in found.indices { greatest[index] = max(greatest[index], found[index]) }
              }
              table.append(
                place
                  + [.text(name), .text(variant.rawValue), .text(start.rawValue), .number(mu), .number(tau)],
                greatest.map(Outcome.number))
            }
          }
        }
      }
    }
  }

  private static func compare(_ system: LinearOptimizer, _ signal: RecordedSignal, _ response: [Double])
    -> [Double]
  {
    let gradients = signal.gradients
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
    ] + (signal.updates.isEmpty ? [] : [greatest { signal.updates[$0] - filteredLast[$0] }])
  }
}

/// The gradients of one parameter, and what a run made of them; no updates where there was no run.
private struct RecordedSignal {
  var gradients: [Double]
  var updates: [Double]

  /// Every watched parameter over the first steps of a run.
  static func first(_ length: Int, of point: Int, in source: any GradientSource) throws -> [RecordedSignal] {
    let rows = try source.read(point)
    guard rows.steps.prefix(length).elementsEqual(1...length) else {
      throw AnalysisFailure(
        "\(source.points[point]) has not recorded each of its first \(length) steps: choose another length")
    }
    let count = source.parts(of: point).reduce(0) { $0 + $1.range.count }
    var signals = [RecordedSignal](repeating: RecordedSignal(gradients: [], updates: []), count: count)
    let memory = UnsafeMutableBufferPointer<Float>.allocate(capacity: 2 * count)
    defer { memory.deallocate() }
    for index in 0..<length {
      try rows.load(
        index, gradient: UnsafeMutableBufferPointer(rebasing: memory[..<count]),
        update: UnsafeMutableBufferPointer(rebasing: memory[count...]))
      guard memory.allSatisfy(\.isFinite) else {
        throw AnalysisFailure(
          "a gradient or update of \(source.points[point]) at step \(index + 1) is not a finite number")
      }
      for signal in 0..<count {
        signals[signal].gradients.append(Double(memory[signal]))
        signals[signal].updates.append(Double(memory[count + signal]))
      }
    }
    return signals
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
