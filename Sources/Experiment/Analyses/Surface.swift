internal import Figures
internal import Spec
internal import Glibc

/// A quantity over two axes, known on a grid; `isLog` says on which axes the grid has logarithms.
struct Surface {
  private let grid: Grid
  private let isLog: (x: Bool, y: Bool)

  init(_ grid: Grid, isLog: (x: Bool, y: Bool) = (false, false)) {
    self.grid = grid
    self.isLog = isLog
  }

  var xRange: ClosedRange<Double> { Surface.range(grid.x, isLog.x) }
  var yRange: ClosedRange<Double> { Surface.range(grid.y, isLog.y) }

  private static func range(_ places: [Double], _ isLog: Bool) -> ClosedRange<Double> {
    let (low, high) = (places[0], places[places.count - 1])
    return isLog ? exp(low)...exp(high) : low...high
  }

  /// A place that has the share `share` of the way from one to another behind it, on the grid's scales.
  func between(_ a: (x: Double, y: Double), _ b: (x: Double, y: Double), _ share: Double) -> (
    x: Double, y: Double
  ) {
    func mix(_ a: Double, _ b: Double, _ isLog: Bool) -> Double {
      isLog ? a * pow(b / a, share) : a + (b - a) * share
    }
    return (mix(a.x, b.x, isLog.x), mix(a.y, b.y, isLog.y))
  }

  /// The cell that holds a place, and where in it, from 0 to 1; places beyond the grid count as its edge.
  private func cell(_ place: Double, _ places: [Double], _ isLog: Bool) -> (index: Int, share: Double) {
    let place = isLog ? log(place) : place
    let next = places.firstIndex { $0 > place } ?? places.count
    let index = min(max(next - 1, 0), places.count - 2)
    let share = (place - places[index]) / (places[index + 1] - places[index])
    return (index, min(max(share, 0), 1))
  }

  /// The bilinear value; not a number beside a missing cell.
  func value(_ x: Double, _ y: Double) -> Double {
    let (column, row) = (cell(x, grid.x, isLog.x), cell(y, grid.y, isLog.y))
    return grid.interpolated(
      row: Double(row.index) + row.share, column: Double(column.index) + column.share)
  }

  /// The derivatives of the bilinear value; of no use on logarithmic axes.
  func slope(_ x: Double, _ y: Double) -> (x: Double, y: Double) {
    let (column, row) = (cell(x, grid.x, isLog.x), cell(y, grid.y, isLog.y))
    let (c, r) = (column.index, row.index)
    let across = (
      grid[r, c + 1] - grid[r, c], grid[r + 1, c + 1] - grid[r + 1, c]
    )
    let up = (grid[r + 1, c] - grid[r, c], grid[r + 1, c + 1] - grid[r, c + 1])
    return (
      (across.0 + (across.1 - across.0) * row.share) / (grid.x[c + 1] - grid.x[c]),
      (up.0 + (up.1 - up.0) * column.share) / (grid.y[r + 1] - grid.y[r])
    )
  }

  /// The value by cubic convolution of the sixteen cells around, beyond the edge continued straight.
  /// Source: Keys, IEEE Trans. ASSP 29(6), 1981, with a = −1/2.
  func cubic(_ x: Double, _ y: Double) -> Double {
    let (column, row) = (cell(x, grid.x, isLog.x), cell(y, grid.y, isLog.y))
    let lines = (-1...2).map { down in
      Surface.convolved(
        (-1...2).map { across in extended(row.index + down, column.index + across) }, column.share)
    }
    return Surface.convolved(lines, row.share)
  }

  private func extended(_ row: Int, _ column: Int) -> Double {
    if row < 0 { return 2 * extended(0, column) - extended(1, column) }
    let (lastRow, lastColumn) = (grid.y.count - 1, grid.x.count - 1)
    if row > lastRow { return 2 * extended(lastRow, column) - extended(lastRow - 1, column) }
    if column < 0 { return 2 * grid[row, 0] - grid[row, 1] }
    if column > lastColumn { return 2 * grid[row, lastColumn] - grid[row, lastColumn - 1] }
    return grid[row, column]
  }

  private static func convolved(_ v: [Double], _ t: Double) -> Double {
    let (a, b) = (2 * v[0] - 5 * v[1] + 4 * v[2] - v[3], 3 * (v[1] - v[2]) + v[3] - v[0])
    return v[1] + t / 2 * (v[2] - v[0] + t * (a + t * b))
  }
}

/// The settings of analyses that look at columns of a table as surfaces over two of its axes.
struct SurfaceReading: Sendable {
  let x: Name
  let y: Name
  let blur: Double
  let logarithmic: [Name]
  let overSeeds: Summary

  init(from fields: Fields, allowsLog: Bool) {
    x = fields.read("x", "One axis of the landscape.", standIn: Name.standIn)
    y = fields.read("y", "The other axis of the landscape.", standIn: Name.standIn)
    blur = fields.read(
      "blur", "Gaussian smoothing of the landscape, in cells.", default: 0, .between(0, 20))
    overSeeds = fields.read("over_seeds", "How several seeds become one cell.", default: .median)
    logarithmic =
      allowsLog
      ? fields.read(
        "logarithmic", "Axes on which distances are ratios.", default: OneOrMore<Name>([])
      ).values : []
    fields.check(
      x.text.isEmpty || x != y, "a landscape has two axes, and '\(x.text)' is one", at: "y")
    for name in logarithmic {
      name.check(isA: "axis", among: [x.text, y.text], fields.diagnostics)
    }
  }

  /// Reports missing axes and columns, and axes of the answer that the input has already.
  func check(_ columns: [Name], adding added: [String], in input: TableOutline, _ diagnostics: Diagnostics) {
    for name in [x, y] { name.check(isA: "axis", among: input.axes, diagnostics) }
    for name in columns { name.check(isA: "column", among: input.columns, diagnostics) }
    for axis in added + ["step"] where input.axes.contains(axis) {
      diagnostics.report(
        "the landscape has an axis '\(axis)'", at: x.location,
        hint: axis == "step" ? "write of: and a reduced-landscape or a summary" : "narrow it by a select")
    }
  }

  /// The axes on which there is a landscape for each place.
  func others(_ axes: [String]) -> [String] { axes.filter { ![x.text, y.text, "seed"].contains($0) } }

  /// Reports places that do not name exactly the two axes.
  func check(_ places: [GridPlace], _ diagnostics: Diagnostics) {
    for place in places where Set(place.coordinates.keys) != [x.text, y.text] && !x.text.isEmpty {
      diagnostics.report(
        "a place has a number on '\(x.text)' and one on '\(y.text)'", at: place.location)
    }
  }

  /// One surface per column, for every place on the other axes.
  func surfaces(
    of columns: [String], in table: Table
  ) throws(AnalysisFailure) -> [(key: [AxisValue], surfaces: [Surface])] {
    guard let across = table.axis(x.text), let up = table.axis(y.text) else {
      throw AnalysisFailure("there are no axes '\(x.text)' and '\(y.text)'")
    }
    let isLog = (x: logarithmic.contains(x), y: logarithmic.contains(y))
    var result: [(key: [AxisValue], surfaces: [Surface])] = []
    for group in table.grouped(by: others(table.axes.map(\.name))) {
      let places = (x: table.places(on: x.text, in: group.rows), y: table.places(on: y.text, in: group.rows))
      // Points of other runs, which lack an axis.
      if places.x.isEmpty || places.y.isEmpty { continue }
      for (name, places, isLog) in [(x, places.x, isLog.x), (y, places.y, isLog.y)] {
        guard places.count > 1 else {
          throw AnalysisFailure("'\(name.text)' has one value, and a landscape needs two or more")
        }
        guard !isLog || places[0] > 0 else {
          throw AnalysisFailure("'\(name.text)' has \(places[0]), which has no logarithm")
        }
      }
      var surfaces: [Surface] = []
      for name in columns {
        guard let column = table.column(name),
          let cells = table.cells(
            of: column, in: group.rows, across: (across, places.x), up: (up, places.y), overSeeds)
        else { throw AnalysisFailure("there is no column '\(name)'") }
        let grid = Grid(
          x: isLog.x ? places.x.map { log($0) } : places.x, y: isLog.y ? places.y.map { log($0) } : places.y,
          values: cells)
        surfaces.append(Surface(grid.blurred(blur), isLog: isLog))
      }
      result.append((group.key, surfaces))
    }
    guard !result.isEmpty else {
      throw AnalysisFailure("no selected run lies on '\(x.text)' and '\(y.text)'")
    }
    return result
  }

  /// A written place; throws if it lies beside a surface.
  func point(_ place: GridPlace, on surface: Surface) throws(AnalysisFailure) -> (x: Double, y: Double) {
    let point = (x: place.coordinates[x.text] ?? .nan, y: place.coordinates[y.text] ?? .nan)
    for (name, value, range) in [(x, point.x, surface.xRange), (y, point.y, surface.yRange)] {
      // A logarithm and back may move the edge by a rounding.
      let slack = 1e-9 * (abs(range.lowerBound) + abs(range.upperBound))
      guard value >= range.lowerBound - slack, value <= range.upperBound + slack else {
        throw AnalysisFailure(
          "\(name.text) \(value) lies beside the landscape, which goes from \(range.lowerBound) to \(range.upperBound)"
        )
      }
    }
    return point
  }
}

/// A place on a landscape as a spec writes it: `{scale: 3, messiness: 0.5}`.
struct GridPlace: SpecValue {
  let coordinates: [String: Double]
  let location: SourceLocation

  static var expectation: String { "a place, such as {scale: 3, messiness: 0.5}" }
  static var schema: JSON { ["type": "object", "additionalProperties": ["type": "number"]] }
  static func decode(_ node: Node, _ diagnostics: Diagnostics) -> GridPlace? {
    guard let entries = node.entries else {
      diagnostics.report("\(node.kindOfValue) is not \(expectation)", at: node.location)
      return nil
    }
    var coordinates: [String: Double] = [:]
    for entry in entries {
      guard let value = Double.decode(entry.value, diagnostics) else { return nil }
      coordinates[entry.key] = value
    }
    return GridPlace(coordinates: coordinates, location: node.location)
  }
  var canonical: JSON { .object(coordinates.mapValues { .number($0) }) }
}
