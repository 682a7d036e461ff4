internal import Pipeline
internal import Spec

/// Runs, what they did, and how they ended.
struct RunsText {
  struct Run {
    let note: RunNote
    /// `complete`, `failed`, `stopped`, `running`, or `killed` for one that never said how it ended.
    let outcome: String
  }

  let runs: [Run]

  func text(_ style: Style) -> String {
    var table = TextTable(trailing: [3, 4])
    for run in runs {
      table.add([
        .init(run.note.run), .init(RunNote.start(of: run.note.run), .dim), .init(run.note.experiment, .bold),
        .init(run.note.seconds.map { readable(seconds: $0) } ?? ""),
        .init(run.note.outcome == nil ? "" : counted(run.note.ran, "stage")),
        .init(run.outcome, RunsText.color(of: run.outcome)),
      ])
    }
    return runs.isEmpty ? "no runs\n" : table.text(style)
  }

  /// One run, with each piece of its work.
  func text(work: [WorkNote], _ style: Style) -> String {
    var table = TextTable(indent: 2, trailing: [2, 4])
    for piece in work {
      table.add([
        .init(piece.stage + (piece.steps.map { " " + $0 } ?? "")), .init(piece.outcome),
        .init(readable(seconds: piece.seconds)),
        .init(piece.attempt > 1 ? "attempt \(piece.attempt)" : ""),
        .init(piece.peakMemory.map { "at most " + readable(bytes: $0) } ?? "", .dim),
      ])
    }
    let spec = runs.first.map { "  of \($0.note.spec)\n" } ?? ""
    return text(style) + spec + table.text(style)
  }

  var json: JSON { ["schema": 1, "runs": .array(runs.map(\.json))] }

  func json(work: [WorkNote]) -> JSON {
    let pieces = work.map { piece -> JSON in
      [
        "stage": .string(piece.stage), "steps": piece.steps.map(JSON.string) ?? .null,
        "outcome": .string(piece.outcome), "seconds": .number(piece.seconds),
        "attempt": .integer(piece.attempt),
        "peakMemory": piece.peakMemory.map(JSON.integer) ?? .null,
      ]
    }
    return ["schema": 1, "runs": .array(runs.map(\.json)), "work": .array(pieces)]
  }

  private static func color(of outcome: String) -> Style.Color {
    switch outcome {
    case "complete": .green
    case "running": .cyan
    case "stopped": .yellow
    default: .red
    }
  }
}

extension RunsText.Run {
  fileprivate var json: JSON {
    [
      "run": .string(note.run), "started": .string(RunNote.start(of: note.run)),
      "experiment": .string(note.experiment), "spec": .string(note.spec), "outcome": .string(outcome),
      "seconds": note.seconds.map(JSON.number) ?? .null, "ran": .integer(note.ran),
      "failed": .array(note.failed.map(JSON.string)),
    ]
  }
}
