internal import Pipeline
internal import Spec

/// Makes the stage of one entry of `tables:`.
struct TableStage {
  static let markdown = "markdown"
  static let csv = "csv"

  static func name(_ table: String) -> String { "table/" + table }

  let name: String
  let declaration: TableDeclaration
  let settings: JSON
  let leaves: [Fields.Leaf]
  let codes: RunCodes
  let labels: Labels
  /// False under a budget: published numbers are then shown, and no ratio to them.
  let judgesPublished: Bool

  func stage() -> Stage {
    let (declaration, labels, judgesPublished) = (declaration, labels, judgesPublished)
    let inputs = TableInputs(.analyses(declaration.of.map(\.text)), codes: codes)
    return Stage(
      name: TableStage.name(name), kind: "table",
      parameters: [
        "version": .integer(TableDeclaration.version), "settings": settings, "tables": inputs.parameters,
        "names": codes.shown, "labels": labels.json,
        "judges": .bool(judgesPublished),
      ],
      leaves: leaves, inputs: inputs.edges, outputs: [TableStage.markdown, TableStage.csv]
    ) { context in
      let table = try inputs.read(context).selecting(declaration.select)
      let rendered = try declaration.render(table, labels: labels, judgesPublished: judgesPublished)
      return StageOutputs([
        (TableStage.markdown, .bytes(Array(rendered.markdown.utf8), as: .bytes)),
        (TableStage.csv, .bytes(rendered.csv, as: .bytes)),
      ])
    }
  }
}

extension Labels {
  var json: JSON { .object(texts.mapValues(JSON.string)) }
}

extension RunCodes {
  /// Names and their order, for stages that show them.
  var shown: JSON { .array(names.map { [.string($0), .string(code($0))] }) }
}
