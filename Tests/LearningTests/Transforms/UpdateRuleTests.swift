import Spec
import Testing

@testable import Learning

@Suite struct UpdateRuleTests {
  @Test func clippingMustSayWhereItStandsBesideAFilter() {
    let rest = "optimizer: {kind: adam, learning_rate: 1e-3}, clip: {norm: 1}"
    #expect(throws: Never.self) { try readRule("{\(rest)}") }
    let error = #expect(throws: InvalidSpec.self) {
      try readRule("{\(rest), filter: {kind: fir, coefficients: [1]}}")
    }
    #expect(error.map(problems) == ["'clip' does not say whether it acts before or after the filter"])
  }

  @Test func twoGroupsMustNotShareAParameter() throws {
    let groups = "{one: {parameters: matrices}, two: {parameters: \"a.*\"}}"
    let error = #expect(throws: InvalidSpec.self) {
      try RuleBench(
        "{optimizer: {kind: adamw, learning_rate: 1, groups: \(groups)}}",
        parameters: [Float](repeating: 0, count: 11))
    }
    #expect(error.map(problems) == ["parameter 'a.weight' is in two groups, 'one' and 'two'"])
  }

  @Test func everySelectorThatMatchesNothingIsReportedAtOnce() throws {
    let text = """
      optimizer: {kind: adamw, learning_rate: 1, groups: {one: {parameters: "b.*"}}}
      filter: {kind: moving-average, window: 3, gain: 1, parameters: a.wieght}
      constraint: {kind: fixed-norm, parameters: nothing}
      """
    let error = #expect(throws: InvalidSpec.self) {
      try RuleBench(text, parameters: [Float](repeating: 0, count: 11))
    }
    let diagnostics = try #require(error).diagnostics
    #expect(
      diagnostics.map(\.message) == [
        "'a.wieght' matches no parameter", "'b.*' matches no parameter", "'nothing' matches no parameter",
      ])
    #expect(diagnostics[0].hint == "did you mean 'a.weight'?")
    #expect(diagnostics[0].location.line == 2)
  }

  @Test func aConstraintHoldsTheNormOfStepZero() throws {
    let rows = normals(seed: 1, rows: 20, width: 11)
    func norm(_ x: [Float], twice: Bool = false) -> Double {
      x.enumerated().reduce(0) { $0 + Double($1.1 * $1.1) * (twice && $1.0 < 6 ? 2 : 1) }
    }
    for project in ["after-step", "before-backward", "after-evaluation"] {
      for twice in [false, true] {
        let count = twice ? "first-weight-twice" : "plain"
        var bench = try RuleBench(
          """
          {optimizer: {kind: sgd, learning_rate: 0.1}, constraint: {kind: fixed-norm, count: \(count), project: \(project)}}
          """, parameters: rows[0])
        for row in rows { bench.push(row) }
        let error = abs(norm(bench.parameters, twice: twice) / norm(rows[0], twice: twice) - 1)
        #expect((error < 1e-6) == (project == "after-step"))
      }
    }
  }

  @Test func theMomentsOfAnOptimizerOutliveAChangeOfRateButNotOfKind() throws {
    let rows = normals(seed: 2, rows: 10, width: 11)
    var bench = try RuleBench("{optimizer: {kind: adam, learning_rate: 1e-3}}", parameters: rows[0])
    for row in rows { bench.push(row) }
    let before = bench.saved()
    try bench.enter("{optimizer: {kind: adam, learning_rate: 1e-2, weight_decay: 1}}")
    #expect(bench.saved() == before)
    try bench.enter("{optimizer: {kind: adamw, learning_rate: 1e-2}}")
    #expect(bench.saved() != before)
  }

  static let optimizers = [
    "{kind: sgd, learning_rate: 0.01}", "{kind: sgd, learning_rate: 0.01, momentum: 0.9}",
    "{kind: adam, learning_rate: 0.01, weight_decay: 0.1}", "{kind: adamw, learning_rate: 0.01}",
  ]
  static let filters = [
    nil, "{kind: moving-average, window: 7, gain: 5}",
    "{kind: moving-average, window: 7, gain: 5, apply: false, parameters: vectors}",
    "{kind: exponential-moving-average, decay: 0.9, gain: 2}",
    "{kind: exponential-moving-average, decay: 0.9, gain: 2, initial: parameters}",
    "{kind: fir, coefficients: [1, 2, 3], gain: 2}",
    "{kind: iir, numerator: [1, 0, 0.5], denominator: [1, -1.2, 0.5], initial: first-gradient}",
    "{kind: chain, filters: [{kind: moving-average, window: 3, gain: 1}, {kind: fir, coefficients: [1, 1]}]}",
  ]

  @Test(arguments: optimizers, filters)
  func aRestoredRuleGoesOnBitForBit(optimizer: String, filter: String?) throws {
    let text = "{optimizer: \(optimizer)" + (filter.map { ", filter: \($0)}" } ?? "}")
    let rows = normals(seed: 3, rows: 40, width: 11)
    var whole = try RuleBench(text, parameters: rows[0])
    for cut in 0..<20 {
      var resumed = try RuleBench(text, parameters: whole.parameters)
      try resumed.restore(whole.saved(), step: cut)
      var straight = whole
      for step in cut..<(cut + 12) {
        straight.push(rows[step])
        resumed.push(rows[step])
      }
      #expect(resumed.parameters.map(\.bitPattern) == straight.parameters.map(\.bitPattern), "cut at \(cut)")
      whole.push(rows[cut])
    }
  }

  @Test func aStateOfAnotherRuleIsRefused() throws {
    let zeros = [Float](repeating: 0, count: 11)
    var plain = try RuleBench("{optimizer: {kind: adam, learning_rate: 1}}", parameters: zeros)
    var filtered = try RuleBench(
      "{optimizer: {kind: adam, learning_rate: 1}, filter: {kind: moving-average, window: 3, gain: 1}}",
      parameters: zeros)
    let (of, with) = (plain.saved(), filtered.saved())
    #expect(throws: UnfitState.self) { try filtered.restore(of, step: 0) }
    #expect(throws: UnfitState.self) { try plain.restore(with, step: 0) }
  }
}
