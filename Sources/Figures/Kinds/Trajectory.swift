/// Paths in a plane, coloured by time.
public struct Trajectory: Plot {
  public struct Point: Sendable, Hashable {
    public var x: Double
    public var y: Double
    public var time: Double

    public init(x: Double, y: Double, time: Double) {
      self.x = x
      self.y = y
      self.time = time
    }
  }

  public struct Path: Sendable, Hashable {
    public var name: String
    public var ink: Ink
    /// In order of time.
    public var points: [Point]

    public init(_ name: String, ink: Ink, points: [Point]) {
      self.name = name
      self.ink = ink
      self.points = points
    }
  }

  /// A named place on a path.
  public struct Marker: Sendable, Hashable {
    public var label: String
    public var x: Double
    public var y: Double

    public init(_ label: String, x: Double, y: Double) {
      self.label = label
      self.x = x
      self.y = y
    }
  }

  public var x: Axis
  public var y: Axis
  public var time: Axis
  public private(set) var paths: [Path]
  public var markers: [Marker]
  /// Whether one unit is as long on both axes, so that distances in the picture are distances in the plane.
  public var equalScales: Bool

  /// One path is coloured by a ramp that a colour bar explains; several run from a light to the full tone of their
  /// own colours.
  public init(
    x: Axis, y: Axis, time: Axis, paths: [Path], markers: [Marker] = [], equalScales: Bool = true
  ) {
    self.x = x
    self.y = y
    self.time = time
    self.markers = markers
    self.equalScales = equalScales
    self.paths = paths.map { path in
      var path = path
      path.points = Trajectory.thinned(path.points.filter { x.shows($0.x) && y.shows($0.y) })
      return path
    }
  }

  private static let mostPoints = 600

  /// Leaves out points that lie within a thousandth of the whole extent from the last one kept, more if needed.
  private static func thinned(_ points: [Point]) -> [Point] {
    guard let first = points.first, let last = points.last, points.count > mostPoints else { return points }
    let width = (points.map(\.x).max() ?? 0) - (points.map(\.x).min() ?? 0)
    let height = (points.map(\.y).max() ?? 0) - (points.map(\.y).min() ?? 0)
    var reach = max(width, height) / 1000
    while true {
      var kept = [first]
      for point in points.dropFirst().dropLast() {
        guard let before = kept.last else { break }
        let (dx, dy) = (point.x - before.x, point.y - before.y)
        if (dx * dx + dy * dy).squareRoot() >= reach { kept.append(point) }
      }
      if kept.count < mostPoints { return kept + [last] }
      reach *= 1.5
    }
  }

  public var data: DataTable {
    var table = DataTable(columns: ["series", time.name, x.name, y.name])
    for path in paths {
      for point in path.points { table.append([path.name, cell(point.time), cell(point.x), cell(point.y)]) }
    }
    return table
  }

  public func height(forWidth width: Double) -> Double {
    let space = insets(width: width, height: width * 0.75, atLeast: Insets(), showsLegend: true)
    return min(width * 0.62, 310) + space.top + space.bottom + space.legend
  }

  var hasColorBar: Bool { paths.count == 1 }

  public var legend: Legend {
    if hasColorBar { return .none }
    let ramp: (Ink) -> [Stroke] = { ink in
      (0..<6).map { Stroke(color: Trajectory.tone(ink, Double($0) / 5), width: 2) }
    }
    let entries = paths.map { Legend.Entry(label: $0.name, strokes: ramp($0.ink)) }
    return Legend(entries: entries + [Legend.Entry(label: "\(time.label) →", strokes: ramp(.neutral))])
  }

  /// The colour of a path at a share of its time.
  func tone(_ path: Path, _ share: Double) -> Color {
    hasColorBar ? ColorMap.viridis.color(at: share * 0.94) : Trajectory.tone(path.ink, share)
  }

  private static func tone(_ ink: Ink, _ share: Double) -> Color {
    ink.color.mixed(with: .white, 0.68 * (1 - share))
  }

  /// The axis of time, from the first to the last moment of all paths.
  func timeAxis(length: Double) -> ScaledAxis {
    let moments = paths.flatMap { $0.points.map(\.time) }.filter(time.shows)
    let extent = moments.min().flatMap { low in moments.max().map { (low, $0) } }
    return ScaledAxis(time, extent: extent, length: length, horizontal: false, padding: 0)
  }
}
