import Figures
import Spec
import Testing

@testable import Experiment

@Suite struct CurvesFigureTests {
  @Test func aBareMeasureShowsBothSplitsOfEveryRun() throws {
    let plot = try curves(
      "{kind: curves, y: accuracy, x: {axis: step, scale: log}}",
      FigureSamples.inputs(FigureSamples.twoRuns))
    #expect(plot.series.map(\.name) == ["baseline", "baseline", "grokfast", "grokfast"])
    #expect(plot.series.map(\.variant) == ["train", "validation", "train", "validation"])
    #expect(plot.series.map(\.weight) == [.light, .strong, .light, .strong])
    #expect(plot.series.map(\.ink) == [.category(0), .category(0), .category(1), .category(1)])
    #expect(plot.x.scale == .log)
    #expect(plot.y.label == "Accuracy")
  }

  @Test func aRunKeepsItsColourWhereOthersAreLeftOut() throws {
    let all = FigureSamples.twoRuns
    let one = all.selecting(try selection("{run: grokfast}"))
    let plot = try curves("{kind: curves, y: validation_accuracy}", FigureSamples.inputs(one))
    #expect(plot.series.map(\.ink) == [.category(1)])
  }

  @Test func severalSeedsBecomeAMedianWhereAllOfThemLive() throws {
    let plot = try curves(
      "{kind: curves, y: validation_accuracy, band: range}", FigureSamples.inputs(FigureSamples.twoRuns))
    let grokfast = try #require(plot.series.first { $0.name == "grokfast" })
    #expect(grokfast.points.last?.x == 900)
    #expect(grokfast.points.first == Curves.Point(x: 100, y: 0.005, low: 0, high: 0.01))
    #expect(grokfast.points.first { $0.x == 500 } == Curves.Point(x: 500, y: 0.505, low: 0.01, high: 1))
  }

  @Test func withoutABandThereIsTheMedianAlone() throws {
    let plot = try curves(
      "{kind: curves, y: validation_accuracy}", FigureSamples.inputs(FigureSamples.twoRuns))
    #expect(plot.series.allSatisfy { series in series.points.allSatisfy { $0.low == nil && $0.high == nil } })
    #expect(plot.series.count == 2)
  }

  @Test func seedsCanBeTheColour() throws {
    let plot = try curves(
      "{kind: curves, y: validation_accuracy, color: seed}",
      FigureSamples.inputs(FigureSamples.twoRuns.selecting(try selection("{run: grokfast}"))))
    #expect(plot.series.map(\.name) == ["seed = 0", "seed = 1"])
  }

  @Test func aSweepIsARampAndItsBaselineGrey() throws {
    let plot = try curves(
      "{kind: curves, y: validation_accuracy, color: gain}",
      FigureSamples.inputs(FigureSamples.sweep, labels: Labels(["gain": "gain λ", "baseline": "no filter"])))
    #expect(plot.series.map(\.name) == ["no filter", "gain λ = 1", "gain λ = 2", "gain λ = 5"])
    #expect(plot.series.map(\.ink) == [.neutral, .ramp(0), .ramp(0.5), .ramp(1)])
  }

  @Test func titlesBeginWithACapitalAndSymbolsStay() throws {
    let labels = Labels(["norm": "weight norm ‖w‖", "gain": "λ of the filter", "pH": "pH", "m": "m"])
    #expect(
      ["norm", "gain", "pH", "m", "validation_loss"].map(labels.title) == [
        "Weight norm ‖w‖", "λ of the filter", "pH", "m", "Validation loss",
      ])
  }

  @Test func unspentAxesTellLinesApart() throws {
    let plot = try curves("{kind: curves, y: norm}", FigureSamples.inputs(FigureSamples.sweep))
    #expect(
      plot.series.map(\.name) == ["baseline", "by-gain, gain = 1", "by-gain, gain = 2", "by-gain, gain = 5"])
    #expect(Set(plot.series.map(\.ink)).count == 4)
  }

  @Test func crossingsAreMarkedAtTheirMediansAndNeverIsNot() throws {
    let times = FigureSamples.crossings([
      ("baseline", 0, 4000), ("baseline", 1, nil), ("grokfast", 0, 500), ("grokfast", 1, 600),
    ])
    let plot = try curves(
      "{kind: curves, y: accuracy, marks: [time]}",
      FigureSamples.inputs(FigureSamples.twoRuns, tables: ["time": times]))
    #expect(plot.marks == [Curves.Mark(x: 550, text: "550", ink: .category(1))])
  }

  @Test func momentsAreMarkedByTheirNames() throws {
    let moments = Moments(["B": .after(.steps(500)), "C": .end])
    let plot = try curves(
      "{kind: curves, y: norm, marks: [B, C], lines: {x: [700], y: [1000]}}",
      FigureSamples.inputs(FigureSamples.twoRuns, moments: moments))
    #expect(plot.marks.map(\.text) == ["700", "B", "B", "C", "C"])
    #expect(plot.marks.map(\.x) == [700, 500, 500, 5000, 900])
    #expect(plot.thresholds == [Curves.Threshold(y: 1000, text: "1,000")])
  }

  @Test func facetsTakeTheValuesOfAnAxisAndAbsentOnesShowInAll() throws {
    let plot = try figure("{kind: curves, y: validation_accuracy, columns: gain}")
      .kind.plot(FigureSamples.inputs(FigureSamples.sweep))
    let facets = try #require(plot as? Facets)
    #expect(facets.columnTitles == ["gain = 1", "gain = 2", "gain = 5"])
    #expect(facets.rowTitles.isEmpty)
    #expect(
      facets.cells.map { $0.map { $0?.series.map(\.name) } } == [
        Array(repeating: ["baseline", "by-gain"], count: 3)
      ])
  }

  @Test func splitsCanBeFacets() throws {
    let plot = try figure("{kind: curves, y: loss, columns: split, color: run}")
      .kind.plot(FigureSamples.inputs(FigureSamples.twoRuns, labels: Labels(["validation": "test"])))
    let facets = try #require(plot as? Facets)
    #expect(facets.columnTitles == ["train", "test"])
    #expect(facets.cells.first?.compactMap { $0?.series.count } == [2, 2])
    #expect(facets.cells.first?.compactMap { $0?.series.first?.weight } == [.strong, .strong])
  }

  @Test func aSecondAxisIsDashed() throws {
    let plot = try curves(
      "{kind: curves, y: validation_accuracy, y2: norm}", FigureSamples.inputs(FigureSamples.twoRuns))
    #expect(plot.y2?.label == "Norm")
    #expect(plot.series.map(\.onSecondAxis) == [false, true, false, true])
    #expect(plot.series.map(\.dashed) == [false, true, false, true])
  }

  @Test func smoothedLinesKeepTheirRawValuesFaintly() throws {
    let plot = try curves(
      "{kind: curves, y: validation_accuracy, smooth: 0.5, raw: faint}",
      FigureSamples.inputs(FigureSamples.twoRuns.selecting(try selection("{run: grokfast, seed: 0}"))))
    #expect(plot.series.map(\.weight) == [.faint, .strong])
    #expect(plot.series[0].points.first { $0.x == 500 }?.y == 1)
    #expect(plot.series[1].points.first { $0.x == 500 }?.y == 0.5)
  }

  @Test func analysesAreDrawnAlongASweep() throws {
    var times = Table(axes: ["run", "weight_decay", "seed"], columns: ["step"])
    for (decay, step) in [(0.1, 900.0), (0.01, 3000), (1, 400)] {
      times.append([.text("grokfast"), .number(decay), .number(0)], [.number(step)])
    }
    let plot = try curves(
      "{kind: curves, of: time, x: {axis: weight_decay, scale: log}, y: {axis: step, scale: log, offset: 1}}",
      FigureSamples.inputs(times))
    #expect(plot.series.map(\.shape) == [.linePoints])
    #expect(plot.series[0].points.map(\.x) == [0.01, 0.1, 1])
    #expect(plot.series[0].points.map(\.y) == [3001, 901, 401])
    #expect(plot.x.ticks == [0.01, 0.1, 1])
    #expect(plot.x.label == "Weight decay")
  }

  @Test func aFigureWithoutDataSaysSo() throws {
    let empty = FigureSamples.twoRuns.rows([])
    #expect(throws: FigureFailure.self) {
      try figure("{kind: curves, y: accuracy}").kind.plot(FigureSamples.inputs(empty))
    }
  }

  @Test func namesThatTheTableLacksAreReported() throws {
    let outline = FigureSamples.twoRuns.outline
    let declaration = try figure("{kind: curves, y: acuracy, x: stap, color: gan}")
    let diagnostics = Diagnostics()
    declaration.kind.check(against: outline, diagnostics)
    #expect(
      diagnostics.all.map(\.message) == [
        "there is no axis or column 'stap'", "there is no column 'acuracy'", "there is no axis 'gan'",
      ])
    #expect(diagnostics.all.compactMap(\.hint).allSatisfy { $0.hasPrefix("did you mean") })
    let right = Diagnostics()
    try figure("{kind: curves, y: accuracy, color: run, columns: split}").kind.check(against: outline, right)
    #expect(right.isEmpty)
  }

  private func selection(_ yaml: String) throws -> Selection {
    try #require(Selection.decode(try readYAML(yaml, file: "test.yaml"), Diagnostics()))
  }
}
