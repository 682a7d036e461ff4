import Compute
import Spec

@testable import Learning

/// Grokfast's published experiment, seed 0, as its PyTorch code draws it: model, split, then one order per epoch.
final class ModularTraining {
  struct Row {
    let step: Int
    let trainLoss, validationLoss, trainAccuracy, validationAccuracy: Double
  }

  private static let modulus = 97
  let bench: Bench
  private var rule: UpdateRule
  private let loss: any Loss
  private let accuracy, lossMeasure: any Measure
  private var random: any RandomSource = MersenneTwister(seed: 0)
  private var train: [Int32]
  private let validation: [Int32]
  private(set) var step = 0

  init(_ rule: String, threads: Int = 1) throws {
    bench = try Bench(
      try read("kind: decoder-transformer", from: architectures), Self.examples(), batch: 512,
      evaluationBatch: 4656, threads: threads, random: &random)
    let order = random.permutation(bench.examples.count)
    train = Array(order[..<(order.count / 2)])
    validation = Array(order[(order.count / 2)...])
    loss = try read("kind: cross-entropy", from: losses)
    accuracy = try read("kind: accuracy", from: measures)
    lossMeasure = try read("kind: loss", from: measures)
    var prepared = try readRule(rule)
    let layout = bench.network.layout
    try bench.parameters.withUnsafeBufferPointer { (initial) throws(InvalidSpec) in
      try prepared.prepare(layout, initial: initial)
    }
    var previous: UpdateRule?
    prepared.allocate(takingFrom: &previous)
    self.rule = prepared
  }

  /// All x · y modulo 97, x from 0, y from 1, as `x ∘ y =`.
  static func examples() -> Examples {
    var tokens: [Int32] = []
    var classes: [Int32] = []
    for x in 0..<modulus {
      for y in 1..<modulus {
        tokens += [Int32(x), Int32(modulus + 1), Int32(y), Int32(modulus)]
        classes.append(Int32(x * y % modulus))
      }
    }
    return Examples(
      count: classes.count, inputs: .tokens(tokens, length: 4, vocabulary: modulus + 2),
      targets: .classes(classes, classes: modulus + 2))
  }

  /// One pass over the training set in batches of 512, then the validation set.
  func epoch() -> Row {
    train = random.permutation(train.count).map { train[Int($0)] }
    var totals = (loss: 0.0, right: 0.0)
    for start in stride(from: 0, to: train.count, by: 512) {
      let batch = Array(train[start..<min(start + 512, train.count)])
      totals.loss += Double(bench.learn(batch)) * Double(batch.count)
      totals.right += bench.measure(accuracy, batch, loss: loss) * Double(batch.count)
      let team = bench.network.team
      bench.gradient.withUnsafeMutableBufferPointer { gradient in
        bench.parameters.withUnsafeMutableBufferPointer { parameters in
          rule.apply(gradient, parameters: parameters, step: step, stepsPerEpoch: nil, team: team)
        }
      }
      step += 1
    }
    bench.predict(validation)
    let count = Double(train.count)
    return Row(
      step: step, trainLoss: totals.loss / count,
      validationLoss: bench.measure(lossMeasure, validation, loss: loss), trainAccuracy: totals.right / count,
      validationAccuracy: bench.measure(accuracy, validation, loss: loss))
  }
}
