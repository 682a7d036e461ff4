import Spec
import Testing

@testable import Learning

@Suite struct FilterTests {
  static let descent = "optimizer: {kind: sgd, learning_rate: 0}"

  @Test func theFirstStepOfAnExponentialMeanIsAmplifiedByTheFullGain() throws {
    let rows = normals(seed: 1, rows: 1, width: 11)
    var bench = try RuleBench(
      "{\(Self.descent), filter: {kind: exponential-moving-average, decay: 0.98, gain: 2}}",
      parameters: rows[0])
    let left = bench.push(rows[0])
    #expect(relativeError(left, rows[0].map { 3 * Double($0) }) < 1e-7)
  }

  @Test func aRecursiveFilterWithOnePoleIsAnExponentialMean() throws {
    let rows = normals(seed: 2, rows: 200, width: 11)
    var mean = try RuleBench(
      "{\(Self.descent), filter: {kind: exponential-moving-average, decay: 0.9, gain: 2}}",
      parameters: rows[0])
    var pole = try RuleBench(
      """
      {\(Self.descent), filter: {kind: iir, numerator: [0.2], denominator: [2, -1.8], gain: 2, initial: first-gradient}}
      """, parameters: rows[0])
    for row in rows { #expect(relativeError(pole.push(row), mean.push(row).map(Double.init)) < 1e-6) }
  }

  @Test func anUnappliedChainFeedsItsFiltersAndLeavesTheGradientAlone() throws {
    let rows = normals(seed: 3, rows: 30, width: 11)
    let chain = """
      kind: chain, filters: [{kind: exponential-moving-average, decay: 0.9, gain: 1}, {kind: fir, coefficients: [1, 1]}]
      """
    var staged = try RuleBench("{\(Self.descent), filter: {\(chain), apply: false}}", parameters: rows[0])
    var whole = try RuleBench("{\(Self.descent), filter: {\(chain)}}", parameters: rows[0])
    for row in rows.prefix(20) {
      #expect(staged.push(row) == row)
      whole.push(row)
    }
    try staged.enter("{\(Self.descent), filter: {\(chain)}}")
    for row in rows.suffix(10) { #expect(staged.push(row) == whole.push(row)) }
  }

  @Test(arguments: ["[1, -1]", "[1, -2.1, 1.2]", "[1, 0, 1]", "[0.5, -1.9, 1.9]"])
  func anUnstableRecursionIsRefused(denominator: String) {
    let error = #expect(throws: InvalidSpec.self) {
      try readRule("{\(Self.descent), filter: {kind: iir, numerator: [1], denominator: \(denominator)}}")
    }
    #expect(
      error.map(problems) == [
        "this filter is unstable: a root of the denominator is not inside the unit circle"
      ])
  }

  @Test func settingsThatDoNotActNowAreNoPartOfTheRule() throws {
    func identity(_ filter: String) throws -> JSON? {
      try readRule("{\(Self.descent), filter: {kind: moving-average, \(filter)}}").identity(
        stepsPerEpoch: 10)["filter"]
    }
    #expect(
      try identity("window: 9, gain: 5, apply: false")
        == identity("window: 9, gain: 1, mode: replace, apply: false"))
    #expect(try identity("window: 9, gain: 5, apply: false") != identity("window: 8, gain: 5, apply: false"))
    #expect(try identity("window: 9, gain: 5") != identity("window: 9, gain: 1"))
    #expect(try identity("window: 9, gain: 5, apply: false, fill: from-trigger") == nil)
  }

  @Test func everyExampleIsReadAndRuns() throws {
    let families: [(String, [(String, String)])] = [
      ("filter", filters.entries.map { ($0.kind, $0.example) }),
      ("schedule", schedules.entries.map { ($0.kind, $0.example) }),
      ("constraint", constraints.entries.map { ($0.kind, $0.example) }),
      ("optimizer", optimizers.entries.map { ($0.kind, $0.example) }),
    ]
    let rows = normals(seed: 4, rows: 3, width: 11)
    for (family, kinds) in families {
      for (kind, example) in kinds {
        let indented = example.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n")
        let rest = family == "optimizer" ? "" : "\n\(Self.descent)"
        var bench = try RuleBench("\(family):\n\(indented)\(rest)", parameters: rows[0])
        for row in rows { bench.push(row) }
        let isFinite = bench.parameters.allSatisfy { $0.isFinite }
        #expect(isFinite, "\(kind)")
      }
    }
  }
}
