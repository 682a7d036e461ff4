import Spec
import Testing

@testable import Learning

@Suite struct MeasureTests {
  /// Predictions for rows 1, 0, 2 of three samples with two outputs each.
  private static let predictions: [Float] = [0.9, 0.2, 0.4, 0.4, -1, 3]
  private static let rows: [Int32] = [1, 0, 2]

  private func sum(_ measure: String, _ targets: Examples.Targets, loss: String) throws -> Double {
    let examples = Examples(count: 3, inputs: .features([0, 0, 0], width: 1), targets: targets)
    let measure = try read(measure, from: measures)
    let loss = try read(loss, from: losses)
    let sum = Self.predictions.withUnsafeBufferPointer { predictions in
      Self.rows.withUnsafeBufferPointer { rows in
        predictions.baseAddress.map {
          measure.sum(of: $0, outputs: 2, examples: examples, rows: rows, loss: loss)
        }
      }
    }
    return try #require(sum)
  }

  private static let classes = Examples.Targets.classes([0, 0, 0], classes: 2)
  private static let values = Examples.Targets.values([0.4, 0.4, 1, 0, -1, 2], width: 2)

  @Test func accuracyCountsTheFirstOfTheLargest() throws {
    #expect(try sum("kind: accuracy", Self.classes, loss: "kind: cross-entropy") == 2)
    #expect(try sum("kind: error", Self.classes, loss: "kind: cross-entropy") == 1)
  }

  @Test func squaredErrorIsSummedOverOutputs() throws {
    let loss = "kind: mean-squared-error"
    #expect(abs(try sum("kind: squared-error", Self.values, loss: loss) - (0.01 + 0.04 + 0 + 1)) < 1e-6)
    #expect(abs(try sum("kind: loss", Self.values, loss: loss) - (0.01 + 0.04 + 0 + 1) / 2) < 1e-6)
    let hot = "{kind: mean-squared-error, target: one-hot}"
    let expected = 0.01 + 0.04 + 0.36 + 0.16 + 4 + 9
    #expect(abs(try sum("kind: squared-error", Self.classes, loss: hot) - expected) < 1e-5)
  }

  @Test(arguments: [(0.02, 1.0), (0.03, 2.0), (0.6, 3.0)])
  func fractionWithinCountsSmallMeanErrors(_ tolerance: Double, _ count: Double) throws {
    let measure = "{kind: fraction-within, tolerance: \(tolerance)}"
    #expect(try sum(measure, Self.values, loss: "kind: mean-squared-error") == count)
  }

  /// Of rows 1, 0, 2 with targets (1, 0), (0.4, 0.4), (-1, 2): a yes is a prediction above 0, or a target above 1/2.
  @Test func answersAreRightOnTheRightSide() throws {
    let loss = "kind: binary-cross-entropy"
    #expect(try sum("kind: accuracy", Self.values, loss: loss) == 0.5 + 0 + 1)
    #expect(try sum("kind: error", Self.values, loss: loss) == 1.5)
    let signature = Signature(inputs: .features(width: 1), targets: .values(width: 2))
    try read("kind: accuracy", from: measures).check(signature, read(loss, from: losses))
  }

  @Test func onlyClassesHaveAnAccuracy() throws {
    let signature = Signature(inputs: .features(width: 1), targets: .values(width: 2))
    let loss = try read("kind: mean-squared-error", from: losses)
    for kind in ["accuracy", "error"] {
      let measure = try read("kind: \(kind)", from: measures)
      #expect(throws: InvalidSpec.self) { try measure.check(signature, loss) }
    }
  }

  @Test func everyExampleReadsBack() throws {
    for entry in measures.entries { _ = try read(entry.example, from: measures) }
    for entry in losses.entries { _ = try read(entry.example, from: losses) }
    for entry in architectures.entries { _ = try read(entry.example, from: architectures) }
  }
}
