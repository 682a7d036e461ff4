import Compute
import Spec

@testable import Learning

/// A member of a family, read from YAML.
func read<Family>(_ text: String, from registry: Registry<Family>) throws -> Family {
  let diagnostics = Diagnostics()
  let fields = Fields(try readYAML(text, file: "kind.yaml"), diagnostics: diagnostics)
  let member = registry.decode(fields)
  try diagnostics.throwIfAny()
  return try fields.require(member)
}

/// A network with one data set and one set of parameters.
final class Bench {
  let network: Network
  let examples: Examples
  var parameters: [Float]
  var gradient: [Float]

  /// Parameters are drawn from `random`, or as PyTorch's after `torch.manual_seed(0)`.
  init(
    _ model: any Architecture, _ examples: Examples, loss: String = "kind: cross-entropy", batch: Int? = nil,
    evaluationBatch: Int = 0, threads: Int = 1, scale: InitialScale = .none,
    dropoutSeed: UInt64 = 0, random: inout any RandomSource
  ) throws {
    network = try Network(
      model, signature: Signature(examples), loss: try read(loss, from: losses),
      batch: batch ?? examples.count,
      evaluationBatch: evaluationBatch, threads: threads, scale: scale, dropoutSeed: dropoutSeed)
    self.examples = examples
    parameters = [Float](repeating: .nan, count: network.layout.count)
    gradient = [Float](repeating: .nan, count: network.layout.count)
    let network = network
    parameters.withUnsafeMutableBufferPointer { network.initialize($0, random: &random) }
  }

  convenience init(
    _ model: String, _ examples: Examples, loss: String = "kind: cross-entropy", batch: Int? = nil,
    evaluationBatch: Int = 0, threads: Int = 1, scale: InitialScale = .none, dropoutSeed: UInt64 = 0
  ) throws {
    var random: any RandomSource = MersenneTwister(seed: 0)
    try self.init(
      try read(model, from: architectures), examples, loss: loss, batch: batch,
      evaluationBatch: evaluationBatch, threads: threads, scale: scale, dropoutSeed: dropoutSeed,
      random: &random)
  }

  var all: [Int32] { Array(0..<Int32(examples.count)) }
  var predictions: [Float] { Array(network.predictions) }

  /// The mean loss; leaves its gradient in `gradient`.
  @discardableResult
  func learn(_ rows: [Int32], step: Int = 0) -> Float {
    rows.withUnsafeBufferPointer { rows in
      gradient.withUnsafeMutableBufferPointer { gradient in
        parameters.withUnsafeBufferPointer { parameters in
          guard let from = parameters.baseAddress, let to = gradient.baseAddress else { return .nan }
          return network.gradient(parameters: from, examples: examples, rows: rows, step: step, into: to)
        }
      }
    }
  }

  @discardableResult
  func predict(_ rows: [Int32]) -> [Float] {
    rows.withUnsafeBufferPointer { rows in
      parameters.withUnsafeBufferPointer { parameters in
        guard let from = parameters.baseAddress else { return }
        network.predict(parameters: from, examples: examples, rows: rows)
      }
    }
    return predictions
  }

  /// The mean of a measure over the predictions last made, which were for `rows`.
  func measure(_ measure: any Measure, _ rows: [Int32], loss: any Loss) -> Double {
    let sum = rows.withUnsafeBufferPointer { rows in
      network.predictions.baseAddress.map {
        measure.sum(of: $0, outputs: network.signature.outputs, examples: examples, rows: rows, loss: loss)
      }
    }
    return (sum ?? .nan) / Double(rows.count)
  }

  /// The gradient of one parameter tensor.
  func gradient(of name: String) -> [Float] {
    network.layout.parameters.filter { $0.name == name }.flatMap { gradient[$0.range] }
  }
}
