import Spec
import Testing

@testable import Learning

/// What a target at every position means to losses, measures and evaluations.
@Suite struct PositionTargetTests {
  private static let length = 3
  private static let outputs = 4
  /// Windows of `2 0 3 1 1 0`; the targets of window i are the three tokens from i + 1 on.
  private static let examples = Examples(
    count: 3, inputs: .windows([2, 0, 3, 1, 1], length: 3, vocabulary: 4),
    targets: .windows([0, 3, 1, 1, 0], length: 3, classes: 4))
  private static let rows: [Int32] = [2, 0]
  private static let predictions = (0..<24).map { Float(($0 * 7) % 11) * 0.3 }

  /// The same six predictions as samples of their own.
  private static let apart = Examples(
    count: 6, inputs: .features([Float](repeating: 0, count: 6), width: 1),
    targets: .classes([1, 1, 0, 0, 3, 1], classes: 4))

  @Test func crossEntropyIsTheMeanOverPositions() throws {
    let loss = try read("kind: cross-entropy", from: losses)
    func sum(_ examples: Examples, _ rows: [Int32], _ scale: Float) -> (Double, [Float]) {
      var gradient = [Float](repeating: .nan, count: 24)
      let total = rows.withUnsafeBufferPointer { rows in
        loss.sum(
          of: Self.predictions, outputs: 4, targets: examples.targets, rows: rows, scale: scale,
          gradient: &gradient)
      }
      return (total, gradient)
    }
    let together = sum(Self.examples, Self.rows, 0.5)
    let apart = sum(Self.apart, Array(0..<6), 0.5 / 3)
    #expect(abs(together.0 - apart.0 / 3) <= 1e-12)
    #expect(together.1 == apart.1)
  }

  @Test(arguments: ["accuracy", "error", "loss"]) func measuresAreMeansOverPositions(_ kind: String) throws {
    let measure = try read("kind: \(kind)", from: measures)
    let loss = try read("kind: cross-entropy", from: losses)
    func mean(_ examples: Examples, _ rows: [Int32]) -> Double {
      rows.withUnsafeBufferPointer { rows in
        measure.sum(of: Self.predictions, outputs: 4, examples: examples, rows: rows, loss: loss)
      } / Double(rows.count)
    }
    #expect(abs(mean(Self.examples, Self.rows) - mean(Self.apart, Array(0..<6))) <= 1e-12)
  }

  @Test(arguments: ["{kind: fraction-within, tolerance: 1}", "kind: squared-error"])
  func aMeasureOfOneTargetRefusesMany(_ text: String) throws {
    let measure = try read(text, from: measures)
    let loss = try read("kind: cross-entropy", from: losses)
    #expect(throws: InvalidSpec.self) { try measure.check(Signature(Self.examples), loss) }
    #expect(throws: InvalidSpec.self) {
      try read("kind: mean-squared-error", from: losses).check(Signature(Self.examples))
    }
  }

  @Test func allOfATextAreTheStretchesThatDoNotOverlap() throws {
    let spec = try readTraining(
      """
      loss: cross-entropy
      batch_size: 2
      order: random-crops
      optimizer: {kind: sgd, learning_rate: 0}
      evaluate: {every: 1, over: {validation: 2 batches}}
      phases: {fit: {until: 1}}
      """)
    #expect(Self.examples.distance == 3)
    let evaluation = spec.evaluations[0]
    #expect(
      evaluation.chosenRows(.train, count: 10, distance: 3, batch: 2, seed: 1, step: 0) == [0, 3, 6, 9])
    let random = evaluation.chosenRows(.validation, count: 10, distance: 3, batch: 2, seed: 1, step: 0)
    #expect(random.count == 4 && Set(random).count == 4)
  }
}
