import Figures
import Spec
import Testing

@testable import Experiment

/// Tables as grokking runs give them, small enough to check by hand.
enum FigureSamples {
  /// Metrics of runs whose training accuracy rises at once and whose validation accuracy rises at `middle`; run and
  /// seed as given, every 100 steps until `end`.
  static func metrics(_ runs: [(run: String, gain: Double?, seed: Int, middle: Int, end: Int)]) -> Table {
    var table = Table(
      axes: ["run", "gain", "seed", "step"],
      columns: ["train_accuracy", "validation_accuracy", "train_loss", "validation_loss", "norm"])
    for (run, gain, seed, middle, end) in runs {
      for step in stride(from: 100, through: end, by: 100) {
        let accuracy = step >= middle ? 1.0 : Double(seed) / 100
        table.append(
          [.text(run), gain.map(AxisValue.number) ?? .absent, .number(seed), .number(step)],
          [
            .number(step >= 200 ? 1 : 0), .number(accuracy), .number(0.1), .number(2 - accuracy),
            .number(Double(step)),
          ])
      }
    }
    return table
  }

  static let twoRuns = metrics([
    ("grokfast", nil, 0, 500, 1000), ("grokfast", nil, 1, 600, 900), ("baseline", nil, 0, 4000, 5000),
    ("baseline", nil, 1, 4500, 5000),
  ])

  static let sweep = metrics([
    ("baseline", nil, 0, 4000, 5000), ("by-gain", 5, 0, 700, 3000), ("by-gain", 1, 0, 2000, 3000),
    ("by-gain", 2, 0, 1500, 3000),
  ])

  /// Where each run and seed crossed; nil for never.
  static func crossings(_ rows: [(run: String, seed: Int, step: Double?)]) -> Table {
    var table = Table(axes: ["run", "seed"], columns: ["step"])
    for (run, seed, step) in rows {
      table.append([.text(run), .number(seed)], [step.map(Outcome.number) ?? .never(after: 5000)])
    }
    return table
  }

  static func inputs(
    _ table: Table, tables: [String: Table] = [:], moments: Moments = Moments(),
    panels: [String: any Plot] = [:],
    runs: [String] = ["baseline", "grokfast", "by-gain"], labels: Labels = Labels()
  ) -> FigureInputs {
    FigureInputs(table: table, tables: tables, moments: moments, panels: panels, runs: runs, labels: labels)
  }
}

/// Reads one entry of `figures:` that must be right.
func figure(_ yaml: String) throws -> FigureDeclaration {
  let diagnostics = Diagnostics()
  let fields = Fields(try readYAML(yaml, file: "test.yaml"), diagnostics: diagnostics)
  let declaration = try FigureDeclaration(from: fields)
  try diagnostics.throwIfAny()
  return declaration
}

/// The messages of reading one entry of `figures:`, with their hints after a semicolon.
func figureMessages(_ yaml: String) throws -> [String] {
  let diagnostics = Diagnostics()
  let fields = Fields(try readYAML(yaml, file: "test.yaml"), diagnostics: diagnostics)
  _ = try? FigureDeclaration(from: fields)
  return diagnostics.all.map { $0.message + ($0.hint.map { "; \($0)" } ?? "") }
}

/// The curves that a figure shows.
func curves(_ yaml: String, _ inputs: FigureInputs) throws -> Curves {
  try #require(try figure(yaml).kind.plot(inputs) as? Curves)
}
