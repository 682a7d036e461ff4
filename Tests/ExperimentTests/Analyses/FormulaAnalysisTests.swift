import Spec
import Testing

@testable import Experiment

private let filters: Written = [
  "average": ["kind": "moving-average", "window": 100, "gain": 5],
  "exponential": ["kind": "exponential-moving-average", "decay": 0.98, "gain": 2],
  "short": ["kind": "fir", "coefficients": [0.5, 0.25, -0.125], "gain": 3],
  "band": [
    "kind": "iir", "numerator": [0.042925, 0, -0.042925], "denominator": [1, -1.91037, 0.91415], "gain": 2,
  ],
]

@Suite struct FilterResponseTests {
  private func transfer() throws -> Table {
    try analysis(["kind": "filter-response", "points": 401, "filters": filters]).run(inputs())
  }

  @Test func theClosedFormIsTheFourierSumOfTheImpulseResponse() throws {
    let table = try transfer()
    #expect(table.count == 4 * 401)
    let errors = try #require(table.column("dft_error"))
    for row in 0..<table.count { #expect((errors[row].number ?? .nan) <= 1e-12) }
  }

  @Test func anAverageKeepsItsGainAtFrequencyZeroAndHasItsZeros() throws {
    let table = try transfer()
    func magnitude(_ filter: AxisValue, _ point: Int) throws -> Double {
      let rows = (0..<table.count).filter { table.axes[0][$0] == filter }
      return try #require(table.column("magnitude")?[rows[point]].number)
    }
    #expect(abs(try magnitude("average", 0) - 5) < 1e-14)
    #expect(abs(try magnitude("exponential", 0) - 2) < 1e-14)
    // 2 pi / 100 is point 8 of 400 in pi.
    #expect(try magnitude("average", 8) < 1e-14)
    // alpha = .98: lambda (1 - alpha) / (1 + alpha) at pi.
    #expect(abs(try magnitude("exponential", 400) - 2 * 0.02 / 1.98) < 1e-14)
  }

  @Test func anImpulseResponseIsTheFormula() throws {
    let table = try analysis(
      ["kind": "filter-response", "show": "impulse", "length": 3, "filters": filters]
    ).run(inputs())
    let values = try #require(table.column("impulse"))
    func near(_ row: Int, _ expected: Double) -> Bool { abs((values[row].number ?? .nan) - expected) < 1e-15 }
    #expect(near(0, 0.05) && near(2, 0.05))
    // band: b0, b1 - a1 b0.
    #expect(near(3, 2 * 0.042925) && near(4, 2 * 1.91037 * 0.042925))
    #expect(near(6, 0.04) && near(7, 0.04 * 0.98))
    #expect(near(9, 1.5) && near(11, -0.375))
  }

  @Test func wrongFiltersAreReported() {
    func wrong(_ filter: Written) -> [String] {
      wrongAnalysis(["kind": "filter-response", "filters": ["a": filter]])
    }
    #expect(
      wrong(["kind": "iir", "numerator": [1], "denominator": [1, -2, 1]]) == [
        "this filter is unstable: its output grows without end; every root of the denominator must lie inside the "
          + "unit circle"
      ])
    #expect(
      wrong(["kind": "iir", "numerator": [1], "denominator": [0, 1]])
        == ["the first coefficient of the denominator must not be zero"])
    #expect(
      wrong(["kind": "exponential-moving-average", "decay": 1]) == [
        "'1' is out of range: expected from 0 and below 1"
      ])
    #expect(wrong(["kind": "moving-average"]) == ["missing 'window': expected a whole number"])
    #expect(
      wrongAnalysis(["kind": "filter-response"]) == ["at least one filter is needed under 'filters'"])
  }
}

@Suite struct LinearOptimizerIdentityTests {
  private func result(_ options: [(String, Written)]) throws -> Table {
    try analysis(.mapping([("kind", "linear-optimizer-identity"), ("filters", filters)] + options)).run(
      inputs())
  }

  @Test func filteringGradientsFiltersUpdatesWithoutDampeningOrFromAStateAtRest() throws {
    for options: [(String, Written)] in [[("dampening", 0)], [("starts", "zero")]] {
      let table = try result(options)
      let failures = try #require(table.column("failure"))
      for row in 0..<table.count { #expect((failures[row].number ?? .nan) <= 1e-14) }
    }
  }

  @Test func withDampeningFromTheFirstGradientItFailsByExactlyThePredictedTerm() throws {
    let table = try result([("dampening", 0.9), ("starts", "first-gradient")])
    #expect(table.count == 8)
    for row in 0..<table.count {
      #expect((table.column("failure")?[row].number ?? 0) > 1e-6)
      #expect((table.column("prediction_error")?[row].number ?? 1) <= 1e-14)
    }
  }

  @Test func everyCombinationHasItsRow() throws {
    let table = try result([("length", 10), ("momentum", [0.5, 0.9])])
    #expect(table.count == 4 * 2 * 2 * 2 * 2)
    #expect(table.outline.axes == ["filter", "variant", "start", "momentum", "dampening"])
  }
}

@Suite struct FitTests {
  private func fit(_ points: [(Double, Outcome)], form: String = "linear") throws -> [Outcome] {
    var table = Table(axes: ["x", "seed"], columns: ["y"])
    for (index, point) in points.enumerated() { table.append([.number(point.0), .number(index)], [point.1]) }
    let result = try analysis(["kind": "fit", "x": "x", "y": "y", "form": .init(stringLiteral: form)])
      .run(inputs(table))
    return result.columns.map { $0[0] }
  }

  @Test func aPowerLawIsFoundOnLogarithms() throws {
    let points = [1.0, 2, 4, 8].map { ($0, Outcome.number(3 / $0)) }
    let found = try fit(points, form: "power")
    #expect(found[0].number.map { abs($0 + 1) < 1e-14 } == true)
    #expect(found[4].number.map { abs($0 - 3) < 1e-13 } == true)
  }

  @Test func theSlopeOfALineHasItsErrorAndInterval() throws {
    // y = 1, 3, 2, 5 over 0 ... 3: slope 1.1, residuals squared sum 2.7, so the error is sqrt(2.7 / 2 / 5).
    let found = try fit([(0, 1), (1, 3), (2, 2), (3, 5), (9, .never(after: 100)), (9, .missing)])
    let error = (2.7 / 2 / 5).squareRoot()
    // With two degrees of freedom the distribution is t / sqrt(2 + t^2).
    let quantile = 0.95 * (2 / (1 - 0.95 * 0.95)).squareRoot()
    let expected = [1.1, error, 1.1 - quantile * error, 1.1 + quantile * error, 1.1, 4, 1]
    for (cell, value) in zip(found, expected) { #expect(abs((cell.number ?? .nan) - value) < 1e-12) }
  }

  @Test func tooFewPointsGiveNoSlope() throws {
    #expect(try fit([(1, 1)])[0] == .missing)
    #expect(try fit([(1, 1), (1, 2)])[0] == .missing)
    #expect(try fit([(1, 1), (2, 2)])[0...1] == [1, .missing])
    #expect(throws: AnalysisFailure("a power law needs positive numbers: x 0.0, y 1.0")) {
      _ = try fit([(0, 1)], form: "power")
    }
  }

  @Test(arguments: [
    (1, 12.706204736174694), (2, 4.302652729749463), (5, 2.570581835636315), (30, 2.042272456301238),
  ])
  func quantilesAreThoseOfStudent(_ degrees: Int, _ quantile: Double) {
    #expect(abs(studentQuantile(degrees: degrees) - quantile) < 1e-12)
  }
}
