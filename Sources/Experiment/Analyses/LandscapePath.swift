public import Spec

/// Reads a landscape along straight lines from place to place.
///
/// The axis `leg` counts places passed: 0 at the first, 1 at the second, every leg having as many rows. Where the
/// landscape has no value, neither has the path.
/// Source: Liu et al., Omnigrok, arXiv 2210.01117, Figures 6 (c) and 8 (c), whose paths are cubic and unsmoothed.
public struct LandscapePath: Analysis {
  public static let kind = "path"
  public static let summary = "Columns of a landscape along straight lines between given places."
  public static let example = """
    kind: path
    x: scale
    y: messiness
    metrics: [train_loss, validation_loss]
    through: [{scale: 0.5, messiness: 1}, {scale: 2.5, messiness: 0.5}, {scale: 2, messiness: 0}]
    samples: 20
    """

  /// How values between the points of the grid come about.
  public enum Interpolation: String, NamedChoice {
    /// Cubic convolution over sixteen points; passes through the points, and may overshoot between them.
    case cubic
    /// Between four points; never beyond them.
    case bilinear
  }

  private let reading: SurfaceReading
  private let metrics: [Name]
  private let through: [GridPlace]
  private let samples: Int
  private let interpolation: Interpolation

  public init(from fields: Fields) throws(InvalidSpec) {
    reading = SurfaceReading(from: fields, allowsLog: true)
    metrics = fields.read("metrics", "The columns read.", standIn: OneOrMore<Name>([])).values
    through = fields.read("through", "The places, two or more.", standIn: [])
    samples = fields.read("samples", "Rows per leg.", default: 200, .between(1, 100_000))
    interpolation = fields.read(
      "interpolation", "cubic or bilinear between the points of the grid.", default: .bilinear)
    fields.check(
      fields.node["through"] == nil || through.count > 1, "a path goes through two places or more",
      at: "through")
    reading.check(through, fields.diagnostics)
  }

  public var needs: AnalysisNeeds { .table }

  public func outline(of input: TableOutline, _ diagnostics: Diagnostics) -> TableOutline {
    reading.check(metrics, adding: ["leg"], in: input, diagnostics)
    return TableOutline(
      axes: reading.others(input.axes) + ["leg"],
      columns: [reading.x.text, reading.y.text] + metrics.map(\.text))
  }

  public func run(_ inputs: AnalysisInputs) throws -> Table {
    let outline = outline(of: inputs.table.outline, Diagnostics())
    var result = Table(axes: outline.axes, columns: outline.columns)
    for (key, surfaces) in try reading.surfaces(of: metrics.map(\.text), in: inputs.table) {
      guard let first = surfaces.first else { continue }
      let places = try through.map { try reading.point($0, on: first) }
      for index in 0...(places.count - 1) * samples {
        let leg = min(index / samples, places.count - 2)
        let share = Double(index - leg * samples) / Double(samples)
        let place = first.between(places[leg], places[leg + 1], share)
        let values = surfaces.map {
          interpolation == .cubic ? $0.cubic(place.x, place.y) : $0.value(place.x, place.y)
        }
        result.append(
          key + [.number(Double(index) / Double(samples))],
          [.number(place.x), .number(place.y)] + values.map { $0.isNaN ? .missing : .number($0) })
      }
    }
    return result
  }
}
