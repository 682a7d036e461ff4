public import Spec

/// Reduces each run of a grid to its last and its best values: the reduced landscape of metrics over swept settings.
///
/// The cells of the grid are ordinary points of a sweep, usually trained under `constraint: fixed-norm`. For a metric M
/// the column M has what a run ended with and `M_best` the best that it reached, each metric for itself.
/// Source: Liu et al., Omnigrok, arXiv 2210.01117, section 2.
public struct ReducedLandscape: Analysis {
  public static let kind = "reduced-landscape"
  public static let summary =
    "Final and best values of metrics over the axes of a sweep, a row per run or per cell with the spread of its seeds."
  public static let example = """
    kind: reduced-landscape
    over: [scale, size]
    metrics: [train_loss, validation_loss]
    seeds: together
    """

  /// How the seeds of a cell show.
  public enum Seeds: String, NamedChoice {
    /// A row each.
    case each
    /// One row with their median, and columns `_least` and `_greatest`.
    case together
  }

  let over: [Name]
  let metrics: [Name]
  let seeds: Seeds

  public init(from fields: Fields) throws(InvalidSpec) {
    over = fields.read("over", "The axes of the landscape, two or more.", standIn: [])
    metrics =
      fields.read("metrics", "What is read of every run.", standIn: OneOrMore<Name>([])).values
    seeds = fields.read(
      "seeds", "each: a row per seed; together: their median, and columns with the least and the greatest.",
      default: .each)
    fields.check(
      fields.node["over"] == nil || Set(over).count > 1, "a landscape is over two axes or more", at: "over",
      hint: "over one axis, write kind: summary")
    for metric in metrics where RunSummary.direction(metric.text) == nil {
      fields.diagnostics.report(
        "'\(metric.text)' does not say whether high or low is best", at: metric.location,
        hint: "take its least or greatest value with kind: summary")
    }
  }

  public var needs: AnalysisNeeds { .table }

  /// Final and best of each metric, as a summary takes them.
  private var reduction: RunSummary {
    RunSummary(
      SummaryValues(
        columns: metrics.flatMap {
          [
            SummaryValues.Column(name: $0.text, metric: $0, take: .final),
            SummaryValues.Column(name: $0.text + "_best", metric: $0, take: .best),
          ]
        }))
  }

  public func outline(of input: TableOutline, _ diagnostics: Diagnostics) -> TableOutline {
    for axis in over { axis.check(isA: "axis", among: input.axes, diagnostics) }
    let each = reduction.outline(of: input, diagnostics)
    guard seeds == .together else { return each }
    return TableOutline(
      axes: each.axes.filter { $0 != "seed" },
      columns: each.columns.flatMap { [$0, $0 + "_least", $0 + "_greatest"] })
  }

  /// Points that lack one of the axes, such as those of other runs, are left out.
  public func run(_ inputs: AnalysisInputs) throws -> Table {
    let table = inputs.table
    let axes = over.compactMap { table.axis($0.text) }
    guard axes.count == over.count else { throw AnalysisFailure("an axis of the landscape is missing") }
    let cells = table.rows((0..<table.count).filter { row in axes.allSatisfy { $0[row] != .absent } })
    guard cells.count > 0 else {
      throw AnalysisFailure("no selected run lies on \(over.map(\.text).joined(separator: " and "))")
    }
    var reduced = inputs
    reduced.table = cells
    let each = try reduction.run(reduced)
    guard seeds == .together else { return each }
    let outline = outline(of: table.outline, Diagnostics())
    var result = Table(axes: outline.axes, columns: outline.columns)
    for group in each.grouped(by: outline.axes) {
      let outcomes = each.columns.flatMap { column -> [Outcome] in
        let seeds = group.rows.map { column[$0] }
        let spread = Spread.range(seeds)
        return [Summary.median(seeds), spread?.low ?? .missing, spread?.high ?? .missing]
      }
      result.append(group.key, outcomes)
    }
    return result
  }
}
