import Compute
import Spec

@testable import Learning

/// A linear model in closed form, y = w · x + b, under the mean squared error.
final class LinearModel: Trainable {
  let layout = ParameterLayout([
    Parameter(name: "line.weight", shape: [1, 3], offset: 0),
    Parameter(name: "line.bias", shape: [1], offset: 3),
  ])
  private let visible = UnsafeMutableBufferPointer<Float>.allocate(capacity: 8192)
  private var predicted = 0
  let team = Team(threads: 1)
  var carried: [Float] = []

  deinit { visible.deallocate() }

  var predictions: UnsafeBufferPointer<Float> { UnsafeBufferPointer(rebasing: visible[..<predicted]) }

  func predict(parameters: UnsafePointer<Float>, examples: Examples, rows: UnsafeBufferPointer<Int32>) {
    guard case .features(let x, _) = examples.inputs else { return }
    predicted = rows.count
    for (index, row) in rows.enumerated() {
      let place = Int(row) * 3
      visible[index] =
        parameters[0] * x[place] + parameters[1] * x[place + 1] + parameters[2] * x[place + 2] + parameters[3]
    }
  }

  func gradient(
    parameters: UnsafePointer<Float>, examples: Examples, rows: UnsafeBufferPointer<Int32>, step: Int,
    into gradient: UnsafeMutablePointer<Float>
  ) -> Float {
    predict(parameters: parameters, examples: examples, rows: rows)
    guard case .features(let x, _) = examples.inputs, case .values(let y, _) = examples.targets else {
      return 0
    }
    for index in 0..<4 { gradient[index] = 0 }
    var loss: Float = 0
    for (index, row) in rows.enumerated() {
      let error = visible[index] - y[Int(row)]
      loss += error * error
      for input in 0..<3 { gradient[input] += 2 * error * x[Int(row) * 3 + input] / Float(rows.count) }
      gradient[3] += 2 * error / Float(rows.count)
    }
    return loss / Float(rows.count)
  }
}

/// What a run recorded.
struct Recording: TrainingObserver, Equatable {
  struct Row: Equatable {
    let evaluation: String
    let step: Int
    /// Bit patterns, so that equal means equal.
    let values: [UInt64?]
  }

  var rows: [Row] = []
  var snapshots: [Int: [Float]] = [:]
  /// By step, the watched numbers of the gradient, then those of the update.
  var updates: [Int: [[Float]]] = [:]

  mutating func didEvaluate(_ evaluation: Evaluation, step: Int, values: [Double?]) {
    rows.append(Row(evaluation: evaluation.name, step: step, values: values.map { $0?.bitPattern }))
  }

  mutating func didReachSnapshot(step: Int, parameters: UnsafeBufferPointer<Float>) {
    snapshots[step] = Array(parameters)
  }

  mutating func didUpdate(
    step: Int, gradient: UnsafeBufferPointer<Float>, update: UnsafeBufferPointer<Float>
  ) {
    updates[step] = [Array(gradient), Array(update)]
  }

  func steps(_ evaluation: String = "") -> [Int] { rows.filter { $0.evaluation == evaluation }.map(\.step) }

  func value(_ column: Int, at step: Int, _ evaluation: String = "") -> Double? {
    rows.first { $0.step == step && $0.evaluation == evaluation }?.values[column].map {
      Double(bitPattern: $0)
    }
  }
}

/// A training block read from YAML, its phases merged onto it as the expansion of a spec does.
func readTraining(_ text: String, merging budget: String = "") throws -> TrainingSpec {
  let diagnostics = Diagnostics()
  var training = try readYAML(text, file: "training.yaml")
  if !budget.isEmpty { training = training.merging(try readYAML(budget, file: "budget.yaml")) }
  let phases = (training["phases"]?.entries ?? []).map { entry in
    let own = (entry.value.entries ?? []).map(\.key)
    let inherited = (training.entries ?? []).filter { !own.contains($0.key) && $0.key != "phases" }
    let node = Node(.mapping(inherited + (entry.value.entries ?? [])), at: entry.location)
    return (name: entry.key, location: entry.location, node: node)
  }
  return try TrainingSpec(training: training, phases: phases, diagnostics: diagnostics)
}

/// 23 noisy points near a plane, 7 of them for validation: batches of 5 make epochs of four steps, the last one short.
enum Points {
  static let train = points(16, seed: 1)
  static let validation = points(7, seed: 2)

  private static func points(_ count: Int, seed: UInt64) -> Examples {
    let rows = normals(seed: seed, rows: count, width: 4)
    return Examples(
      count: count, inputs: .features(rows.flatMap { $0.prefix(3) }, width: 3),
      targets: .values(rows.map { $0[0] - 2 * $0[1] + 0.5 + 0.1 * $0[3] }, width: 1))
  }
}

/// A trainer of the linear model on the points.
func lineTrainer(_ spec: TrainingSpec, order: UInt64 = 3) throws -> Trainer {
  try Trainer(
    spec.plan(trainRows: Points.train.count), model: LinearModel(), train: Points.train,
    validation: Points.validation, initial: [0.1, -0.2, 0.3, 0], order: MersenneTwister(seed: order),
    seed: 9)
}
