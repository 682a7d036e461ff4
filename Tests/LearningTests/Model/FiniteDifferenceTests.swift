import Compute
import Spec
import Testing

@testable import Learning

@Suite struct FiniteDifferenceTests {
  /// Moves all parameters along random directions and compares the change of the loss with the gradient's prediction.
  ///
  /// The loss is a float32 network's, so its noise is some 1e-7 of it; with a step of 0.002 along a direction of
  /// about unit length the central difference then errs by some 1e-5 to 1e-4 from noise and by the third derivative
  /// times 0.002² / 6 from curvature. Both stay below 2e-3 of the gradient's length.
  @Test(arguments: 0..<PyTorchLayersTests.count) func lossesChangeAsGradientsSay(_ index: Int) throws {
    let item = try #require(try fixture("layers.json").array)[index]
    let bench = try LayerFixture.bench(item)
    bench.learn(bench.all)
    let gradient = bench.gradient.map(Double.init)
    let start = bench.parameters
    let length = gradient.reduce(0) { $0 + $1 * $1 }.squareRoot()
    var random = MersenneTwister(seed: 5)
    for trial in 0..<4 {
      var direction = [Float](repeating: 0, count: start.count)
      direction.withUnsafeMutableBufferPointer { random.fillNormal($0, mean: 0, deviation: 1) }
      // Half of each direction lies along the gradient: at random alone slopes would drown in noise.
      let norm = direction.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
      let mixed = zip(direction, gradient).map { Float(0.7 * Double($0) / norm + 0.7 * $1 / length) }
      let slope = zip(mixed, gradient).reduce(0.0) { $0 + Double($1.0) * $1.1 }
      func loss(_ step: Float) -> Double {
        bench.parameters = zip(start, mixed).map { $0 + step * $1 }
        return Double(bench.learn(bench.all))
      }
      let step: Float = 0.002
      let measured = (loss(step) - loss(-step)) / (2 * Double(step))
      #expect(abs(measured - slope) <= 2e-3 * length, "trial \(trial): \(measured) against \(slope)")
    }
  }
}
