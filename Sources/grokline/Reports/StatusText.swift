internal import Pipeline
internal import Spec

/// How much of an experiment is done, by family of stages.
struct StatusText {
  let name: String
  let plan: Plan
  let store: String
  let results: String

  private struct Count {
    let family: String
    var done = 0
    var pending: [String] = []
  }

  func text(_ style: Style) -> String {
    var table = TextTable(trailing: [1])
    for count in counts {
      table.add([
        .init(count.family), .init("\(count.done) of \(count.done + count.pending.count)"),
        .init(
          count.pending.isEmpty ? "up to date" : "pending: " + StatusText.listed(count.pending),
          count.pending.isEmpty ? .green : .yellow),
      ])
    }
    let pending = counts.reduce(0) { $0 + $1.pending.count }
    let head =
      pending == 0
      ? "\(name): up to date" : "\(name): \(counted(pending, "stage")) of \(plan.steps.count) to run"
    return style(head, .bold) + "\n" + table.text(style) + "store: \(store)\nresults: \(results)\n"
  }

  var json: JSON {
    [
      "schema": 1, "experiment": .string(name), "upToDate": .bool(!plan.hasWork), "store": .string(store),
      "results": .string(results),
      "pending": .array(counts.flatMap(\.pending).map(JSON.string)),
      "families": .object(
        Dictionary(
          uniqueKeysWithValues: counts.map {
            ($0.family, ["done": .integer($0.done), "pending": .integer($0.pending.count)])
          })),
    ]
  }

  private var counts: [Count] {
    var counts: [Count] = []
    for step in plan.steps {
      let name = family(of: step.stage.name)
      if !counts.contains(where: { $0.family == name }) { counts.append(Count(family: name)) }
      guard let index = counts.firstIndex(where: { $0.family == name }) else { continue }
      if step.state == .run || step.state == .maybe {
        counts[index].pending.append(step.stage.name)
      } else {
        counts[index].done += 1
      }
    }
    return counts
  }

  /// Names without their family, folded.
  private static func listed(_ names: [String]) -> String {
    let texts = FoldedName.folded(names).map { text in
      text.firstIndex(of: "/").map { String(text[text.index(after: $0)...]) } ?? text
    }
    return texts.prefix(8).joined(separator: ", ") + (texts.count > 8 ? " and \(texts.count - 8) more" : "")
  }
}
