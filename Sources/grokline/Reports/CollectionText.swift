internal import Pipeline
internal import Spec

/// What a collection of a store did, or would do.
struct CollectionText {
  let report: SweepReport
  let isDry: Bool
  let isEmptied: Bool
  let quota: Int?

  func text(_ style: Style) -> String {
    let sweep = report.sweep
    var table = TextTable(trailing: [2, 3])
    for part in sweep.parts {
      table.add([
        .init(part.experiment ?? "of unknown origin", part.experiment == nil ? .dim : nil), .init(part.kind),
        .init(readable(bytes: part.bytes)), .init(counted(part.files, "file"), .dim),
      ])
    }
    let moved = isDry ? "would go to the trash" : "went to the trash"
    var text = table.text(style)
    text += "\(size(sweep.files, sweep.bytes)) \(moved), \(readable(bytes: sweep.kept)) stay\n"
    if report.deletedFiles > 0 {
      text +=
        "\(size(report.deletedFiles, report.deletedBytes)) "
        + "\(isDry ? "would be" : "were") deleted from the trash for good\n"
    }
    if !report.waiting.isEmpty {
      text += "what a living process may still need stays in the trash until the next collection\n"
    }
    if !isDry, sweep.files > 0, !isEmptied { text += "to get it back: grokline store undelete\n" }
    return text
  }

  /// Exact, since this is what somebody counts on.
  private func size(_ files: Int, _ bytes: Int) -> String {
    "\(counted(files, "file")), \(readable(bytes: bytes))\(bytes >= 1000 ? " (\(bytes) bytes)" : "")"
  }

  var json: JSON {
    let sweep = report.sweep
    return [
      "schema": 1, "dryRun": .bool(isDry),
      "collected": [
        "files": .integer(sweep.files), "bytes": .integer(sweep.bytes),
        "parts": .array(
          sweep.parts.map { part in
            [
              "experiment": part.experiment.map(JSON.string) ?? .null, "kind": .string(part.kind),
              "files": .integer(part.files), "bytes": .integer(part.bytes),
            ]
          }),
      ],
      "deleted": ["files": .integer(report.deletedFiles), "bytes": .integer(report.deletedBytes)],
      "kept": .integer(sweep.kept), "needed": .integer(sweep.needed),
      "quota": quota.map(JSON.integer) ?? .null, "withinQuota": .bool(sweep.isWithinQuota),
      "waiting": .array(report.waiting.map(JSON.string)),
    ]
  }
}
