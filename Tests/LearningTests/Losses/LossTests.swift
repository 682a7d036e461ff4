import Glibc
import Spec
import Testing

@testable import Learning

@Suite struct LossTests {
  private static let predictions: [Float] = (0..<60).map { Float(($0 * 37) % 23) * 0.5 - 5 }
  private static let rows: [Int32] = [2, 0, 2]
  private static let outputs = 20

  private func sum(_ loss: String, _ targets: Examples.Targets, scale: Float) throws -> (Double, [Float]) {
    let loss = try read(loss, from: losses)
    var gradient = [Float](repeating: .nan, count: Self.predictions.count)
    let sum = Self.predictions.withUnsafeBufferPointer { predictions in
      Self.rows.withUnsafeBufferPointer { rows in
        gradient.withUnsafeMutableBufferPointer { gradient in
          predictions.baseAddress.map {
            let alone = loss.sum(
              of: $0, outputs: Self.outputs, targets: targets, rows: rows, scale: 1, gradient: nil)
            let both = loss.sum(
              of: $0, outputs: Self.outputs, targets: targets, rows: rows, scale: scale,
              gradient: gradient.baseAddress)
            // Asking for the gradient as well must not change the loss by more than a rounding.
            #expect(abs(alone - both) <= 1e-6 * abs(both))
            return both
          }
        }
      }
    }
    return (try #require(sum), gradient)
  }

  @Test func crossEntropyFollowsItsDefinition() throws {
    let classes: [Int32] = [3, 0, 19]
    let (sum, gradient) = try sum("kind: cross-entropy", .classes(classes, classes: 20), scale: 0.25)
    var expected = 0.0
    for (sample, row) in Self.rows.enumerated() {
      let logits = Self.predictions[(sample * 20)..<(sample * 20 + 20)].map(Double.init)
      let total = logits.reduce(0) { $0 + Glibc.exp($1) }
      let right = Int(classes[Int(row)])
      expected -= Glibc.log(Glibc.exp(logits[right]) / total)
      for output in 0..<20 {
        let slope = 0.25 * (Glibc.exp(logits[output]) / total - (output == right ? 1 : 0))
        #expect(abs(Double(gradient[sample * 20 + output]) - slope) <= 1e-7)
      }
    }
    #expect(abs(sum - expected) <= 1e-6 * expected)
  }

  @Test func squaredErrorIsAveragedOverOutputs() throws {
    let values = (0..<60).map { Float($0) * 0.1 }
    let (sum, gradient) = try sum("kind: mean-squared-error", .values(values, width: 20), scale: 0.5)
    var expected = 0.0
    for (sample, row) in Self.rows.enumerated() {
      for output in 0..<20 {
        let error = Double(Self.predictions[sample * 20 + output] - values[Int(row) * 20 + output])
        expected += error * error / 20
        #expect(abs(Double(gradient[sample * 20 + output]) - 0.5 * 2 * error / 20) <= 1e-6)
      }
    }
    #expect(abs(sum - expected) <= 1e-9 * expected)
  }

  /// Answers between no and yes, and logits small enough that float32 probabilities still tell them apart.
  @Test(arguments: ["logits", "probabilities"])
  func binaryCrossEntropyFollowsItsDefinition(_ argument: String) throws {
    let values = (0..<60).map { Float($0 % 5) / 4 }
    let (sum, gradient) = try sum(
      "{kind: binary-cross-entropy, of: \(argument)}", .values(values, width: 20), scale: 0.5)
    var expected = 0.0
    for (sample, row) in Self.rows.enumerated() {
      for output in 0..<20 {
        let logit = Double(Self.predictions[sample * 20 + output])
        let target = Double(values[Int(row) * 20 + output])
        let probability = 1 / (1 + Glibc.exp(-logit))
        expected -= (target * Glibc.log(probability) + (1 - target) * Glibc.log(1 - probability)) / 20
        #expect(abs(Double(gradient[sample * 20 + output]) - 0.5 * (probability - target) / 20) <= 1e-7)
      }
    }
    // 1 - p loses digits where p is near 1: at a logit of 6, four of seven.
    #expect(abs(sum - expected) <= (argument == "logits" ? 1e-9 : 1e-4) * expected)
  }

  /// What torch.nn.BCELoss and torch.nn.BCEWithLogitsLoss give for a logit of 200, of which a sigmoid makes 1.
  @Test(arguments: [("logits", 200.0, 1.0), ("probabilities", 100.0, 0.0)])
  func aLogitBeyondAllRoundingIsBoundedOrExact(_ argument: String, _ expected: Double, _ slope: Double) throws
  {
    let loss = try read("{kind: binary-cross-entropy, of: \(argument)}", from: losses)
    var gradient: Float = .nan
    let logit: Float = 200
    let sum = withUnsafePointer(to: logit) { logit in
      withUnsafeMutablePointer(to: &gradient) { gradient in
        [Int32(0)].withUnsafeBufferPointer { rows in
          loss.sum(
            of: logit, outputs: 1, targets: .values([0], width: 1), rows: rows, scale: 1, gradient: gradient)
        }
      }
    }
    #expect(abs(sum - expected) <= 1e-6)
    #expect(abs(Double(gradient) - slope) <= 1e-6)
  }

  @Test func oneHotComparesWithOneForTheRightClass() throws {
    let classes: [Int32] = [3, 0, 19]
    let plain = (0..<3).flatMap { row in (0..<20).map { Float($0 == Int(classes[row]) ? 1 : 0) } }
    let hot = try sum(
      "{kind: mean-squared-error, target: one-hot}", .classes(classes, classes: 20), scale: 1)
    let same = try sum("kind: mean-squared-error", .values(plain, width: 20), scale: 1)
    #expect(hot == same)
  }

  @Test(arguments: [
    ("kind: cross-entropy", false, "needs classes"),
    ("kind: binary-cross-entropy", true, "values between 0 and 1"),
    ("kind: mean-squared-error", true, "compares with values"),
    ("{kind: mean-squared-error, target: one-hot}", false, "needs classes"),
  ])
  func aLossThatDoesNotFitTheTargetsSaysSo(_ loss: String, _ classes: Bool, _ message: String) throws {
    let signature = Signature(
      inputs: .features(width: 1), targets: classes ? .classes(3) : .values(width: 3))
    let loss = try read(loss, from: losses)
    let error = #expect(throws: InvalidSpec.self) { try loss.check(signature) }
    #expect(error?.diagnostics.first?.message.contains(message) == true)
    #expect(error?.diagnostics.first?.location.file == "kind.yaml")
  }
}
