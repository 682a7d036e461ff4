import Spec
import Testing

@testable import Experiment

private func metrics(_ accuracies: [Outcome], every: Int = 10, run: String = "a") -> Table {
  var table = Table(axes: ["run", "seed", "step"], columns: ["validation_accuracy", "norm"])
  for (index, accuracy) in accuracies.enumerated() {
    table.append([.text(run), 0, .number(index * every)], [accuracy, .number(Double(100 - index))])
  }
  return table
}

private func crossing(_ options: [(String, Written)], _ table: Table) throws -> [Outcome] {
  let result = try analysis(.mapping([("kind", "crossing"), ("metric", "validation_accuracy")] + options))
    .run(inputs(table))
  return result.columns.map { $0[0] }
}

@Suite struct CrossingTests {
  @Test func theFirstRecordedValueAtTheLevelCountsAndNothingIsInterpolated() throws {
    let table = metrics([0, 0.5, .missing, 0.95, 0.2, 0.97])
    #expect(try crossing([("reaches", 0.95)], table) == [30])
    #expect(try crossing([("reaches", 0.1), ("read", "norm")], table) == [10, 99])
    #expect(try crossing([("falls_to", 0)], table) == [0])
  }

  @Test func aRunThatNeverCrossesIsCensoredAtItsLastRecordedValue() throws {
    #expect(
      try crossing([("reaches", 0.95), ("read", "norm")], metrics([0, 0.5, .missing])) == [
        .never(after: 10), .missing,
      ])
    #expect(try crossing([("reaches", 0.95)], metrics([.missing])) == [.never(after: nil)])
  }

  @Test func aSustainedCrossingHoldsForTheDurationOrToTheEnd() throws {
    let table = metrics([0, 0.95, 0.96, 0.9, 0.95, 0.99, 0.99, 0.99, 0.8, 0.97, 0.98])
    #expect(try crossing([("reaches", 0.95), ("sustained", 10)], table) == [10])
    #expect(try crossing([("reaches", 0.95), ("sustained", 30)], table) == [40])
    #expect(try crossing([("reaches", 0.95), ("sustained", "3 epochs")], table) == [40])
    // A run that ends first is judged to its end.
    #expect(try crossing([("reaches", 0.95), ("sustained", 40)], table) == [90])
    #expect(try crossing([("reaches", 0.95), ("sustained", "end")], table) == [90])
  }

  @Test func aDivergedValueMeetsNothing() throws {
    #expect(try crossing([("falls_to", 1)], metrics([.number(.nan), 2, 0.5])) == [20])
  }

  @Test func rowsNeedNoOrder() throws {
    #expect(try crossing([("reaches", 0.5)], metrics([0, 0.6, 0.7]).rows([2, 1, 0])) == [10])
  }

  @Test func anyAxisCanBeSearched() throws {
    var landscape = Table(axes: ["run", "scale", "size"], columns: ["error"])
    for scale in [1.0, 2] {
      for (size, error) in [(1000.0, 0.1), (100, 0.35), (10, 0.9)] {
        landscape.append(["grid", .number(scale), .number(size)], [.number(error * scale)])
      }
    }
    let result = try analysis(["kind": "crossing", "metric": "error", "falls_to": 0.4, "along": "size"])
      .run(inputs(landscape))
    #expect(
      String(decoding: result.csv(), as: UTF8.self) == """
        "run","scale",size
        grid,1,100
        grid,2,1000

        """)
  }

  @Test func wrongSettingsAreReported() throws {
    #expect(
      wrongAnalysis(["kind": "crossing", "metric": "x"]) == [
        "a crossing needs either 'reaches' or 'falls_to'"
      ])
    #expect(
      wrongAnalysis(["kind": "crossing", "metric": "x", "reaches": 1, "sustained": "long"])
        == ["'long' is not a duration such as 500 or 3 epochs, or 'end'"])
    let wrong = try analysis([
      "kind": "crossing", "metric": "validation_acuracy", "reaches": 1, "read": ["nrm"],
    ])
    #expect(
      messages { _ = wrong.outline(of: metrics([]).outline, $0) } == [
        "there is no metric 'validation_acuracy'; did you mean 'validation_accuracy'?",
        "there is no metric 'nrm'; did you mean 'norm'?",
      ])
    #expect(throws: AnalysisFailure("'sustained' counts epochs, which a/seed=0 does not have")) {
      let counted = try analysis(
        ["kind": "crossing", "metric": "norm", "reaches": 1, "sustained": "2 epochs"])
      _ = try counted.run(inputs(metrics([1]), stepsPerEpoch: nil))
    }
  }

  @Test func summariesTakeTheLastTheBestOrAnExtreme() throws {
    var table = Table(axes: ["run", "step"], columns: ["validation_loss", "train_accuracy"])
    for (step, loss) in [(20, Outcome.missing), (0, 3), (10, 1), (15, .number(.nan)), (18, 2)] {
      table.append(["a", .number(step)], [loss, loss])
    }
    let result = try analysis([
      "kind": "summary",
      "values": [
        "validation_loss": "best", "train_accuracy": "best",
        "last": ["of": "validation_loss", "take": "final"],
        "top": ["of": "validation_loss", "take": "maximum"],
      ],
    ]).run(inputs(table))
    #expect(
      String(decoding: result.csv(), as: UTF8.self) == """
        "run",last,top,train_accuracy,validation_loss
        a,2,3,3,1

        """)
    #expect(
      wrongAnalysis(["kind": "summary", "values": ["norm": "best"]])
        == ["'norm' does not say whether high or low is best; write minimum or maximum"])
    #expect(
      wrongAnalysis(["kind": "summary", "values": ["norm": "finl"]])
        == ["'finl' is not one of final, best, minimum, maximum; did you mean 'final'?"])
  }
}
