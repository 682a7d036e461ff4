public import Spec

/// Places real training on the axes of a landscape, so that it can be drawn over one.
///
/// A measure becomes a coordinate by comparison: selected runs that have a value on an axis of the landscape show, in
/// their first row, what the measure is there. Between such values the coordinate is interpolated; beyond them nothing
/// tells how far it is, and the trajectory stays at the edge. Selected runs that lie on neither axis are the trajectories.
/// Source: Liu et al., Omnigrok, arXiv 2210.01117, section 3: full trajectories beside reduced ones (Table 1).
public struct FullTrajectory: Analysis {
  public static let kind = "full-trajectory"
  public static let version = 2
  public static let summary = "Real training in the coordinates of a landscape, by what is measured of it."
  public static let example = """
    kind: full-trajectory
    x: {axis: scale, measure: norm}
    y: {axis: messiness, measure: disorder}
    read: [validation_loss]
    """

  /// An axis of the landscape, and the column that takes its place in real training.
  private struct Coordinate: Sendable {
    let axis: Name
    let measure: Name

    init(_ fields: Fields) {
      axis = fields.read("axis", "The axis of the landscape.", standIn: Name.standIn)
      measure = fields.read("measure", "The column measured in training.", standIn: Name.standIn)
    }
  }

  private let x: Coordinate
  private let y: Coordinate
  private let read: [Name]

  public init(from fields: Fields) throws(InvalidSpec) {
    let x = fields.readGroup("x", "One axis of the landscape, and what is measured of it.") {
      Coordinate($0)
    }
    let y = fields.readGroup("y", "The other axis of the landscape, and what is measured of it.") {
      Coordinate($0)
    }
    read = fields.read("read", "Other columns to keep.", default: OneOrMore<Name>([])).values
    self.x = try fields.require(x)
    self.y = try fields.require(y)
    fields.check(
      self.x.axis.text.isEmpty || self.x.axis != self.y.axis,
      "a landscape has two axes, and '\(self.x.axis.text)' is one", at: "y")
  }

  public var needs: AnalysisNeeds { .table }

  public func outline(of input: TableOutline, _ diagnostics: Diagnostics) -> TableOutline {
    for coordinate in [x, y] {
      coordinate.axis.check(isA: "axis", among: input.axes, diagnostics)
      coordinate.measure.check(isA: "column", among: input.columns, diagnostics)
    }
    for name in read { name.check(isA: "column", among: input.columns, diagnostics) }
    if !input.axes.contains("step") {
      diagnostics.report(
        "a trajectory has steps, and its input has none", at: x.axis.location,
        hint: "leave 'of' out, so that it reads the metrics")
    }
    let others = input.axes.filter { ![x.axis.text, y.axis.text, "step"].contains($0) }
    return TableOutline(
      axes: others + ["step"], columns: [x.axis.text, y.axis.text] + read.map(\.text))
  }

  public func run(_ inputs: AnalysisInputs) throws -> Table {
    let table = inputs.table
    let outline = outline(of: table.outline, Diagnostics())
    guard let across = table.axis(x.axis.text), let up = table.axis(y.axis.text),
      let norms = table.column(x.measure.text), let others = table.column(y.measure.text)
    else { throw AnalysisFailure("its input lacks an axis or a measure") }
    let scale = try Calibration(x.axis, x.measure, table)
    let height = try Calibration(y.axis, y.measure, table)
    let columns = read.map { table.column($0.text) }
    var result = Table(axes: outline.axes, columns: outline.columns)
    for group in table.grouped(by: outline.axes) {
      for row in group.rows where across[row].number == nil && up[row].number == nil {
        guard let norm = norms[row].number, let other = others[row].number else { continue }
        result.append(
          group.key,
          [.number(scale.place(of: norm)), .number(height.place(of: other))]
            + columns.map { $0?[row] ?? .missing })
      }
    }
    guard result.count > 0 else {
      throw AnalysisFailure(
        "every selected run lies on '\(x.axis.text)' or '\(y.axis.text)', and none is a trajectory")
    }
    return result
  }
}

/// What a measure is at the places of an axis, before training.
private struct Calibration {
  private let places: [Double]
  private let measured: [Double]

  /// Takes the mean of the first rows of all runs at a place.
  init(_ axis: Name, _ measure: Name, _ table: Table) throws(AnalysisFailure) {
    guard let along = table.axis(axis.text), let steps = table.axis("step"),
      let values = table.column(measure.text)
    else { throw AnalysisFailure("there is no '\(measure.text)' along '\(axis.text)'") }
    let runs = table.axes.map(\.name).filter { $0 != "step" }
    var found: [Double: [Outcome]] = [:]
    for group in table.grouped(by: runs) {
      let rows = group.rows.filter { values[$0].number != nil }
      guard let first = rows.min(by: { steps[$0] < steps[$1] }), let place = along[first].number else {
        continue
      }
      found[place, default: []].append(values[first])
    }
    places = found.keys.sorted()
    measured = places.map { Summary.mean(found[$0] ?? []).number ?? .nan }
    guard places.count > 1 else {
      throw AnalysisFailure(
        "no two selected runs show what '\(measure.text)' is along '\(axis.text)': select a run that sweeps it"
      )
    }
    guard zip(measured, measured.dropFirst()).allSatisfy({ $0 < $1 }) else {
      throw AnalysisFailure(
        "'\(measure.text)' does not rise along '\(axis.text)', so that it does not tell where training is")
    }
  }

  /// The place at which an untrained run measures as much, or that which comes nearest.
  func place(of value: Double) -> Double {
    let next = measured.firstIndex { $0 > value } ?? measured.count
    let index = min(max(next - 1, 0), measured.count - 2)
    let share = (value - measured[index]) / (measured[index + 1] - measured[index])
    return places[index] + min(max(share, 0), 1) * (places[index + 1] - places[index])
  }
}
