import Compute
import Learning
import Spec
import Testing

@testable import Experiment

private func prepared(_ options: [(String, Written)], seed: UInt64 = 58) throws -> PreparedData {
  let dataset = try decoded(.mapping([("kind", "addition-pairs")] + options)) { datasets.decode($0) }
  var random: any RandomSource = MersenneTwister(seed: seed)
  return try #require(dataset).prepare(&random) { _ in [] }
}

private func pairs(_ examples: Examples) -> [[Int32]] {
  guard case .tokens(let tokens, 2, _) = examples.inputs else { return [] }
  return (0..<examples.count).map { Array(tokens[(2 * $0)..<(2 * $0 + 2)]) }
}

private func templates(_ examples: Examples) -> [[Float]] {
  guard case .values(let values, let width) = examples.targets else { return [] }
  return (0..<examples.count).map { Array(values[($0 * width)..<(($0 + 1) * width)]) }
}

@Suite struct AdditionPairsTests {
  /// The splits and templates of the published code after numpy.random.seed(58).
  @Test func theTestPairsAreThePublishedOnes() throws {
    let data = try prepared([("train_size", 45)])
    #expect(data.train.count == 45)
    #expect(
      pairs(data.validation) == [
        [0, 4], [1, 2], [1, 7], [2, 3], [3, 9], [4, 7], [4, 8], [6, 7], [6, 8], [7, 9],
      ])
    // Pairs 18, 25, 34 were drawn first.
    #expect(pairs(data.train).prefix(3) == [[1, 9], [2, 8], [4, 4]])
    #expect(pairs(try prepared([("train_size", 54)]).validation) == [[6, 7]])
    // 1 + 9 = 0 (mod 10), whose template begins so.
    let first = try #require(templates(data.train).first)
    #expect(first.count == 30)
    for (ours, theirs) in zip(first, [-0.95507113, 0.16805618, 0.69049259]) {
      #expect(abs(Double(ours) - theirs) < 1e-7)
    }
  }

  @Test func pairsShareATemplateWhereTheirSumsAreEqual() throws {
    for (variant, count) in [("code", 10), ("paper", 19)] {
      let data = try prepared([("train_size", 54), ("variant", .init(stringLiteral: variant))])
      var bySum: [Int32: Set<[Float]>] = [:]
      for (pair, template) in zip(pairs(data.train), templates(data.train)) {
        #expect(pair[0] <= pair[1])
        let sum = pair[0] + pair[1]
        bySum[variant == "code" ? sum % 10 : sum, default: []].insert(template)
      }
      #expect(bySum.count == count)
      #expect(bySum.values.allSatisfy { $0.count == 1 })
      #expect(Set(bySum.values.flatMap(\.self)).count == count)
    }
  }

  @Test func nativeDrawsDivideAllPairs() throws {
    let dataset = try #require(
      try decoded(["kind": "addition-pairs", "modulus": 4, "train_size": 7]) { datasets.decode($0) })
    var random: any RandomSource = CounterRandom(seed: 1, stream: "split")
    let data = try dataset.prepare(&random) { _ in [] }
    #expect(Set(pairs(data.train) + pairs(data.validation)).count == 10)
    #expect(data.train.count == 7)
  }

  @Test func moreTrainingPairsThanThereAreIsAnError() {
    func wrong(_ size: Written) -> [String] {
      messages(["kind": "addition-pairs", "train_size": size]) { datasets.decode($0) }
    }
    #expect(wrong(55) == ["'55' of 55 pairs cannot train: expected from 1 to 54"])
    #expect(wrong(0) == ["'0' is out of range: expected at least 1"])
  }
}
