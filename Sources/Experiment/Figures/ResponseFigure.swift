public import Figures
public import Spec

/// What filters do, in time and in frequency.
public struct ResponseFigure: FigureKind {
  public static let kind = "response"
  public static let version = 2
  public static let summary = "Impulse responses and magnitudes of gradient filters."
  public static let example = """
    kind: response
    show: magnitude
    frequency: {scale: log}
    """

  /// Which column is drawn.
  enum Side: String, NamedChoice {
    case impulse, magnitude, amplification, phase

    /// The axis that it lies along.
    var axis: String { self == .impulse ? "time" : "frequency" }

    var label: String {
      switch self {
      case .impulse: "Impulse response"
      case .magnitude: "Magnitude"
      case .amplification: "Amplification |1 + H|"
      case .phase: "Phase (radians)"
      }
    }
  }

  let show: Side?
  let frequency: Channel
  let y: Channel

  public init(from fields: Fields) throws(InvalidSpec) {
    show = fields.readOptional(
      "show", "What is drawn; impulse responses and magnitudes side by side if not given.")
    frequency = fields.readSingleChannel("frequency", "The frequency axis.", default: "frequency")
    y = fields.readSingleChannel("y", "The vertical axis.")
  }

  public var references: FigureReferences { FigureReferences() }

  public func check(against outline: TableOutline, _ diagnostics: Diagnostics) {}

  public func plot(_ inputs: FigureInputs) throws -> any Plot {
    let table = inputs.table.selecting(inputs.select)
    let sides = show.map { [$0] } ?? [.impulse, .magnitude].filter { table.column($0.rawValue) != nil }
    let plots = try sides.map { try curves($0, table, inputs.labels) }
    guard let first = plots.first else {
      throw FigureFailure("a response needs the table of a filter-response")
    }
    return plots.count == 1 ? first : Panels([plots], lettered: false)
  }

  private func curves(_ side: Side, _ table: Table, _ labels: Labels) throws -> Curves {
    guard let column = table.column(side.rawValue), let along = table.axis(side.axis) else {
      throw FigureFailure("the filter-response has no '\(side.rawValue)'; set its 'show'")
    }
    let axes = table.axes.map(\.name).filter { !["time", "frequency"].contains($0) }
    let groups = table.grouped(by: axes).map { group in
      (
        place: Coordinates(zip(axes, group.key).map { (axis: $0, value: $1) }),
        points: group.rows.compactMap { row -> Curves.Point? in
          guard let x = along[row].number, let value = column[row].number else { return nil }
          return Curves.Point(x: x, y: value + y.offset)
        }
      )
    }.filter { !$0.points.isEmpty }
    let palette = Palette(places: groups.map(\.place), color: nil, runs: [], labels: labels)
    let series = groups.sorted { palette.position($0.place) < palette.position($1.place) }.map { group in
      let tone = palette.tone(group.place)
      return Curves.Series(
        tone.name, ink: tone.ink, shape: side == .impulse ? .steps : .line, points: group.points)
    }
    var vertical = y
    vertical.names = [Name(side.rawValue, at: SourceLocation(file: "", line: 0, column: 0))]
    var value = vertical.axis(labels)
    if labels.texts[side.rawValue] == nil { value.label = side.label }
    return Curves(x: horizontal(side, labels), y: value, series: series)
  }

  private func horizontal(_ side: Side, _ labels: Labels) -> Axis {
    if side == .impulse {
      return Axis("time", label: labels.texts["time"] ?? "Steps since the gradient", lower: 0)
    }
    var axis = frequency.axis(labels, name: "frequency")
    if labels.texts["frequency"] == nil { axis.label = "Frequency (radians per step)" }
    return axis
  }
}
