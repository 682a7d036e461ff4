internal import Glibc
public import Spec

/// Compares how long a run took from fitting to generalizing with how long weight decay takes to shrink its norm.
///
///     t = (L + h tan θ) / (η γ),   L = ln(w_0 / w_c)
///
/// η is the learning rate, γ the weight decay, w_0 the norm at the first crossing and w_c the norm at which runs
/// generalize. h and θ are the height of the valley's floor above the generalizing representation and the angle of
/// its wall, 0 if there is no representation to be learnt. Its input is two crossings that read the norm.
/// Source: Liu et al., Omnigrok, arXiv 2210.01117, Figures 1 and 6 (f).
public struct TravelTime: Analysis {
  public static let kind = "travel-time"
  public static let summary =
    "The steps that weight decay needs to the generalizing norm, against those measured."
  public static let example = """
    kind: travel-time
    from: fitted
    to: generalized
    learning_rate: 1e-3
    """

  private let from: Name
  private let to: Name
  private let norm: Name
  private let weightDecay: Name
  private let learningRate: Double
  private let criticalNorm: Double?
  private let height: Double
  private let angle: Double

  public init(from fields: Fields) throws(InvalidSpec) {
    from = fields.read("from", "The crossing at which the way begins.", standIn: Name.standIn)
    to = fields.read("to", "The crossing at which it ends.", standIn: Name.standIn)
    norm = fields.read(
      "norm", "The column with the norm at a crossing.", default: Name("norm", at: fields.node.location))
    weightDecay = fields.read(
      "weight_decay", "The axis with the weight decay.",
      default: Name("weight_decay", at: fields.node.location))
    learningRate = fields.read("learning_rate", "The learning rate η.", standIn: 1, .above(0))
    criticalNorm = fields.readOptional(
      "critical_norm", "The norm w_c; the median norm at the second crossing if not given.")
    height = fields.read("height", "The height h, in units of L.", default: 0.0)
    angle = fields.read("angle", "The angle θ, in degrees.", default: 0, .from(0, below: 90))
    fields.check(criticalNorm ?? 1 > 0, "a norm is above 0", at: "critical_norm")
  }

  public var needs: AnalysisNeeds { .table }

  public func outline(of input: TableOutline, _ diagnostics: Diagnostics) -> TableOutline {
    norm.check(isA: "column", among: input.columns, diagnostics)
    weightDecay.check(isA: "axis", among: input.axes, diagnostics)
    if !input.axes.contains("analysis") || !input.columns.contains("step") {
      diagnostics.report(
        "travel-time needs the steps of two crossings", at: from.location,
        hint: "write of: [\(from.text), \(to.text)]")
    }
    return TableOutline(
      axes: input.axes.filter { $0 != "analysis" },
      columns: ["measured", "predicted", "ratio", "critical_norm"])
  }

  /// A run that never reached a crossing has no time; without weight decay none is predicted.
  public func run(_ inputs: AnalysisInputs) throws -> Table {
    let table = inputs.table
    guard let analysis = table.axis("analysis"), let steps = table.column("step"),
      let norms = table.column(norm.text), table.axis(weightDecay.text) != nil
    else { throw AnalysisFailure("there are no crossings with '\(norm.text)' over '\(weightDecay.text)'") }
    for name in [from, to] where !analysis.distinct.contains(.text(name.text)) {
      throw AnalysisFailure("there is no crossing '\(name.text)' among its tables")
    }
    let ends = (0..<table.count).filter { analysis[$0] == .text(to.text) }.map { norms[$0] }
    guard let critical = criticalNorm ?? Summary.median(ends.filter { $0.number != nil }).number else {
      throw AnalysisFailure("no run reached '\(to.text)', so that there is no critical norm to take from it")
    }
    let outline = outline(of: table.outline, Diagnostics())
    let sink = outline.axes.firstIndex(of: weightDecay.text)
    var result = Table(axes: outline.axes, columns: outline.columns)
    for group in table.grouped(by: outline.axes) {
      let first = group.rows.first { analysis[$0] == .text(from.text) }
      let second = group.rows.first { analysis[$0] == .text(to.text) }
      guard let first, let second, let decay = sink.flatMap({ group.key[$0].number }) else { continue }
      var measured: Double?
      var predicted: Double?
      if let begin = steps[first].number, let end = steps[second].number { measured = end - begin }
      if let start = norms[first].number, start > 0, decay > 0 {
        predicted = (log(start / critical) + height * tan(angle * .pi / 180)) / (learningRate * decay)
      }
      let ratio = measured.flatMap { measured in predicted.map { measured / $0 } }
      result.append(
        group.key,
        [measured, predicted, ratio.flatMap { $0.isFinite ? $0 : nil }, critical].map {
          $0.map(Outcome.number) ?? .missing
        })
    }
    return result
  }
}
