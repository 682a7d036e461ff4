/// Lines over a shared horizontal axis, with bands, thresholds and marks.
public struct Curves: Plot {
  public struct Point: Sendable, Hashable {
    public var x: Double
    /// Not a number where the line has a gap.
    public var y: Double
    /// The edges of the band around `y`.
    public var low: Double?
    public var high: Double?

    public init(x: Double, y: Double, low: Double? = nil, high: Double? = nil) {
      self.x = x
      self.y = y
      self.low = low
      self.high = high
    }
  }

  /// How much a line stands out.
  public enum Weight: Sendable, Hashable {
    /// What the figure is about.
    case strong
    /// Its companion, such as the training split: thinner and lighter.
    case light
    /// Raw values behind a smoothed line.
    case faint
  }

  public enum Shape: Sendable, Hashable {
    case line
    /// A line with a dot at every point, for few points.
    case linePoints
    case points
    /// Each value holds until the next point.
    case steps
  }

  public struct Series: Sendable, Hashable {
    /// What the colour stands for: a run, a value of a sweep. Series of one name share a colour.
    public var name: String
    /// What weight and dashes stand for: a split, a second axis. Empty if there is one per name.
    public var variant: String
    public var ink: Ink
    public var weight: Weight
    public var dashed: Bool
    public var shape: Shape
    public var onSecondAxis: Bool
    public var points: [Point]

    public init(
      _ name: String, variant: String = "", ink: Ink, weight: Weight = .strong, dashed: Bool = false,
      shape: Shape = .line, onSecondAxis: Bool = false, points: [Point]
    ) {
      self.name = name
      self.variant = variant
      self.ink = ink
      self.weight = weight
      self.dashed = dashed
      self.shape = shape
      self.onSecondAxis = onSecondAxis
      self.points = points
    }
  }

  /// A vertical dashed line with a text above the axes.
  public struct Mark: Sendable, Hashable {
    public var x: Double
    public var text: String
    /// nil for grey.
    public var ink: Ink?

    public init(x: Double, text: String, ink: Ink? = nil) {
      self.x = x
      self.text = text
      self.ink = ink
    }
  }

  /// A horizontal dashed line with a text beside the axes.
  public struct Threshold: Sendable, Hashable {
    public var y: Double
    public var text: String

    public init(y: Double, text: String? = nil) {
      self.y = y
      self.text = text ?? readable(y)
    }
  }

  public var x: Axis
  public var y: Axis
  public var y2: Axis?
  /// In the order of the legend. Points ascend in x and are as few as suffice to draw them.
  public private(set) var series: [Series]
  public var thresholds: [Threshold]
  public var marks: [Mark]

  public init(
    x: Axis, y: Axis, y2: Axis? = nil, series: [Series], thresholds: [Threshold] = [], marks: [Mark] = []
  ) {
    self.x = x
    self.y = y
    self.y2 = y2
    self.thresholds = thresholds
    self.marks = marks
    self.series = series
    self = thinned(share: 1)
  }

  /// About this many coordinates make a picture of 200 KB.
  private static let coordinateBudget = 14_000.0

  /// The same curves with no more points than suit a share of a sheet.
  func thinned(share: Double) -> Curves {
    // A column of the picture keeps up to four points of a line; with a band it keeps more, and each counts thrice.
    let costs = series.map { series in series.points.contains { $0.low != nil } ? 14.0 : 4 }
    let columns = min(max(Curves.coordinateBudget * share / max(costs.reduce(0, +), 1), 40), 360)
    var result = self
    for index in series.indices {
      result.series[index].points = Curves.thinned(series[index].points, columns: Int(columns), x)
    }
    return result
  }

  private static func thinned(_ points: [Point], columns: Int, _ axis: Axis) -> [Point] {
    let shown = points.filter { axis.shows($0.x) }
    let across = shown.map(\.x)
    guard zip(across, across.dropFirst()).allSatisfy({ $0 <= $1 }) else { return shown }
    let edges = [shown.map(\.y), shown.map { $0.low ?? .nan }, shown.map { $0.high ?? .nan }]
    return Figures.thinned(across, edges, columns: columns, logarithmic: axis.isLog).map { shown[$0] }
  }

  public var data: DataTable {
    let hasVariants = series.contains { !$0.variant.isEmpty }
    let hasBand = series.contains { $0.points.contains { $0.low != nil } }
    var table = DataTable(
      columns: ["series"] + (hasVariants ? ["variant"] : []) + [x.name, y.name]
        + (hasBand ? ["low", "high"] : [])
        + (y2.map { [$0.name] } ?? []))
    for series in series {
      for point in series.points {
        let own = [series.onSecondAxis ? "" : cell(point.y)]
        table.append(
          [series.name] + (hasVariants ? [series.variant] : []) + [cell(point.x)] + own
            + (hasBand ? [cell(point.low), cell(point.high)] : [])
            + (y2 == nil ? [] : [series.onSecondAxis ? cell(point.y) : ""]))
      }
    }
    return table
  }

  public func height(forWidth width: Double) -> Double {
    let space = insets(width: width, height: width * 0.68, atLeast: Insets(), showsLegend: true)
    return min(width * 0.52, 260) + space.top + space.bottom + space.legend
  }
}
