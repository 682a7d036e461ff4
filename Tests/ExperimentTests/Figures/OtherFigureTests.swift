import Figures
import Spec
import Testing

@testable import Experiment

@Suite struct HeatMapFigureTests {
  private func table(runs: [String] = ["grid"]) -> Table {
    var table = Table(axes: ["run", "window", "gain", "seed"], columns: ["step"])
    table.append([.text("baseline"), .absent, .absent, .number(0)], [.number(39890)])
    for run in runs {
      for window in [100.0, 2] {
        for gain in [1.0, 5] {
          for seed in 0..<3 {
            let step =
              window == 2 && seed > 0 ? Outcome.never(after: 60000) : .number(window * gain + Double(seed))
            table.append([.text(run), .number(window), .number(gain), .number(seed)], [step])
          }
        }
      }
    }
    return table
  }

  @Test func cellsAreMediansAndNeverIsEmpty() throws {
    let plot = try #require(
      figure(
        "{kind: heat-map, of: time, x: window, y: gain, value: step, colors: {scale: log}, over_seeds: median}"
      )
      .kind.plot(FigureSamples.inputs(table())) as? HeatMap)
    let grid = try #require(plot.layers.first?.grid)
    #expect(grid.x == [2, 100] && grid.y == [1, 5])
    #expect(grid.values[0].isNaN && grid.values[2].isNaN)
    #expect(grid.values[1] == 101 && grid.values[3] == 501)
    #expect(plot.value.scale == .log)
    #expect(plot.x.ticks == [2, 100])
  }

  @Test func oneMapShowsOneGrid() throws {
    let declaration = try figure("{kind: heat-map, x: window, y: gain, value: step}")
    #expect(throws: FigureFailure.self) {
      try declaration.kind.plot(FigureSamples.inputs(table(runs: ["a", "b"])))
    }
  }

  @Test func contoursAloneCanShowSeveralGrids() throws {
    let plot = try #require(
      figure("{kind: heat-map, x: window, y: gain, value: step, color: run, fill: false, contours: [200]}")
        .kind.plot(FigureSamples.inputs(table(runs: ["a", "b"]))) as? HeatMap)
    #expect(plot.layers.map(\.name) == ["a", "b"])
    #expect(!plot.isFilled)
  }

  @Test func placesOnAnIndexAxisAreInterpolated() throws {
    let plot = try #require(
      figure(
        """
        {kind: heat-map, x: {axis: window, scale: index}, y: {axis: gain, scale: index, reverse: true}, value: step,
         points: {A: {window: 2, gain: 5}, B: {window: 51, gain: 1}}, lines: {gain: [3]}}
        """
      ).kind.plot(FigureSamples.inputs(table())) as? HeatMap)
    #expect(plot.markers == [.init("A", x: 0, y: 1), .init("B", x: 0.5, y: 0)])
    #expect(plot.horizontals == [0.5])
    #expect(plot.x.scale == .index(["2", "100"]))
    #expect(plot.y.reversed)
  }

  @Test func overlaysFollowAnAnalysis() throws {
    var critical = Table(axes: ["run", "window"], columns: ["gain"])
    critical.append([.text("grid"), .number(100)], [.number(1)])
    critical.append([.text("grid"), .number(2)], [.number(4)])
    let plot = try #require(
      figure("{kind: heat-map, x: window, y: gain, value: step, overlay: critical}")
        .kind.plot(FigureSamples.inputs(table(), tables: ["critical": critical])) as? HeatMap)
    #expect(plot.overlays.map { $0.points.map(\.x) } == [[2, 100]])
    #expect(plot.overlays.map { $0.points.map(\.y) } == [[4, 1]])
  }
}

@Suite struct TrajectoryFigureTests {
  private var plane: Table {
    var table = Table(axes: ["run", "step"], columns: ["pc1", "pc2"])
    for run in ["grokfast", "baseline"] {
      for step in stride(from: 0, through: 1000, by: 100) {
        table.append([.text(run), .number(step)], [.number(Double(step)), .number(Double(-step))])
      }
    }
    return table
  }

  @Test func pathsFollowTheOrderOfRunsAndCarryMoments() throws {
    let moments = Moments(["A": .start, "B": .after(.steps(450)), "C": .end])
    let plot = try #require(
      figure("{kind: trajectory, of: plane, x: pc1, y: pc2, color: run, marks: [A, B, C]}")
        .kind.plot(FigureSamples.inputs(plane, moments: moments)) as? Trajectory)
    #expect(plot.paths.map(\.name) == ["baseline", "grokfast"])
    #expect(plot.paths.map(\.points.count) == [11, 11])
    #expect(plot.markers.map(\.label) == ["A", "B", "C", "A", "B", "C"])
    #expect(plot.markers.map(\.x) == [0, 500, 1000, 0, 500, 1000])
    #expect(plot.equalScales)
    #expect(plot.x.label == "PC 1")
  }

  @Test func aCrossingMarksTheFirstPointAfterIt() throws {
    let times = FigureSamples.crossings([("baseline", 0, nil), ("grokfast", 0, 710)])
    let moments = Moments(["G": .crossing(Name("time", at: SourceLocation(file: "", line: 1, column: 1)))])
    let plot = try #require(
      figure("{kind: trajectory, x: pc1, y: pc2, marks: [G]}")
        .kind.plot(FigureSamples.inputs(plane, tables: ["time": times], moments: moments)) as? Trajectory)
    #expect(plot.markers.map(\.x) == [800])
  }
}

@Suite struct ResponseAndPanelsTests {
  private var transfer: Table {
    var table = Table(axes: ["filter", "frequency"], columns: ["magnitude", "phase"])
    for frequency in [0.0, 1, 2] {
      table.append([.text("ma"), .number(frequency)], [.number(5), .number(0)])
    }
    return table
  }

  @Test func aResponseShowsTheColumnAskedFor() throws {
    let plot = try #require(
      figure("{kind: response, show: magnitude}").kind.plot(FigureSamples.inputs(transfer)) as? Curves)
    #expect(plot.series.map(\.name) == ["ma"])
    #expect(plot.x.label == "Frequency (radians per step)")
    #expect(throws: FigureFailure.self) {
      try figure("{kind: response, show: impulse}").kind.plot(FigureSamples.inputs(transfer))
    }
  }

  @Test func bothSidesStandSideBySide() throws {
    var impulse = Table(axes: ["filter", "time"], columns: ["impulse"])
    for time in 0..<4 { impulse.append([.text("ma"), .number(time)], [.number(0.25)]) }
    let both = Table.stacked([("h", impulse), ("H", transfer)])
    let plot = try figure("{kind: response, of: [h, H]}").kind.plot(FigureSamples.inputs(both))
    let panels = try #require(plot as? Panels)
    #expect(panels.rows.map(\.count) == [2])
  }

  @Test func panelsComposeFiguresByName() throws {
    let a = try curves("{kind: curves, y: norm}", FigureSamples.inputs(FigureSamples.twoRuns))
    let inputs = FigureSamples.inputs(FigureSamples.twoRuns, panels: ["a": a, "b": a])
    let declaration = try figure("{kind: panels, layout: [[a, b], [a]]}")
    let panels = try #require(try declaration.kind.plot(inputs) as? Panels)
    #expect(panels.rows.map(\.count) == [2, 1])
    #expect(declaration.kind.references.panels.map(\.text) == ["a", "b", "a"])
    #expect(declaration.width == .twoColumns)
    #expect(throws: FigureFailure.self) {
      try figure("{kind: panels, layout: [[a, missing]]}").kind.plot(inputs)
    }
  }
}
