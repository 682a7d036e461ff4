import Compute
import Learning
import Spec
import Testing

@testable import Experiment

private func prepared(_ options: [(String, Written)]) throws -> PreparedData {
  let dataset = try decoded(.mapping([("kind", "modular-arithmetic")] + options)) { datasets.decode($0) }
  var random: any RandomSource = TestRandom(counter: 0)
  return try #require(dataset).prepare(&random) { _ in [] }
}

private func rows(_ examples: Examples) -> [[Int32]] {
  guard case .tokens(let tokens, let length, _) = examples.inputs,
    case .classes(let targets, _) = examples.targets
  else { return [] }
  return (0..<examples.count).map { Array(tokens[($0 * length)..<(($0 + 1) * length)]) + [targets[$0]] }
}

@Suite struct ModularArithmeticTests {
  @Test func thePublishedDataAre9312EquationsHalfOfThemForTraining() throws {
    // The test's permutation is the reverse order, so training starts with 96 * 96 = 9216 = 1 (mod 97).
    let data = try prepared([("operation", "multiply")])
    #expect(data.train.count == 4656 && data.validation.count == 4656)
    #expect(rows(data.train).prefix(3) == [[96, 98, 96, 97, 1], [96, 98, 95, 97, 2], [96, 98, 94, 97, 3]])
    #expect(rows(data.validation).suffix(2) == [[0, 98, 2, 97, 0], [0, 98, 1, 97, 0]])
    guard case .tokens(_, 4, 99) = data.train.inputs, case .classes(_, 99) = data.train.targets else {
      Issue.record("99 tokens and 99 classes")
      return
    }
  }

  @Test func equationsAreEnumeratedWithXOutside() throws {
    let data = try prepared([
      ("operation", "add"), ("modulus", 3), ("split", "first"), ("second_operand", "all"),
    ])
    #expect(
      rows(data.train) + rows(data.validation) == [
        [0, 4, 0, 3, 0], [0, 4, 1, 3, 1], [0, 4, 2, 3, 2], [1, 4, 0, 3, 1], [1, 4, 1, 3, 2], [1, 4, 2, 3, 0],
        [2, 4, 0, 3, 2], [2, 4, 1, 3, 0], [2, 4, 2, 3, 1],
      ])
    // round(0.5 * 9): halves away from zero.
    #expect(data.train.count == 5)
  }

  @Test func omnigroksEquationsHaveThreeTokensAndIncludeZero() throws {
    let data = try prepared([
      ("operation", "add"), ("modulus", 113), ("second_operand", "all"), ("tokens", "x-y-eq"),
      ("train_fraction", 0.3), ("rounding", "down"), ("split", "first"),
    ])
    // int(0.3 * 12769), where 3830.7 would be nearer to 3831.
    #expect(data.train.count == 3830 && data.validation.count == 8939)
    #expect(rows(data.train).prefix(2) == [[0, 0, 113, 0], [0, 1, 113, 1]])
    #expect(rows(data.validation).last == [112, 112, 113, 111])
    guard case .tokens(_, 3, 114) = data.train.inputs, case .classes(_, 114) = data.train.targets else {
      Issue.record("114 tokens and 114 classes")
      return
    }
  }

  @Test func dividingUndoesMultiplying() throws {
    let data = try prepared([("operation", "divide"), ("modulus", 97)])
    for row in rows(data.train) + rows(data.validation) { #expect(row[4] * row[2] % 97 == row[0]) }
  }

  /// x = 5 and y = 4 modulo 7; 1/4 is 2.
  @Test(arguments: [
    ("add", 9), ("subtract", 1), ("multiply", 20), ("divide", 10), ("x^2+y^2", 41), ("x^2+xy+y^2", 61),
    ("x^2+xy+y^2+x", 66), ("x^3+xy", 145), ("x^3+xy^2+y", 209),
  ])
  func everyOperationIsItsFormula(_ operation: String, _ result: Int) throws {
    let data = try prepared([("operation", .init(stringLiteral: operation)), ("modulus", 7)])
    let row = (rows(data.train) + rows(data.validation)).first { $0[0] == 5 && $0[2] == 4 }
    #expect(row?[4] == Int32(result % 7))
  }

  @Test func aLimitKeepsTheFirstEquations() throws {
    let data = try prepared([("operation", "add"), ("modulus", 5), ("limit", 6), ("train_fraction", 0.34)])
    #expect(data.train.count == 2 && data.validation.count == 4)
    #expect((rows(data.train) + rows(data.validation)).allSatisfy { $0[0] <= 1 })
  }

  @Test func aStratifiedSplitDividesEachClassAlike() throws {
    let data = try prepared([
      ("operation", "add"), ("modulus", 7), ("split", "stratified"), ("train_fraction", 0.5),
    ])
    for answer in Int32(0)..<7 { #expect(rows(data.train).count { $0[4] == answer } == 3) }
    #expect(data.train.count + data.validation.count == 42)
  }

  @Test func wrongSettingsAreReported() {
    func wrong(_ options: [(String, Written)]) -> [String] {
      messages(.mapping([("kind", "modular-arithmetic")] + options)) { datasets.decode($0) }
    }
    #expect(
      wrong([("operation", "add"), ("modulus", 98)]) == ["modulus 98 is not a prime; the nearest is 97"])
    #expect(
      wrong([("operation", "divide"), ("second_operand", "all")])
        == ["division needs a second operand that is not zero; write second_operand: nonzero"])
    #expect(
      wrong([("operation", "add"), ("train_fraction", 1)])
        == ["'1' is out of range: expected above 0 and below 1"])
    #expect(
      wrong([("operation", "add"), ("modulus", 2), ("train_fraction", 0.01)])
        == ["train_fraction 0.01 puts 0 of 2 equations into training"])
    #expect(
      wrong([("operation", "add"), ("seed", -1)]) == ["'-1' is not \(BlockSeed.expectation)"])
    #expect(
      wrong([("operation", "x^2+xy+y^3")]).first?.hasSuffix("did you mean 'x^2+xy+y^2'?") == true)
  }

  @Test func theShapeIsKnownBeforeAnythingIsMade() throws {
    let dataset = try #require(
      try decoded(["kind": "modular-arithmetic", "operation": "add", "seed": "per-point"]) {
        datasets.decode($0)
      })
    #expect(
      dataset.shape
        == DatasetShape(
          input: .tokens(vocabulary: 99, length: 4), target: .classes(99), trainCount: 4656,
          validationCount: 4656))
    #expect(dataset.seed == .perPoint && dataset.files.isEmpty)
  }
}
