import Compute
import Testing

@testable import Learning

/// Columns that are zero in a whole table change nothing but the time it takes.
@Suite struct UnusedColumnsTests {
  private static let width = 300
  private static let model = "{kind: mlp, widths: [300, 140, 3], activation: tanh}"

  /// A picture's border, a hole and a single column; row 40 shows something everywhere if `full`.
  private func examples(isUsed: (Int) -> Bool, full: Bool) -> Examples {
    var random = MersenneTwister(seed: 3)
    var features = [Float](repeating: 0, count: 41 * Self.width)
    for row in 0..<41 {
      for column in 0..<Self.width {
        let number = Float(random.below(9)) - 4
        if isUsed(column) && row < 40 || full && row == 40 {
          features[row * Self.width + column] = number + 0.5
        }
      }
    }
    return Examples(
      count: 41, inputs: .features(features, width: Self.width),
      targets: .classes((0..<41).map { Int32($0 % 3) }, classes: 3))
  }

  @Test(
    arguments: [
      { $0 >= 17 && $0 < 290 && !(100..<130).contains($0) && $0 != 200 }, { $0 == 7 }, { _ in false },
      { _ in true },
    ] as [@Sendable (Int) -> Bool])
  func productsLeaveThemOut(isUsed: @Sendable (Int) -> Bool) throws {
    let sparse = try Bench(Self.model, examples(isUsed: isUsed, full: false))
    let full = try Bench(Self.model, examples(isUsed: isUsed, full: true))
    let rows = (0..<40).map { Int32($0) }
    let loss = sparse.learn(rows)
    #expect(abs(loss - full.learn(rows)) <= 1e-6 * loss)
    #expect(relativeError(sparse.predictions, full.predictions.map(Double.init)) <= 1e-6)
    #expect(relativeError(sparse.gradient, full.gradient.map(Double.init)) <= 1e-6)
    let weights = sparse.network.layout.parameters[0]
    for output in 0..<weights.shape[0] {
      for column in 0..<Self.width where !isUsed(column) {
        #expect(sparse.gradient[weights.offset + output * Self.width + column] == 0)
      }
    }
  }

  @Test func usedColumnsAreThoseBetweenTheFirstAndTheLastThatAreNotAllZero() {
    #expect(usedColumns([0, 1, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0], width: 6) == 1..<5)
    #expect(usedColumns([0, 0, 0, 0, 0, 0], width: 3) == 0..<0)
    #expect(usedColumns([0, 0, 1, 1, 0, 0], width: 3) == 0..<3)
    #expect(usedColumns([], width: 3) == 0..<0)
  }
}
