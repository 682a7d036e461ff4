import Compute
import Learning
import Spec
import Testing

@testable import Experiment

@Suite struct TeacherStudentTests {
  private func dataset(_ options: [(String, Written)] = []) throws -> any DatasetKind {
    let small: [(String, Written)] = [
      ("kind", "teacher-student"), ("widths", [3, 4, 2]), ("activation", "tanh"), ("train_size", 7),
      ("validation_size", 5),
    ]
    return try #require(try decoded(.mapping(small + options)) { datasets.decode($0) })
  }

  /// `W₂ tanh(W₁ x + b₁) + b₂` in float64, with the parameters that come first from the generator.
  @Test func targetsAreTheTeachersAnswers() throws {
    var random: any RandomSource = MersenneTwister(seed: 4)
    let data = try dataset().prepare(&random) { _ in [] }
    var again = MersenneTwister(seed: 4)
    func uniform(_ count: Int, _ bound: Float) -> [Double] {
      var values = [Float](repeating: 0, count: count)
      values.withUnsafeMutableBufferPointer { again.fillUniform($0, from: -bound, to: bound) }
      return values.map(Double.init)
    }
    let (third, half) = (Float(1 / 3.0.squareRoot()), Float(0.5))
    let (weight1, bias1) = (uniform(12, third), uniform(4, third))
    let (weight2, bias2) = (uniform(8, half), uniform(2, half))
    for (split, count) in [(data.train, 7), (data.validation, 5)] {
      guard case .features(let x, 3) = split.inputs, case .values(let y, 2) = split.targets else {
        Issue.record("three features and two values")
        continue
      }
      #expect(split.count == count && x.count == 3 * count && y.count == 2 * count)
      var inputs = [Float](repeating: 0, count: 3 * count)
      inputs.withUnsafeMutableBufferPointer { again.fillNormal($0, mean: 0, deviation: 1) }
      #expect(inputs == x)
      for row in 0..<count {
        let features = x[(3 * row)..<(3 * row + 3)].map(Double.init)
        let hidden = answers(weight1, bias1, features).map(hyperbolicTangent)
        let expected = answers(weight2, bias2, hidden)
        for output in 0..<2 {
          // A handful of float32 products.
          #expect(abs(Double(y[2 * row + output]) - expected[output]) < 1e-6)
        }
      }
    }
  }

  /// `W x + b`.
  private func answers(_ weight: [Double], _ bias: [Double], _ x: [Double]) -> [Double] {
    bias.indices.map { unit in
      var sum: Double = bias[unit]
      for (input, value) in x.enumerated() { sum += weight[x.count * unit + input] * value }
      return sum
    }
  }

  private func hyperbolicTangent(_ x: Double) -> Double {
    // Taylor's series of e^(x/32), then six squarings give e^(2x): enough for |x| < 8.
    let root = (1...14).reversed().reduce(1.0) { 1 + x / 32 / Double($1) * $0 }
    let exponential = (0..<6).reduce(root) { power, _ in power * power }
    return (exponential - 1) / (exponential + 1)
  }

  @Test func theShapeIsKnownBeforeAnythingIsDrawn() throws {
    #expect(
      try dataset().shape
        == DatasetShape(
          input: .features(width: 3), target: .values(width: 2), trainCount: 7, validationCount: 5))
  }

  @Test func aSecondReadingGivesTheSameData() throws {
    var first: any RandomSource = CounterRandom(seed: 2, stream: "split")
    var second: any RandomSource = CounterRandom(seed: 2, stream: "split")
    let dataset = try dataset()
    #expect(try dataset.prepare(&first) { _ in [] } == dataset.prepare(&second) { _ in [] })
  }

  @Test func sizesAndWidthsAreChecked() {
    func wrong(_ widths: Written, _ size: Written) -> [String] {
      messages(["kind": "teacher-student", "widths": widths, "train_size": size, "validation_size": 1]) {
        datasets.decode($0)
      }
    }
    #expect(wrong([5], 1) == ["1 widths make no layer: expected inputs and outputs"])
    #expect(wrong([5, 2], 0) == ["'0' is out of range: expected from 1 to 10000000"])
  }
}
