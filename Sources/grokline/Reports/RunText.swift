internal import Experiment
internal import Pipeline
internal import Spec

/// What a run says when it is over.
struct RunText {
  let name: String
  let plan: Plan
  let report: RunReport
  let progress: RunProgress
  let seconds: Double
  /// The command line, for the line that does it again.
  let command: [String]

  private struct Row {
    let family: String
    var counts: [Outcome: Int] = [:]
  }

  fileprivate enum Outcome: String, CaseIterable {
    case hit, restored, ran, failed, skipped
  }

  /// Stages by what became of them, and where figures and tables are.
  func closing(_ style: Style) -> String {
    let rows = rows
    var text = ""
    if rows.contains(where: { $0.counts.keys.contains { $0 != .hit } }) {
      let outcomes = Outcome.allCases.filter { outcome in
        outcome != .skipped || rows.contains { $0.counts[outcome] != nil }
      }
      var table = TextTable(trailing: Set(1...outcomes.count + 1))
      table.add([""] + outcomes.map { .init($0.rawValue, .dim) } + [.init("time", .dim)])
      for row in rows {
        table.add(
          [.init(row.family)]
            + outcomes.map { .init(row.counts[$0].map(String.init) ?? "·", $0.color(row.counts)) }
            + [.init(progress.seconds[row.family].map(readable(seconds:)) ?? "")])
      }
      text += table.text(style) + "\n"
    }
    text += sentence(rows) + "\n"
    for healed in report.summary.healed { text += "healed: \(healed.onOneLine)\n" }
    let shown = exported
    if !shown.isEmpty {
      text += "results: \(shortened(report.folder))/\n"
      var table = TextTable(indent: 2)
      for file in shown {
        table.add([.init(file.text), .init(file.isNew ? "new" : "", .green)])
      }
      text += table.text(style)
    }
    return text
  }

  /// What failed, where its log is, and the line that tries again.
  func failures(_ style: Style) -> String {
    var text = ""
    for failure in report.summary.failures {
      text += style("failed", .red) + " \(failure.stage): \(failure.message)\n"
      if let log = failure.log { text += "  log: \(shortened(log))\n" }
    }
    if report.summary.wasCancelled { text += "stopped: what was trained is kept\n" }
    if !report.summary.isComplete { text += "\(report.summary.wasCancelled ? "go on" : "retry"): \(retry)\n" }
    return text
  }

  /// The same command; work that was forced and done need not be done again.
  private var retry: String {
    var words: [String] = []
    var isForce = false
    for word in command {
      if isForce {
        isForce = false
      } else if word == "--force" {
        isForce = true
      } else if !word.hasPrefix("--force=") {
        words.append(word)
      }
    }
    return words.map(shellWord).joined(separator: " ")
  }

  /// `quickstart: 12 stages: 9 hit, 1 restored, 2 ran, 0 failed in 41.2 s`.
  private func sentence(_ rows: [Row]) -> String {
    let counts = Outcome.allCases.compactMap { outcome -> String? in
      let count = rows.reduce(0) { $0 + ($1.counts[outcome] ?? 0) }
      return count == 0 && outcome != .failed ? nil : "\(count) \(outcome.rawValue)"
    }
    if rows.allSatisfy({ $0.counts.keys.allSatisfy { $0 == .hit } }) {
      return "\(name): \(counted(plan.steps.count, "stage")), nothing to do"
    }
    return "\(name): \(counted(plan.steps.count, "stage")): " + counts.joined(separator: ", ")
      + " in \(readable(seconds: seconds))"
  }

  private var rows: [Row] {
    let summary = report.summary
    let failed = Set(summary.failures.map(\.stage))
    let (ran, skipped) = (Set(summary.ran), Set(summary.skipped))
    var rows: [Row] = []
    for step in plan.steps {
      let name = step.stage.name
      let outcome: Outcome =
        failed.contains(name)
        ? .failed
        : skipped.contains(name)
          ? .skipped : ran.contains(name) ? .ran : step.state == .restore ? .restored : .hit
      let family = family(of: name)
      if rows.last?.family != family, !rows.contains(where: { $0.family == family }) {
        rows.append(Row(family: family))
      }
      guard let index = rows.firstIndex(where: { $0.family == family }) else { continue }
      rows[index].counts[outcome, default: 0] += 1
    }
    return rows
  }

  /// What each exported stage has in the results folder, as a shell would spell it: `speed.{md,csv}`.
  private var exported: [(text: String, isNew: Bool)] {
    plan.steps.compactMap { step in
      guard let files = report.files[step.stage.name], let first = files.first,
        let dot = first.lastIndex(of: ".")
      else { return nil }
      let endings = files.map { $0[$0.index(after: dot)...] }.joined(separator: ",")
      return ("\(first[..<dot]).{\(endings)}", files.contains { report.written.contains($0) })
    }
  }

  /// A path from the working folder, if it lies below.
  private func shortened(_ path: String) -> String {
    let folder = workingFolder + "/"
    return path.hasPrefix(folder) ? String(path.dropFirst(folder.count)) : path
  }

  /// The first line of `run --json`.
  static func begin(_ plan: Plan, of name: String) -> JSON {
    [
      "event": "plan", "schema": 1, "experiment": .string(name),
      "counts": .object(
        Dictionary(
          uniqueKeysWithValues: Plan.State.allCases.map { ($0.rawValue, JSON.integer(plan.count($0))) })),
    ]
  }

  /// The last line of `run --json`.
  var json: JSON {
    let summary = report.summary
    return [
      "event": "end", "complete": .bool(summary.isComplete), "cancelled": .bool(summary.wasCancelled),
      "seconds": .milliseconds(seconds), "ran": .array(summary.ran.map(JSON.string)),
      "trained": .array(
        summary.trained.map {
          ["stage": .string($0.stage), "steps": [.integer($0.range.from), .integer($0.range.to)]]
        }),
      "reused": .array(summary.reused.map(JSON.string)), "skipped": .array(summary.skipped.map(JSON.string)),
      "healed": .array(summary.healed.map(JSON.string)),
      "failures": .array(
        summary.failures.map {
          [
            "stage": .string($0.stage), "message": .string($0.message),
            "log": $0.log.map(JSON.string) ?? .null,
          ]
        }),
      "results": .string(report.folder), "written": .array(report.written.map(JSON.string)),
    ]
  }
}

extension RunText.Outcome {
  fileprivate func color(_ counts: [RunText.Outcome: Int]) -> Style.Color? {
    guard counts[self] != nil else { return .dim }
    switch self {
    case .failed: return .red
    case .skipped: return .yellow
    default: return nil
    }
  }
}
