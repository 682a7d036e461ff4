/// A table of the spec, finished: for people and for programs.
public struct RenderedTable: Sendable, Hashable {
  public let markdown: String
  public let csv: [UInt8]
}

extension TableDeclaration {
  /// Draws the table of `input`, which is its analysis, or its analyses stacked.
  ///
  /// `judgesPublished` is false under a budget: then published numbers are shown, and no ratio to them.
  public func render(
    _ input: Table, labels: Labels = Labels(), judgesPublished: Bool = true
  ) throws(AnalysisFailure) -> RenderedTable {
    let summary = try TableSummary(self, of: input)
    // A formula has one answer, and nothing to summarize.
    let isOfRuns = input.axis("run") != nil || input.axis("seed") != nil
    let markdown = MarkdownTable(
      self, summary, labels, caption: isOfRuns ? MarkdownTable.caption(self, summary) : nil,
      judgesPublished: judgesPublished)
    return RenderedTable(markdown: markdown.text, csv: summary.table(self).csv())
  }
}

/// The layout for people: rows of the spec, and for each of its columns ours, published, and ratios.
private struct MarkdownTable {
  private(set) var text: String

  init(
    _ declaration: TableDeclaration, _ summary: TableSummary, _ labels: Labels, caption: String?,
    judgesPublished: Bool
  ) {
    var columns: [AxisValue] = []
    var rows: [[AxisValue]] = []
    var cells: [[AxisValue]: TableSummary.Cell] = [:]
    for cell in summary.cells {
      if !columns.contains(cell.column) { columns.append(cell.column) }
      if !rows.contains(cell.row) { rows.append(cell.row) }
      cells[cell.row + [cell.column]] = cell
    }
    var header = summary.rowAxes.map { labels[$0] }
    var alignment = summary.rowAxes.map { _ in ":---" }
    var parts: [(AxisValue, (TableSummary.Cell) -> String)] = []
    func add(_ title: String, _ column: AxisValue, _ content: @escaping (TableSummary.Cell) -> String) {
      let name = column == .absent ? "" : MarkdownTable.columnName(column, labels)
      header.append(
        title.isEmpty ? (name.isEmpty ? "ours" : name) : name.isEmpty ? title : "\(name): \(title)")
      alignment.append("---:")
      parts.append((column, content))
    }
    for column in columns {
      let all = summary.cells.filter { $0.column == column }
      add("", column) { MarkdownTable.ours($0, unit: declaration.unit) }
      if all.contains(where: { $0.published != nil }) {
        add("published", column) { $0.published?.readable(unit: declaration.unit) ?? "—" }
        if judgesPublished { add("ours / published", column) { $0.toPublished?.readable ?? "—" } }
      }
      if let reference = declaration.relativeTo {
        add("relative to " + MarkdownTable.name(of: reference, labels), column) {
          $0.toReference?.readable ?? "—"
        }
      }
    }
    text = MarkdownTable.line(header) + MarkdownTable.line(alignment, escaping: false)
    for row in rows {
      text += MarkdownTable.line(
        row.map { labels[$0] } + parts.map { column, content in cells[row + [column]].map(content) ?? "—" })
    }
    if let caption { text += "\n" + caption + "\n" }
    for (path, outcome) in summary.unmatched {
      let name = path.map { labels[AxisValue.text($0)] }.joined(separator: ", ")
      text += "Published but not measured here: \(name.isEmpty ? "" : name + ": ")\(outcome.readable()).\n"
    }
  }

  /// `840 (790 to 910)`, `563.7 ± 199.4`; a spread of nothing is left out.
  private static func ours(_ cell: TableSummary.Cell, unit: Double) -> String {
    let summary = cell.ours.readable(unit: unit)
    guard cell.count > 1, let spread = cell.spread else { return summary }
    if let deviation = spread.deviation { return "\(summary) ± \(readable(deviation / unit))" }
    if spread.low == spread.high { return summary }
    return "\(summary) (\(spread.low.readable(unit: unit)) to \(spread.high.readable(unit: unit)))"
  }

  static func caption(_ declaration: TableDeclaration, _ summary: TableSummary) -> String {
    let counts = summary.cells.map(\.count)
    let least = counts.min() ?? 0
    let most = counts.max() ?? 0
    var text = declaration.summary == .median ? "Median" : "Mean"
    if most > 1 {
      switch declaration.spread {
      case .range: text += " (range)"
      case .std: text += " ± standard deviation"
      case .iqr: text += " (quartiles)"
      }
    }
    text +=
      least == most ? " of \(most) \(most == 1 ? "run" : "runs") each" : " of \(least) to \(most) runs each"
    if declaration.unit != 1 { text += ", in units of \(shortestText(declaration.unit))" }
    return text + "."
  }

  private static func columnName(_ column: AxisValue, _ labels: Labels) -> String {
    if case .text(let text) = column { return labels[text] }
    return labels[column]
  }

  private static func name(of selection: Selection, _ labels: Labels) -> String {
    selection.criteria.map { criterion in
      let values = criterion.wanted.map { labels[AxisValue.text($0.text)] }.joined(separator: ", ")
      return criterion.axis == "run" ? values : "\(labels[criterion.axis]) \(values)"
    }.joined(separator: ", ")
  }

  private static func line(_ cells: [String], escaping: Bool = true) -> String {
    let safe = cells.map { cell in
      escaping ? cell.flatMap { $0 == "|" ? "\\|" : $0.isNewline ? " " : String($0) } : Array(cell)
    }
    return "| " + safe.map { String($0) }.joined(separator: " | ") + " |\n"
  }
}
