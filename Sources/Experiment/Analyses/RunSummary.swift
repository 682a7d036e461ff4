public import Spec

/// Reduces each run to one value per metric; over a swept grid the result is the landscape.
public struct RunSummary: Analysis {
  public static let kind = "summary"
  public static let summary = "One value per run and metric: the last, the best, the least or the greatest."
  public static let example = """
    kind: summary
    values: {train_loss: final, validation_accuracy: best, final_loss: {of: validation_loss, take: final}}
    """

  /// Which of a metric's values stands for the run.
  public enum Take: String, NamedChoice {
    case final, best, minimum, maximum
  }

  let values: SummaryValues

  public init(from fields: Fields) throws(InvalidSpec) {
    values = fields.read(
      "values", "From a metric, or a name of your own, to what to take of it.",
      standIn: SummaryValues(columns: []))
    for column in values.columns where column.take == .best && RunSummary.direction(column.metric.text) == nil
    {
      fields.diagnostics.report(
        "'\(column.metric.text)' does not say whether high or low is best", at: column.metric.location,
        hint: "write minimum or maximum")
    }
  }

  init(_ values: SummaryValues) { self.values = values }

  public var needs: AnalysisNeeds { .table }

  public func outline(of input: TableOutline, _ diagnostics: Diagnostics) -> TableOutline {
    for column in values.columns { column.metric.check(isA: "metric", among: input.columns, diagnostics) }
    return TableOutline(axes: input.axes.filter { $0 != "step" }, columns: values.columns.map(\.name))
  }

  public func run(_ inputs: AnalysisInputs) throws -> Table {
    let table = inputs.table
    let outline = outline(of: table.outline, Diagnostics())
    var result = Table(axes: outline.axes, columns: outline.columns)
    let sources = values.columns.map { (table.column($0.metric.text), $0) }
    let steps = table.axis("step")
    for group in table.grouped(by: outline.axes) {
      let rows = group.rows.sorted { a, b in
        (steps?[a] ?? .absent, .number(Double(a))) < (steps?[b] ?? .absent, AxisValue.number(Double(b)))
      }
      let outcomes = sources.map { source, column in
        RunSummary.reduce(rows.compactMap { source?[$0] }.filter { !$0.isMissing }, column)
      }
      result.append(group.key, outcomes)
    }
    return result
  }

  /// Values that are not a number lose against all others; a run that has only these is not a number.
  private static func reduce(_ outcomes: [Outcome], _ column: SummaryValues.Column) -> Outcome {
    let proper = outcomes.filter { $0.number.map { !$0.isNaN } ?? true }
    let candidates = proper.isEmpty ? outcomes : proper
    return switch column.take == .best ? direction(column.metric.text) ?? .final : column.take {
    case .final, .best: outcomes.last ?? .missing
    case .minimum: candidates.min() ?? .missing
    case .maximum: candidates.max() ?? .missing
    }
  }

  /// The best loss or error is the lowest, the best accuracy the highest; nil for any other metric.
  static func direction(_ metric: String) -> Take? {
    let words = metric.split(whereSeparator: { $0 == "_" || $0 == "-" })
    if words.contains("loss") || words.contains("error") { return .minimum }
    return words.contains("accuracy") ? .maximum : nil
  }
}

/// The columns of a summary: `{validation_loss: best, final_error: {of: validation_error, take: final}}`.
///
/// Columns are sorted by name, so that the order of keys changes nothing.
struct SummaryValues: SpecValue {
  struct Column: Sendable {
    let name: String
    let metric: Name
    let take: RunSummary.Take
  }

  let columns: [Column]

  static var expectation: String { "a mapping from metrics to final, best, minimum or maximum" }
  static var schema: JSON {
    let take = RunSummary.Take.schema
    return [
      "type": "object", "minProperties": 1,
      "additionalProperties": [
        "anyOf": [
          take,
          [
            "type": "object", "required": ["take"], "additionalProperties": false,
            "properties": ["of": ["type": "string"], "take": take],
          ],
        ]
      ],
    ]
  }

  static func decode(_ node: Node, _ diagnostics: Diagnostics) -> SummaryValues? {
    guard let entries = node.entries, !entries.isEmpty else {
      diagnostics.report("\(node.kindOfValue) is not \(expectation)", at: node.location)
      return nil
    }
    let columns = entries.compactMap { entry -> Column? in
      guard entry.value.entries != nil else {
        return RunSummary.Take.decode(entry.value, diagnostics).map {
          Column(name: entry.key, metric: Name(entry.key, at: entry.location), take: $0)
        }
      }
      let fields = Fields(entry.value, diagnostics: diagnostics)
      let metric = fields.read("of", "The metric.", default: Name(entry.key, at: entry.location))
      let take = fields.read("take", "What to take of it.", standIn: RunSummary.Take.final)
      fields.finish()
      return Column(name: entry.key, metric: metric, take: take)
    }
    return columns.count == entries.count ? SummaryValues(columns: columns.sorted { $0.name < $1.name }) : nil
  }

  var canonical: JSON {
    .object(
      Dictionary(
        columns.map { ($0.name, ["of": $0.metric.canonical, "take": $0.take.canonical]) },
        uniquingKeysWith: { $1 }))
  }
}
