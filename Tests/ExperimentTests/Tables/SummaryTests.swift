import Testing

@testable import Experiment

@Suite struct SummaryTests {
  @Test func missingOutcomesDoNotCount() {
    #expect(Summary.median([3, .missing, 1, 2]) == 2)
    #expect(Summary.mean([.missing, 1, 2]) == 1.5)
    #expect(Summary.median([.missing]) == .missing)
  }

  @Test func theMedianOfAnEvenNumberLiesBetweenTheMiddleTwo() {
    #expect(Summary.median([4, 1, 3, 2]) == 2.5)
  }

  @Test func aMedianThatACensoredRunDoesNotEnterIsANumber() {
    #expect(Summary.median([790, .never(after: 60000), 910]) == 910)
    #expect(Summary.median([1, 2, .never(after: nil), 3, .never(after: nil)]) == 3)
  }

  @Test func aMedianThatACensoredRunEntersIsCensoredWhereItMustLie() {
    #expect(Summary.median([790, .never(after: 60000)]) == .never(after: 30395))
    #expect(Summary.median([790, .never(after: 60000), .never(after: 70000)]) == .never(after: 60000))
    // The true values behind 500 and 500 may lie below 39,890: nothing more than 500 is certain.
    #expect(Summary.median([39890, .never(after: 500), .never(after: 500)]) == .never(after: 500))
    #expect(Summary.median([790, .never(after: nil)]) == .never(after: nil))
  }

  @Test func oneCensoredRunCensorsTheMean() {
    #expect(Summary.mean([100, .never(after: 500)]) == .never(after: 300))
  }

  @Test func aDivergedRunCountsAboveEveryNumber() {
    #expect(Summary.median([1, 2, .number(.nan)]) == 2)
  }

  @Test func spreadsAreRangeQuartilesOrSampleDeviation() {
    let outcomes: [Outcome] = [4, 1, 2, 3]
    #expect(Spread.range(outcomes) == .init(low: 1, high: 4, deviation: nil))
    #expect(Spread.iqr(outcomes) == .init(low: 1.75, high: 3.25, deviation: nil))
    // Squares of 1.5, .5, .5, 1.5 sum to 5; divided by 3.
    #expect(abs((Spread.std(outcomes)?.deviation ?? 0) - (5.0 / 3).squareRoot()) < 1e-15)
    #expect(Spread.std([1]) == nil)
    #expect(Spread.std([1, .never(after: 5)]) == nil)
    #expect(Spread.range([1, .never(after: 5)])?.high == .never(after: 5))
  }

  @Test func ratiosSayWhatACensoredSideLeavesKnown() {
    #expect(Ratio(790, to: 39890).readable == "0.0198 (1/50.5)")
    #expect(Ratio(790, to: .never(after: 60000)).readable == "< 0.0132 (less than 1/75.9)")
    #expect(Ratio(.never(after: 60000), to: 39890).readable == "> 1.50")
    #expect(Ratio(.never(after: 60000), to: .never(after: nil)).readable == "—")
    #expect(Ratio(1, to: 0).readable == "—")
    #expect(Ratio(1, to: 1).readable == "1.00")
  }

  @Test(arguments: [
    (39890, "39,890"), (0, "0"), (-1_234_567, "-1,234,567"), (563.7, "563.7"), (0.00659, "0.00659"),
    (12345.678, "12,346"), (0.99996, "1"), (9.8e-5, "9.8e-5"), (0.0001, "0.0001"), (1e20, "1e20"),
    (-0.5, "-0.5"),
    (999.96, "1,000"), (.infinity, "infinite"), (.nan, "not a number"),
  ])
  func numbersAreWrittenForPeople(_ value: Double, _ text: String) {
    #expect(readable(value) == text)
  }
}
