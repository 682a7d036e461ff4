internal import Glibc
public import Spec

/// Fits a law to two columns by least squares: `y = c + s x`, or `y = c x^s` on logarithms.
///
/// All seeds enter one fit; every other axis but x gives fits of its own. The slope comes with its standard error and
/// its 95 % confidence interval under normal errors of equal size. Rows that never happened have no place in it and
/// are counted.
public struct Fit: Analysis {
  public static let kind = "fit"
  public static let summary = "The slope of a straight line or a power law, with its confidence interval."
  public static let example = """
    kind: fit
    x: weight_decay
    y: step
    form: power
    """

  /// What is fitted.
  public enum Form: String, NamedChoice {
    /// `y = c x^s`, a straight line in logarithms.
    case power
    /// `y = c + s x`.
    case linear
  }

  let x: Name
  let y: Name
  let form: Form

  public init(from fields: Fields) throws(InvalidSpec) {
    x = fields.read("x", "The axis or column along which the law holds.", standIn: Name.standIn)
    y = fields.read("y", "The column that follows the law.", standIn: Name.standIn)
    form = fields.read("form", "A power law or a straight line.", default: .power)
  }

  public var needs: AnalysisNeeds { .table }

  private static let columns = [
    "slope", "slope_error", "slope_low", "slope_high", "coefficient", "points", "censored",
  ]

  public func outline(of input: TableOutline, _ diagnostics: Diagnostics) -> TableOutline {
    x.check(isA: "axis or column", among: input.names, diagnostics)
    y.check(isA: "column", among: input.columns, diagnostics)
    return TableOutline(axes: input.axes.filter { $0 != x.text && $0 != "seed" }, columns: Fit.columns)
  }

  /// Fewer than two different x give no slope; fewer than three points no error of it.
  public func run(_ inputs: AnalysisInputs) throws -> Table {
    let table = inputs.table
    let outline = outline(of: table.outline, Diagnostics())
    guard let values = table.column(y.text) else { throw AnalysisFailure("there is no column '\(y.text)'") }
    let places: (Int) -> Double? =
      if let axis = table.axis(x.text) { { axis[$0].number } } else {
        { row in table.column(x.text)?[row].number }
      }
    var result = Table(axes: outline.axes, columns: outline.columns)
    for group in table.grouped(by: outline.axes) {
      var points: [(x: Double, y: Double)] = []
      var censored = 0
      for row in group.rows {
        if values[row].isCensored { censored += 1 }
        guard let place = places(row), let value = values[row].number, value.isFinite else { continue }
        if form == .linear {
          points.append((place, value))
        } else if place > 0, value > 0 {
          points.append((log(place), log(value)))
        } else {
          throw AnalysisFailure("a power law needs positive numbers: \(x.text) \(place), \(y.text) \(value)")
        }
      }
      let line = Line(through: points)
      let half = line?.slopeError.map { $0 * studentQuantile(degrees: points.count - 2) }
      let coefficient = line.map { form == .power ? exp($0.intercept) : $0.intercept }
      let cells = [
        line?.slope, line?.slopeError, half.flatMap { half in line.map { $0.slope - half } },
        half.flatMap { half in line.map { $0.slope + half } }, coefficient, Double(points.count),
        Double(censored),
      ]
      result.append(group.key, cells.map { $0.map(Outcome.number) ?? .missing })
    }
    return result
  }
}

/// The straight line of least squares.
private struct Line {
  let slope: Double
  let intercept: Double
  /// The standard error of the slope; nil for fewer than three points.
  let slopeError: Double?

  init?(through points: [(x: Double, y: Double)]) {
    let n = Double(points.count)
    let meanX = points.reduce(0) { $0 + $1.x } / n
    let meanY = points.reduce(0) { $0 + $1.y } / n
    let xx = points.reduce(0) { $0 + ($1.x - meanX) * ($1.x - meanX) }
    let xy = points.reduce(0) { $0 + ($1.x - meanX) * ($1.y - meanY) }
    guard points.count > 1, xx > 0 else { return nil }
    let slope = xy / xx
    let residual = points.reduce(0.0) { sum, point in
      let miss = point.y - meanY - slope * (point.x - meanX)
      return sum + miss * miss
    }
    self.slope = slope
    intercept = meanY - slope * meanX
    slopeError = points.count > 2 ? (residual / (n - 2) / xx).squareRoot() : nil
  }
}

/// The 97.5 % quantile of Student's distribution, by bisection of its exact distribution function.
///
/// The function for a whole number of degrees of freedom is a finite sum in θ = atan(t/√ν).
/// Source: Abramowitz and Stegun, 26.7.3 and 26.7.4.
func studentQuantile(degrees: Int) -> Double {
  func central(_ t: Double) -> Double {
    let theta = atan(t / Double(degrees).squareRoot())
    var term = degrees % 2 == 0 ? 1 : cos(theta)
    var sum = degrees == 1 ? 0 : term
    for k in stride(from: degrees % 2 == 0 ? 2 : 3, to: degrees - 1, by: 2) {
      term *= Double(k - 1) / Double(k) * cos(theta) * cos(theta)
      sum += term
    }
    return degrees % 2 == 0 ? sin(theta) * sum : 2 / Double.pi * (theta + sin(theta) * sum)
  }
  var low = 0.0
  var high = 20.0
  for _ in 0..<80 {
    let middle = (low + high) / 2
    if central(middle) < 0.95 { low = middle } else { high = middle }
  }
  return (low + high) / 2
}
