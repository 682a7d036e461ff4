import Figures
import Spec

@testable import Experiment
@testable import Learning

/// Measures of weights, figures and tables on fixed numbers.
extension Exercises {
  static func weights(_ measure: any WeightMeasure) throws -> Transcript {
    let layout = ParameterLayout([
      Parameter(name: "representation.weight", shape: [4, 3], offset: 0),
      Parameter(name: "layer.bias", shape: [4], offset: 12),
    ])
    var measure = measure
    try measure.prepare(layout)
    let (now, initial, before, gradient) = (
      normal(16, "now"), normal(16, "initial"), normal(16, "before"), normal(16, "gradient")
    )
    let value = now.withUnsafeBufferPointer { now in
      initial.withUnsafeBufferPointer { initial in
        before.withUnsafeBufferPointer { before in
          gradient.withUnsafeBufferPointer { gradient in
            measure.value(WeightReading(parameters: now, initial: initial, last: (before, gradient)))
          }
        }
      }
    }
    var transcript = Transcript()
    transcript.add(value ?? .nan)
    return transcript
  }

  /// The numbers that a figure's example shows, and the script that draws them; fonts are the machine's matter.
  static func figure(_ example: String) throws -> Transcript {
    let declaration = try ExperimentTests.figure(example)
    let references = declaration.kind.references
    let curves = try ExperimentTests.figure("{kind: curves, y: norm}")
    let tables = (references.marks + references.overlays).map { ($0.text, beside) }
    let inputs = FigureSamples.inputs(
      try table(for: declaration.kind), tables: Dictionary(tables) { first, _ in first },
      panels: Dictionary(
        try references.panels.map {
          ($0.text, try curves.kind.plot(FigureSamples.inputs(FigureSamples.twoRuns)))
        }
      ) { first, _ in first })
    let figure = try declaration.figure("example", inputs)
    var transcript = Transcript()
    transcript.add(figure.csv)
    transcript.add(figure.script)
    return transcript
  }

  /// The numbers that a kind of figure is for.
  private static func table(for kind: any FigureKind) throws -> Table {
    switch kind {
    case is HeatMapFigure:
      var table = Table(axes: ["run", "scale", "size", "seed"], columns: ["validation_error"])
      for (row, size) in [100.0, 138, 1000].enumerated() {
        for (column, scale) in [0.1, 1, 10].enumerated() {
          table.append(
            [.text("grid"), .number(scale), .number(size), .number(0)],
            [.number(0.1 * Double(1 + row + 2 * column))])
        }
      }
      return table
    case is PhaseDiagramFigure:
      var table = Table(axes: ["analysis", "run", "scale", "weight_decay", "seed"], columns: ["step"])
      for (scale, decay, fitted, generalized) in [
        (1.0, 0.1, 100.0, 200.0), (10, 0.1, 100, 5000), (1, 1, 90, 150), (10, 1, 400, .infinity),
      ] {
        let cells: [Outcome] = [
          .number(fitted), generalized.isFinite ? .number(generalized) : .never(after: 9e3),
        ]
        for (name, outcome) in zip(["fitted", "generalized"], cells) {
          table.append([.text(name), .text("grid"), .number(scale), .number(decay), 0], [outcome])
        }
      }
      return table
    case is ResponseFigure: return try table(of: "filter-response")
    case is TrajectoryFigure: return try table(of: "trajectory-pca")
    default: return FigureSamples.twoRuns
    }
  }

  /// Crossings, and a line over a map.
  private static var beside: Table {
    var table = Table(axes: ["run", "seed", "scale"], columns: ["size", "step"])
    let rows: [(seed: Double, scale: Double, size: Double, step: Double)] = [
      (0, 0.1, 130, 500), (1, 1, 400, 510), (2, 10, 900, 520),
    ]
    for row in rows {
      table.append(
        [.text("grokfast"), .number(row.seed), .number(row.scale)], [.number(row.size), .number(row.step)])
    }
    return table
  }

  /// A table of medians, with a published number and a ratio.
  static func renderedTable() throws -> Transcript {
    let diagnostics = Diagnostics()
    let text =
      "{of: time, rows: run, relative_to: {run: baseline}, published: {baseline: 4000, grokfast: never}}"
    let declaration = try TableDeclaration(
      from: Fields(try readYAML(text, file: "example"), diagnostics: diagnostics))
    try diagnostics.throwIfAny()
    let rendered = try declaration.render(
      FigureSamples.crossings([
        ("baseline", 0, 4000), ("baseline", 1, nil), ("baseline", 2, 4400), ("grokfast", 0, 500),
        ("grokfast", 1, 620),
      ]))
    var transcript = Transcript()
    transcript.add(rendered.markdown)
    transcript.add(String(decoding: rendered.csv, as: UTF8.self))
    return transcript
  }
}
