public import Figures
public import Spec

/// Paths in a plane, such as weights in their principal axes.
public struct TrajectoryFigure: FigureKind {
  public static let kind = "trajectory"
  public static let version = 2
  public static let summary = "Paths in a plane, coloured by time, with moments marked on them."
  public static let example = """
    kind: trajectory
    x: pc1
    y: pc2
    color: run
    marks: [start, 500, end]
    """

  let x: Channel
  let y: Channel
  let color: Name?
  let marks: [Name]
  let time: Channel

  public init(from fields: Fields) throws(InvalidSpec) {
    x = fields.readSingleChannel("x", "The horizontal axis: a column.", required: true)
    y = fields.readSingleChannel("y", "The vertical axis: a column.", required: true)
    color = fields.readAxis("color", "The axis that colours follow; runs and all unspent axes if not given.")
    marks =
      fields.read("marks", "Moments marked on the paths.", default: OneOrMore<Name>([])).values
    time = fields.readSingleChannel("time", "The axis along which a path runs.", default: "step")
  }

  public var references: FigureReferences { FigureReferences(marks: marks) }

  public func check(against outline: TableOutline, _ diagnostics: Diagnostics) {
    for name in x.names + y.names + time.names {
      name.check(isA: "axis or column", among: outline.names, diagnostics)
    }
    color?.check(isA: "axis", among: outline.axes, diagnostics)
  }

  public func plot(_ inputs: FigureInputs) throws -> any Plot {
    let table = inputs.table.selecting(inputs.select)
    let spent = [x.first, y.first, time.first]
    let axes = table.axes.map(\.name).filter { !spent.contains($0) }
    let groups = table.grouped(by: axes).map { group in
      (
        place: Coordinates(zip(axes, group.key).map { (axis: $0, value: $1) }),
        points: points(group.rows, of: table)
      )
    }.filter { !$0.points.isEmpty }
    guard !groups.isEmpty else {
      throw FigureFailure("there is nothing to draw: no selected point has \(x.first)")
    }
    let palette = Palette(
      places: groups.map(\.place), color: color?.text, runs: inputs.runs, labels: inputs.labels)
    let sorted = groups.sorted { palette.position($0.place) < palette.position($1.place) }
    let markers = sorted.flatMap { group in
      marks.compactMap { mark in
        point(at: mark, group.points, group.place, inputs).map {
          Trajectory.Marker(inputs.labels[mark.text], x: $0.x, y: $0.y)
        }
      }
    }
    var clock = time
    // Most of a path lies in its first steps.
    if clock.scale == .linear, clock.first == "step" { clock.scale = .log }
    return Trajectory(
      x: x.axis(inputs.labels), y: y.axis(inputs.labels), time: clock.axis(inputs.labels),
      paths: sorted.map { group in
        let tone = palette.tone(group.place)
        return Trajectory.Path(tone.name, ink: tone.ink, points: group.points)
      }, markers: markers, equalScales: x.first.hasPrefix("pc") && y.first.hasPrefix("pc"))
  }

  private func points(_ rows: [Int], of table: Table) -> [Trajectory.Point] {
    func number(_ channel: Channel, _ row: Int) -> Double? {
      (table.axis(channel.first)?[row].number ?? table.column(channel.first)?[row].number).map {
        $0 + channel.offset
      }
    }
    return rows.compactMap { row -> Trajectory.Point? in
      guard let x = number(x, row), let y = number(y, row), x.isFinite, y.isFinite,
        let time = number(time, row)
      else { return nil }
      return Trajectory.Point(x: x, y: y, time: time)
    }.sorted { $0.time < $1.time }
  }

  /// Where a path is at a moment: at its first point then or later.
  private func point(
    at mark: Name, _ points: [Trajectory.Point], _ place: Coordinates, _ inputs: FigureInputs
  ) -> Trajectory.Point? {
    switch inputs.moments.moment(mark) ?? .crossing(mark) {
    case .start: return points.first
    case .end: return points.last
    case .after(let duration):
      let step = duration.steps(perEpoch: inputs.stepsPerEpoch(place))
      return step.flatMap { step in points.first { $0.time >= Double(step) } }
    case .crossing(let name):
      guard let table = inputs.moments.crossings[name.text] ?? inputs.tables[name.text],
        let column = table.column("step"),
        let row = (0..<table.count).first(where: { table.coordinates($0).pairs(with: place) }),
        let step = column[row].number
      else { return nil }
      return points.first { $0.time >= step }
    }
  }
}
