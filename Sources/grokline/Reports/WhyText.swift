internal import Pipeline
internal import Spec

/// Why one stage would run, or what made it run when it last did.
struct WhyText {
  let explanation: Explanation

  func text(_ style: Style) -> String {
    let name = style(explanation.stage, .bold)
    let state = style(explanation.state.rawValue, explanation.state.color)
    switch explanation.subject {
    case .plan: return "\(name): \(state), \(head)\n" + changes(style)
    case .lastChange: return "\(name): \(state), up to date; last time it ran: \(head)\n" + changes(style)
    }
  }

  private var head: String {
    guard case .changed(let changes) = explanation.reason else { return explanation.reason.description }
    return counted(changes.count, "value") + " changed"
  }

  private func changes(_ style: Style) -> String {
    guard case .changed(let changes) = explanation.reason else { return "" }
    var table = TextTable(indent: 2)
    for change in changes {
      table.add([
        .init(change.path), .init("\(text(change.old)) → \(text(change.new))", .yellow),
        .init(change.location.map { "(\($0))" } ?? "(default)", .dim),
      ])
    }
    return table.text(style)
  }

  private func text(_ value: JSON?) -> String { value?.description ?? "unset" }

  var json: JSON {
    [
      "schema": 1, "stage": .string(explanation.stage), "state": .string(explanation.state.rawValue),
      "subject": explanation.subject == .plan ? "plan" : "last-change", "reason": explanation.reason.json,
    ]
  }
}
