public import Spec

/// Follows the reduced dynamics of norm and representation down a landscape of the training loss.
///
///     dw/dt = −η_D (∂L/∂w + γ w),   dr/dt = −η_R ∂L/∂r
///
/// L is bilinear between the points of the grid, smoothed first if asked to. Steps are Euler's, one unit of time each, so
/// that the rates are learning rates. At the edge of the grid the trajectory stays on it. The columns read are those of
/// the landscape where it passes.
/// Source: Liu et al., Omnigrok, arXiv 2210.01117, equation 6.
public struct ReducedTrajectory: Analysis {
  public static let kind = "reduced-trajectory"
  public static let summary = "Gradient descent with weight decay on a landscape of norm and representation."
  public static let example = """
    kind: reduced-trajectory
    x: scale
    y: messiness
    descends: train_loss
    read: [validation_loss]
    from: [{scale: 0.5, messiness: 0.75}]
    weight_decay: [0, 0.1]
    rate: 1e-2
    steps: 2000
    rows: 20
    """

  private let reading: SurfaceReading
  private let descends: Name
  private let read: [Name]
  private let starts: [GridPlace]
  private let decays: [Double]
  private let normRate: Double
  private let representationRate: Double
  private let steps: Int
  private let rows: Int

  public init(from fields: Fields) throws(InvalidSpec) {
    reading = SurfaceReading(from: fields, allowsLog: false)
    descends = fields.read("descends", "The column that goes down, the training loss.", standIn: Name.standIn)
    read = fields.read("read", "Other columns to read on the way.", default: OneOrMore<Name>([])).values
    starts = fields.read("from", "Where trajectories start.", standIn: OneOrMore<GridPlace>([])).values
    decays =
      fields.read("weight_decay", "The weight decay of the norm, x.", default: OneOrMore([0.0])).values
    normRate = fields.read("rate", "The learning rate η_D of the norm, x.", standIn: 1, .atLeast(0))
    representationRate =
      fields.readOptional(
        "representation_rate",
        "The learning rate η_R of the representation, y; that of the norm if not given.")
      ?? normRate
    steps = fields.read("steps", "How many steps it takes.", standIn: 1, .between(1, 10_000_000))
    rows = fields.read("rows", "Rows per trajectory, about.", default: 500, .between(1, 100_000))
    fields.check(representationRate >= 0, "a learning rate is at least 0", at: "representation_rate")
    reading.check(starts, fields.diagnostics)
  }

  public var needs: AnalysisNeeds { .table }

  private var columns: [Name] { [descends] + read.filter { $0 != descends } }

  public func outline(of input: TableOutline, _ diagnostics: Diagnostics) -> TableOutline {
    reading.check(columns, adding: ["start", "weight_decay"], in: input, diagnostics)
    return TableOutline(
      axes: reading.others(input.axes) + ["start", "weight_decay", "step"],
      columns: [reading.x.text, reading.y.text] + columns.map(\.text))
  }

  public func run(_ inputs: AnalysisInputs) throws -> Table {
    let outline = outline(of: inputs.table.outline, Diagnostics())
    var result = Table(axes: outline.axes, columns: outline.columns)
    for (key, surfaces) in try reading.surfaces(of: columns.map(\.text), in: inputs.table) {
      for (number, start) in starts.enumerated() {
        for decay in decays {
          try follow(from: start, decay, surfaces) { step, place, values in
            result.append(
              key + [.number(number + 1), .number(decay), .number(step)],
              [.number(place.x), .number(place.y)] + values.map { $0.isNaN ? .missing : .number($0) })
          }
        }
      }
    }
    return result
  }

  private func follow(
    from start: GridPlace, _ decay: Double, _ surfaces: [Surface],
    report: (_ step: Int, _ place: (x: Double, y: Double), _ values: [Double]) -> Void
  ) throws(AnalysisFailure) {
    guard let loss = surfaces.first else { return }
    var place = try reading.point(start, on: loss)
    let interval = max(steps / rows, 1)
    for index in 0...steps {
      if index % interval == 0 || index == steps {
        report(index, place, surfaces.map { $0.value(place.x, place.y) })
      }
      let slope = loss.slope(place.x, place.y)
      guard slope.x.isFinite, slope.y.isFinite else {
        throw AnalysisFailure(
          "the landscape has a hole near \(reading.x.text) \(place.x), \(reading.y.text) \(place.y)")
      }
      place.x -= normRate * (slope.x + decay * place.x)
      place.y -= representationRate * slope.y
      place.x = min(max(place.x, loss.xRange.lowerBound), loss.xRange.upperBound)
      place.y = min(max(place.y, loss.yRange.lowerBound), loss.yRange.upperBound)
    }
  }
}
