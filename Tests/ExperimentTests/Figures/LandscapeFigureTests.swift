import Figures
import Spec
import Testing

@testable import Experiment

@Suite struct PhaseDiagramFigureTests {
  /// Steps to fit and to generalize; nil for never.
  private func table(
    _ cells: [(scale: Double, fitted: Double?, generalized: Double?)], runs: [String] = ["grid"]
  ) -> Table {
    var table = Table(axes: ["analysis", "run", "scale", "weight_decay", "seed"], columns: ["step"])
    for run in runs {
      for (scale, fitted, generalized) in cells {
        for (analysis, step) in [("fitted", fitted), ("generalized", generalized)] {
          for seed in 0..<3 {
            table.append(
              [.text(analysis), .text(run), .number(scale), 0.1, .number(seed)],
              [step.map { .number($0 + Double(seed)) } ?? .never(after: 1e5)])
          }
        }
      }
    }
    return table
  }

  private let yaml =
    "{kind: phase-diagram, of: [fitted, generalized], x: scale, y: weight_decay, fitted: fitted, generalized: generalized}"

  @Test func twoTimesMakeFourPhases() throws {
    let cells = table([
      (1, 50, 900), (2, 50, 2000), (3, 50, nil), (4, nil, nil), (5, nil, 100), (6, 100, 1100), (7, 100, 1101),
    ])
    let plot = try #require(try figure(yaml).kind.plot(FigureSamples.inputs(cells)) as? HeatMap)
    let names = plot.data.rows.map { $0[2] }
    #expect(
      names == [
        "comprehension", "grokking", "memorization", "confusion", "confusion", "comprehension", "grokking",
      ])
    #expect(
      plot.categories.map(\.name) == ["comprehension", "grokking", "memorization", "confusion"])
  }

  @Test func oneDiagramShowsOneSweepOfTheCrossingsNamed() throws {
    let several = table([(1, 50, 900)], runs: ["a", "b"])
    #expect(throws: FigureFailure.self) { try figure(yaml).kind.plot(FigureSamples.inputs(several)) }
    let other = yaml.split(separator: "fitted: fitted").joined(separator: "fitted: learnt")
    #expect(throws: FigureFailure.self) {
      try figure(other).kind.plot(FigureSamples.inputs(table([(1, 50, 900)])))
    }
  }
}

@Suite struct HeatMapPathTests {
  private var grid: Table {
    var table = Table(axes: ["run", "scale", "messiness", "seed"], columns: ["loss"])
    for scale in [1.0, 2, 3] {
      for messiness in [0.0, 1] {
        table.append(["grid", .number(scale), .number(messiness), 0], [.number(scale)])
      }
    }
    return table
  }

  /// Two trajectories, whose second coordinate both seeds of the first differ in.
  private var trajectories: Table {
    var table = Table(axes: ["run", "start", "seed", "step"], columns: ["scale", "messiness"])
    for (start, seed, shift) in [(1.0, 0, 0.0), (1, 1, 0.2), (2, 0, 0.5)] {
      for step in [2.0, 0, 1] {
        table.append(
          ["grid", .number(start), .number(seed), .number(step)],
          [.number(1 + step), .number(step / 4 + shift)])
      }
    }
    return table
  }

  @Test func aPathIsALinePerStartInOrderOfItsStepsWithSeedsSummarised() throws {
    let plot = try #require(
      try figure(
        "{kind: heat-map, x: scale, y: messiness, value: loss, paths: [way], stars: {G: {scale: 2, messiness: 0}}, descent: 1}"
      ).kind.plot(FigureSamples.inputs(grid, tables: ["way": trajectories])) as? HeatMap)
    #expect(plot.overlays.map(\.name) == ["way", "way"])
    #expect(plot.overlays.allSatisfy(\.isDirected) && plot.overlayNames == ["way"])
    #expect(
      plot.overlays[0].points.map(\.x) == [1, 2, 3] && plot.overlays[1].points.map(\.y) == [0.5, 0.75, 1])
    #expect(zip(plot.overlays[0].points.map(\.y), [0.1, 0.35, 0.6]).allSatisfy { abs($0 - $1) < 1e-12 })
    #expect(plot.stars == [.init("G", x: 2, y: 0)] && plot.descent == 1)
  }

  @Test func placesMustBeNamed() throws {
    #expect(
      try figureMessages("{kind: heat-map, x: scale, y: messiness, value: loss, stars: true}") == [
        "'stars' of a heat map is a mapping of places"
      ])
  }
}
