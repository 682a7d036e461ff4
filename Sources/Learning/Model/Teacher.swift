public import Compute
public import Spec

/// A model with fresh parameters that is never trained, only asked.
public struct Teacher {
  private static let largest = 1024

  private let network: Network
  private let parameters: [Float]

  /// Draws the parameters as a run would; throws if model and data do not fit.
  public init(
    _ architecture: any Architecture, signature: Signature, at location: SourceLocation,
    random: inout any RandomSource
  ) throws(InvalidSpec) {
    let network = try Network(
      architecture, signature: signature, loss: MeanSquaredError(at: location), batch: 1,
      evaluationBatch: Self.largest, threads: 1)
    var parameters = [Float](repeating: 0, count: network.layout.count)
    parameters.withUnsafeMutableBufferPointer { network.initialize($0, random: &random) }
    self.network = network
    self.parameters = parameters
  }

  /// Its predictions `[rows, outputs]` for features `[rows, width]`.
  public func answers(to features: [Float]) -> [Float] {
    guard case .features(let width) = network.signature.inputs else { return [] }
    let count = features.count / width
    let examples = Examples(
      count: count, inputs: .features(features, width: width),
      targets: .values([], width: network.signature.outputs))
    let rows = (0..<count).map { Int32(truncatingIfNeeded: $0) }
    var answers: [Float] = []
    answers.reserveCapacity(count * network.signature.outputs)
    rows.withUnsafeBufferPointer { rows in
      parameters.withUnsafeBufferPointer { parameters in
        guard let parameters = parameters.baseAddress else { return }
        for start in stride(from: 0, to: count, by: Self.largest) {
          let piece = UnsafeBufferPointer(rebasing: rows[start..<min(start + Self.largest, count)])
          network.predict(parameters: parameters, examples: examples, rows: piece)
          answers += network.predictions
        }
      }
    }
    return answers
  }
}
