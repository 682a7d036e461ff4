internal import Experiment
internal import Pipeline
internal import Spec

/// What two specs or runs differ in.
struct DiffText {
  let comparison: Comparison
  /// What the two are called.
  let names: [String]

  func text(_ style: Style) -> String {
    var text = ""
    var values = TextTable()
    for value in comparison.values {
      values.add([
        .init(value.path), .init("\(shown(value.old)) → \(shown(value.new))", .yellow),
        .init("(\(place(value.oldPlace)) → \(place(value.newPlace)))", .dim),
        .init(FoldedName.folded(value.stages).joined(separator: ", "), .dim),
      ])
    }
    text += values.text(style)
    for (stages, name) in zip([comparison.onlyInFirst, comparison.onlyInSecond], names) where !stages.isEmpty
    {
      text += "only in \(name): \(FoldedName.folded(stages).joined(separator: ", "))\n"
    }
    var columns = TextTable(trailing: [2, 4])
    for column in comparison.columns where column.firstDifference != nil || column.oldEnd != column.newEnd {
      columns.add([
        .init(column.stage), .init(column.name), .init(number(column.old)), "→", .init(number(column.new)),
        .init(
          column.firstDifference.map { "from \($0) on" }
            ?? "ends at \(column.newEnd) instead of \(column.oldEnd)",
          .dim),
      ])
    }
    text += columns.text(style)
    if !comparison.same.isEmpty {
      text += "same results: \(FoldedName.folded(comparison.same).joined(separator: ", "))\n"
    }
    if !comparison.unknown.isEmpty {
      text += "not known on both sides: \(FoldedName.folded(comparison.unknown).joined(separator: ", "))\n"
    }
    return text.isEmpty ? "no difference\n" : text
  }

  private func shown(_ value: JSON?) -> String { value?.description ?? "unset" }

  private func place(_ location: SourceLocation?) -> String { location?.description ?? "default" }

  /// As a whole number where it is one.
  private func number(_ value: Double) -> String { JSON.number(value).description }

  var json: JSON {
    [
      "schema": 1, "first": .string(names[0]), "second": .string(names[1]),
      "differ": .bool(!comparison.isEmpty),
      "values": .array(
        comparison.values.map { value in
          [
            "path": .string(value.path), "old": value.old ?? .null, "new": value.new ?? .null,
            "oldPlace": value.oldPlace.map { .string($0.description) } ?? .null,
            "newPlace": value.newPlace.map { .string($0.description) } ?? .null,
            "stages": .array(value.stages.map(JSON.string)),
          ]
        }),
      "onlyInFirst": .array(comparison.onlyInFirst.map(JSON.string)),
      "onlyInSecond": .array(comparison.onlyInSecond.map(JSON.string)),
      "columns": .array(
        comparison.columns.map { column in
          [
            "stage": .string(column.stage), "name": .string(column.name), "old": .number(column.old),
            "new": .number(column.new), "oldEnd": .integer(column.oldEnd), "newEnd": .integer(column.newEnd),
            "firstDifference": column.firstDifference.map(JSON.integer) ?? .null,
          ]
        }),
      "same": .array(comparison.same.map(JSON.string)),
      "unknown": .array(comparison.unknown.map(JSON.string)),
    ]
  }
}
