import Spec
import Testing

@testable import Learning

@Suite struct MessinessTests {
  private static let layout = ParameterLayout([
    Parameter(name: "representation.weight", shape: [4, 2], offset: 1),
    Parameter(name: "decoder.0.bias", shape: [3], offset: 9),
  ])

  private func messiness(of places: [Float]) throws -> Double? {
    var measure = try read("{kind: messiness, parameters: representation.*}", from: weightMeasures)
    try measure.prepare(Self.layout)
    let parameters = [9] + places + [7, 7, 7]
    return parameters.withUnsafeBufferPointer {
      measure.value(WeightReading(parameters: $0, initial: $0, last: nil))
    }
  }

  @Test func anEvenLineHasNone() throws {
    #expect(try #require(try messiness(of: [1, -2, 1.5, -1, 2, 0, 2.5, 1])) < 1e-6)
  }

  @Test func placesWithoutATrendHaveAllOfIt() throws {
    #expect(try messiness(of: [1, 0, -1, 0, -1, 0, 1, 0]) == 1)
  }

  /// Places 0, 0, 0, 4: the best line has slope 1.2 and leaves 12 - 7.2 of the squares.
  @Test func inBetweenItIsTheShareThatALineLeaves() throws {
    let value = try #require(try messiness(of: [0, 0, 0, 0, 0, 0, 4, 0]))
    #expect(abs(value - (4.8 / 12).squareRoot()) < 1e-12)
  }

  @Test func equalPlacesHaveNoValue() throws {
    #expect(try messiness(of: [3, 1, 3, 1, 3, 1, 3, 1]) == nil)
  }

  @Test func itLooksAtOneTable() throws {
    var measure = try read("{kind: messiness}", from: weightMeasures)
    let error = #expect(throws: InvalidSpec.self) { try measure.prepare(Self.layout) }
    #expect(error?.diagnostics.first?.message.contains("one table, but 2") == true)
  }
}
