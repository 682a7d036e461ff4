public import Spec

/// Finds where a metric first reaches a level, and keeps it there if asked to.
///
/// The answer is the first recorded value that meets the condition, interpolated on nothing. A run that never does is
/// censored at its last recorded value.
public struct Crossing: Analysis {
  public static let kind = "crossing"
  public static let summary = "The first step, or value on another axis, at which a metric reaches a level."
  public static let example = """
    kind: crossing
    metric: validation_accuracy
    reaches: 0.95
    sustained: 1000
    read: [norm]
    """

  /// How long the condition must hold.
  enum Hold: Sendable, Hashable {
    case duration(Duration)
    case untilEnd
  }

  let metric: Name
  let reaches: Double?
  let fallsTo: Double?
  let sustained: Hold?
  let read: [Name]
  let along: Name

  public init(from fields: Fields) throws(InvalidSpec) {
    metric = fields.read("metric", "What is watched.", standIn: Name.standIn)
    reaches = fields.readOptional("reaches", "The crossing is at or above this value.")
    fallsTo = fields.readOptional("falls_to", "The crossing is at or below this value.")
    sustained = fields.readOptional(
      "sustained", "For how long every later value must meet the condition too; 'end' means to the last one.")
    read =
      fields.read("read", "Metrics to report as they are at the crossing.", default: OneOrMore([])).values
    along = fields.read(
      "along", "The axis that is searched, from its least value up.",
      default: Name("step", at: fields.node.location))
    fields.check(
      (reaches == nil) != (fallsTo == nil), "a crossing needs either 'reaches' or 'falls_to'",
      at: reaches == nil ? "kind" : "falls_to")
  }

  public var needs: AnalysisNeeds { .table }

  public func outline(of input: TableOutline, _ diagnostics: Diagnostics) -> TableOutline {
    metric.check(isA: "metric", among: input.columns, diagnostics)
    along.check(isA: "axis", among: input.axes, diagnostics)
    for name in read { name.check(isA: "metric", among: input.columns, diagnostics) }
    return TableOutline(
      axes: input.axes.filter { $0 != along.text },
      columns: [along.text] + read.map(\.text).filter { $0 != along.text })
  }

  public func run(_ inputs: AnalysisInputs) throws -> Table {
    let table = inputs.table
    let outline = outline(of: table.outline, Diagnostics())
    guard let axis = table.axis(along.text), let values = table.column(metric.text) else {
      throw AnalysisFailure("there is no '\(metric.text)' along '\(along.text)'")
    }
    var result = Table(axes: outline.axes, columns: outline.columns)
    for group in table.grouped(by: outline.axes) {
      let places = try ordered(group.rows, along: axis).filter { !values[$0.row].isMissing }
      let coordinates = Coordinates(zip(outline.axes, group.key).map { (axis: $0, value: $1) })
      let reach = try reach(for: coordinates, inputs)
      guard let hit = places.indices.first(where: { holds(from: $0, for: reach, places, values) }) else {
        let nothing: [Outcome] = outline.columns.dropFirst().map { _ in .missing }
        result.append(group.key, [.never(after: places.last?.place)] + nothing)
        continue
      }
      let others = outline.columns.dropFirst().map { table.column($0)?[places[hit].row] ?? .missing }
      result.append(group.key, [.number(places[hit].place)] + others)
    }
    return result
  }

  private func ordered(
    _ rows: [Int], along axis: Table.AxisColumn
  ) throws(AnalysisFailure) -> [(place: Double, row: Int)] {
    var places: [(place: Double, row: Int)] = []
    for row in rows {
      guard let place = axis[row].number else {
        throw AnalysisFailure("axis '\(along.text)' has '\(axis[row])', which is not a number")
      }
      places.append((place, row))
    }
    return places.sorted { ($0.place, $0.row) < ($1.place, $1.row) }
  }

  /// How far past a crossing the condition must hold.
  private func reach(for coordinates: Coordinates, _ inputs: AnalysisInputs) throws(AnalysisFailure) -> Double
  {
    switch sustained {
    case nil: return 0
    case .untilEnd?: return .infinity
    case .duration(let duration)?:
      guard let steps = duration.steps(perEpoch: inputs.stepsPerEpoch(coordinates)) else {
        throw AnalysisFailure("'sustained' counts epochs, which \(coordinates) does not have")
      }
      return Double(steps)
    }
  }

  private func holds(
    from start: Int, for reach: Double, _ places: [(place: Double, row: Int)], _ values: Table.ValueColumn
  ) -> Bool {
    let last = places[start].place + reach
    return places[start...].prefix { $0.place <= last }.allSatisfy { meets(values[$0.row]) }
  }

  /// A value that is not a number meets nothing; `never` lies above every number.
  private func meets(_ outcome: Outcome) -> Bool {
    if let reaches { return outcome.isCensored || outcome.number.map { $0 >= reaches } ?? false }
    if let fallsTo { return outcome.number.map { $0 <= fallsTo } ?? false }
    return false
  }
}

extension Crossing.Hold: SpecValue {
  static var expectation: String { "a duration such as 500 or 3 epochs, or 'end'" }
  static var schema: JSON { ["type": ["integer", "string"]] }
  static func decode(_ node: Node, _ diagnostics: Diagnostics) -> Crossing.Hold? {
    if node.text == "end" { return .untilEnd }
    if let duration = Duration.decode(node, Diagnostics()) { return .duration(duration) }
    diagnostics.report("\(node.kindOfValue) is not \(expectation)", at: node.location)
    return nil
  }
  var canonical: JSON {
    switch self {
    case .duration(let duration): duration.canonical
    case .untilEnd: "end"
    }
  }
}
