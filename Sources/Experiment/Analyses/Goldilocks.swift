internal import Glibc
public import Spec

/// Finds the norm at which a landscape is best, once for every value of its other axes.
///
/// Between the best cell and its two neighbours a parabola through the three gives the place; cells that are equally
/// best give the middle between the first and the last of them. The true place of a landscape with one valley lies
/// between the neighbours, `_low` and `_high`; seeds have rows of their own, so that tables and figures show their
/// spread. The data size from which on a level is reached is a `crossing` along the size, of this table.
/// Source: Liu et al., Omnigrok, arXiv 2210.01117, section 2: the Goldilocks zone.
public struct Goldilocks: Analysis {
  public static let kind = "goldilocks"
  public static let summary =
    "The norm at which a landscape is best, per data size, with the bracket it lies in."
  public static let example = """
    kind: goldilocks
    norm: scale
    metric: validation_loss_best
    """

  /// On what scale the parabola is drawn, and the middle is one.
  public enum Spacing: String, NamedChoice {
    case log, linear
  }

  /// Which value is best.
  public enum Take: String, NamedChoice {
    case best, minimum, maximum
  }

  let norm: Name
  let metric: Name
  let take: Take
  let spacing: Spacing

  public init(from fields: Fields) throws(InvalidSpec) {
    norm = fields.read("norm", "The axis that is searched.", standIn: Name.standIn)
    metric = fields.read("metric", "The column that is to be best.", standIn: Name.standIn)
    take = fields.read(
      "take", "Which value is best; 'best' is the least loss or error, or the greatest accuracy.",
      default: .best)
    spacing = fields.read(
      "spacing", "Whether norms are compared by ratio or by difference; norms of 0 have no ratio.",
      default: .log)
    fields.check(
      metric.text.isEmpty || take != .best || RunSummary.direction(metric.text) != nil,
      "'\(metric.text)' does not say whether high or low is best", at: "metric",
      hint: "write take: minimum or maximum")
  }

  public var needs: AnalysisNeeds { .table }

  public func outline(of input: TableOutline, _ diagnostics: Diagnostics) -> TableOutline {
    norm.check(isA: "axis", among: input.axes, diagnostics)
    metric.check(isA: "column", among: input.columns, diagnostics)
    if input.axes.contains("step") {
      diagnostics.report(
        "goldilocks compares runs, not steps", at: norm.location,
        hint: "write of: and a reduced-landscape or a summary")
    }
    return TableOutline(
      axes: input.axes.filter { $0 != norm.text },
      columns: [norm.text, norm.text + "_low", norm.text + "_high", metric.text])
  }

  public func run(_ inputs: AnalysisInputs) throws -> Table {
    let table = inputs.table
    guard let axis = table.axis(norm.text), let values = table.column(metric.text) else {
      throw AnalysisFailure("there is no '\(metric.text)' along '\(norm.text)'")
    }
    let outline = outline(of: table.outline, Diagnostics())
    var result = Table(axes: outline.axes, columns: outline.columns)
    for group in table.grouped(by: outline.axes) {
      var cells: [(place: Double, value: Double)] = []
      for row in group.rows {
        guard let norm = axis[row].number, let value = values[row].number, value.isFinite else { continue }
        if spacing == .linear {
          cells.append((norm, value))
        } else if norm > 0 {
          cells.append((log(norm), value))
        }
      }
      cells.sort { $0.place < $1.place }
      let places = zip(outline.axes, group.key).map { (axis: $0, value: $1) }
      guard cells.count > 1 else {
        throw AnalysisFailure(
          "'\(norm.text)' has \(cells.count) usable values at \(Coordinates(places)): a best one needs several"
        )
      }
      let best = best(of: cells)
      result.append(
        group.key,
        [best.place, best.low, best.high].map { .number(spacing == .log ? exp($0) : $0) }
          + [.number(best.value)])
    }
    return result
  }

  private var wantsMost: Bool {
    take == .maximum || (take == .best && RunSummary.direction(metric.text) == .maximum)
  }

  private func best(
    of cells: [(place: Double, value: Double)]
  ) -> (place: Double, low: Double, high: Double, value: Double) {
    let costs = cells.map { wantsMost ? -$0.value : $0.value }
    let least = costs.min() ?? .nan
    let first = costs.firstIndex(of: least) ?? 0
    let last = costs.lastIndex(of: least) ?? first
    let (low, high) = (cells[max(first - 1, 0)].place, cells[min(last + 1, cells.count - 1)].place)
    var place = (cells[first].place + cells[last].place) / 2
    if first == last, first > 0, last + 1 < cells.count {
      let middle = cells[first].place
      let before = (costs[first] - costs[first - 1]) / (middle - low)
      let after = (costs[first + 1] - costs[first]) / (high - middle)
      place = (low + middle) / 2 - before * (high - low) / (2 * (after - before))
    }
    return (place, low, high, cells[first].value)
  }
}
