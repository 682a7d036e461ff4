import Compute
import Spec

@testable import Learning

/// The diagnostics of a text, one line each.
func problems(_ error: InvalidSpec) -> [String] { error.diagnostics.map(\.message) }

/// An update rule read from YAML.
func readRule(_ text: String) throws -> UpdateRule {
  let diagnostics = Diagnostics()
  let fields = Fields(try readYAML(text, file: "rule.yaml"), diagnostics: diagnostics)
  let rule = try UpdateRule(from: fields)
  fields.finish()
  try diagnostics.throwIfAny()
  return rule
}

/// Applies one rule after another to a small flat vector: a matrix `a.weight` of six, and the rest in a vector `a.bias`.
struct RuleBench {
  static let layout = layout(of: 11)

  static func layout(of count: Int) -> ParameterLayout {
    ParameterLayout([
      Parameter(name: "a.weight", shape: [2, 3], offset: 0),
      Parameter(name: "a.bias", shape: [count - 6], offset: 6),
    ])
  }

  private(set) var rule: UpdateRule
  var parameters: [Float]
  private(set) var step = 0
  private let team: Team

  init(_ text: String, parameters: [Float], threads: Int = 1) throws {
    self.parameters = parameters
    team = Team(threads: threads)
    rule = try Self.prepared(text, parameters)
    var previous: UpdateRule?
    rule.allocate(takingFrom: &previous)
  }

  /// Goes over to another rule, as at a phase boundary.
  mutating func enter(_ text: String) throws {
    var previous: UpdateRule? = rule
    rule = try Self.prepared(text, parameters)
    rule.allocate(takingFrom: &previous)
  }

  /// Does one update and returns what the transforms left of the gradient.
  @discardableResult
  mutating func push(_ gradient: [Float]) -> [Float] {
    var gradient = gradient
    let (step, team) = (step, team)
    gradient.withUnsafeMutableBufferPointer { gradient in
      parameters.withUnsafeMutableBufferPointer { parameters in
        rule.project(parameters, team: team)
        rule.apply(gradient, parameters: parameters, step: step, stepsPerEpoch: 10, team: team)
      }
    }
    self.step += 1
    return gradient
  }

  /// Everything that the rule remembers.
  mutating func saved() -> [NamedTensor] {
    var tensors: [NamedTensor] = []
    withoutActuallyEscaping({ (name: String, values: NamedTensor.Values) in
      tensors.append(NamedTensor(name, values))
    }) { keep in
      var reader = StateReader(keep)
      rule.visitState(&reader)
    }
    return tensors
  }

  mutating func restore(_ tensors: [NamedTensor], step: Int) throws {
    var restorer = StateRestorer(tensors)
    rule.visitState(&restorer)
    try restorer.finish()
    self.step = step
  }

  private static func prepared(_ text: String, _ parameters: [Float]) throws -> UpdateRule {
    var rule = try readRule(text)
    try parameters.withUnsafeBufferPointer { (initial) throws(InvalidSpec) in
      try rule.prepare(layout(of: initial.count), initial: initial)
    }
    return rule
  }
}

/// Rows of float32 normals, the same as PyTorch's.
func normals(seed: UInt64, rows: Int, width: Int) -> [[Float]] {
  var random = MersenneTwister(seed: seed)
  return (0..<rows).map { _ in
    var row = [Float](repeating: 0, count: width)
    row.withUnsafeMutableBufferPointer { random.fillNormal($0, mean: 0, deviation: 1) }
    return row
  }
}

/// ‖ours − reference‖ / ‖reference‖.
func relativeError(_ ours: [Float], _ reference: [Double]) -> Double {
  let difference = zip(ours, reference).reduce(0) { $0 + (Double($1.0) - $1.1) * (Double($1.0) - $1.1) }
  return (difference / reference.reduce(0) { $0 + $1 * $1 }).squareRoot()
}
