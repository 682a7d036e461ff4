internal import Experiment
internal import Pipeline
internal import Spec

/// What a plan looks like: each stage, what would happen to it, and why.
struct PlanText {
  let plan: Plan
  var cost: PlanCost?
  /// Whether stages that differ in the values of axes only share a line.
  var isFolded = true

  /// One line of the table.
  private struct Row {
    var names: [String]
    let step: Plan.Step
    let state: String
    let reason: String
  }

  func text(_ style: Style) -> String {
    var table = TextTable()
    for row in rows {
      table.add([
        .init(row.names.count == 1 ? row.names[0] : FoldedName.text(row.names)),
        .init(row.state, row.step.state.color),
        .init(row.step.memory.map { "\(row.reason) (\($0))" } ?? row.reason, .dim),
      ])
    }
    return table.text(style) + (table.isEmpty ? "" : "\n") + summary + "\n"
  }

  /// `plan: 12 stages: 9 hit, 2 run, 1 maybe; 1000 steps to train, very roughly 12:30 on one core`.
  var summary: String {
    let counts = Plan.State.allCases.compactMap { state in
      let count = plan.count(state)
      return count == 0 ? nil : "\(count) \(state.rawValue)"
    }
    return "plan: \(counted(plan.steps.count, "stage"))"
      + (counts.isEmpty ? "" : ": " + counts.joined(separator: ", "))
      + (training.map { "; \($0)" } ?? "")
  }

  private var training: String? {
    guard let cost, cost.steps > 0 else { return nil }
    return "\(cost.steps) steps to train, very roughly \(readable(seconds: cost.seconds)) on one core"
  }

  private var rows: [Row] {
    var rows: [Row] = []
    var places: [[String]: Int] = [:]
    for step in plan.steps {
      let row = Row(
        names: [step.stage.name], step: step, state: step.description, reason: PlanText.short(step.reason))
      let key = [
        FoldedName.pattern(step.stage.name), row.state, step.memory ?? "", FoldedName.pattern(row.reason),
      ]
      if isFolded, let place = places[key] {
        rows[place].names.append(step.stage.name)
      } else {
        places[key] = rows.count
        rows.append(row)
      }
    }
    return rows
  }

  /// A reason in one line; `why` tells the rest.
  private static func short(_ reason: Reason) -> String {
    guard case .changed(let changes) = reason, changes.count > 1, let first = changes.first else {
      return reason.description
    }
    return "\(Reason.changed([first])) and \(changes.count - 1) more"
  }

  var json: JSON {
    [
      "schema": 1,
      "cost": cost.map { ["steps": .integer($0.steps), "seconds": .milliseconds($0.seconds)] } ?? .null,
      "stages": .array(
        plan.steps.map { step in
          var members: [String: JSON] = [
            "stage": .string(step.stage.name), "kind": .string(step.stage.kind),
            "state": .string(step.state.rawValue), "what": .string(step.description),
            "reason": step.reason.json, "key": step.key.map { .string($0.hex) } ?? .null,
          ]
          if step.stage.memory > 0 { members["memory"] = .integer(step.stage.memory) }
          if let share = step.trajectory {
            members["train"] = .array(share.trained.map { [.integer($0.from), .integer($0.to)] })
          }
          return .object(members)
        }),
      "counts": .object(
        Dictionary(
          uniqueKeysWithValues: Plan.State.allCases.map { ($0.rawValue, JSON.integer(plan.count($0))) })),
    ]
  }
}

extension Plan.Step {
  /// What it needs at its peak, if it is going to run and that is known.
  fileprivate var memory: String? {
    stage.memory > 0 && (state == .run || state == .maybe) ? "needs \(readable(bytes: stage.memory))" : nil
  }
}

extension Plan.State {
  var color: Style.Color? {
    switch self {
    case .hit: .green
    case .restore: .cyan
    case .run: .yellow
    case .maybe: .yellow
    case .idle: .dim
    }
  }
}

extension Plan {
  /// Whether something has to run.
  var hasWork: Bool { count(.run) > 0 || count(.maybe) > 0 }
}
