import Figures
import Spec

/// Turns the rows of a table into grids over two of its axes.
struct HeatMapGrids {
  private let figure: HeatMapFigure
  private let table: Table
  /// The values on both axes, ascending.
  let x: [Double]
  let y: [Double]

  init(_ figure: HeatMapFigure, _ table: Table) throws(FigureFailure) {
    self.figure = figure
    self.table = table
    for name in [figure.x.first, figure.y.first] where table.axis(name) == nil {
      throw FigureFailure("there is no axis '\(name)' to draw along")
    }
    guard table.column(figure.value.first) != nil else {
      throw FigureFailure("there is no column '\(figure.value.first)' to draw")
    }
    x = figure.x.places(in: table)
    y = figure.y.places(in: table)
  }

  /// One grid for every place on the other axes, seeds summarised; rows without both coordinates are left out.
  func layers() -> [(place: Coordinates, grid: Grid)] {
    guard let across = table.axis(figure.x.first), let up = table.axis(figure.y.first),
      let values = table.column(figure.value.first)
    else { return [] }
    let others = table.axes.map(\.name).filter { ![figure.x.first, figure.y.first, "seed"].contains($0) }
    return table.grouped(by: others).compactMap { group in
      guard
        let cells = table.cells(
          of: values, in: group.rows, across: (across, x), up: (up, y), figure.overSeeds)
      else { return nil }
      let grid = Grid(
        x: figure.x.drawn(x), y: figure.y.drawn(y), values: cells.map { $0 + figure.value.offset })
      return (Coordinates(zip(others, group.key).map { (axis: $0, value: $1) }), grid)
    }
  }

  /// The lines of an analysis that has one coordinate as an axis and the other as a column, or both as columns along
  /// its last axis: one for every place on its other axes, all of one name, seeds summarised.
  func overlays(_ name: Name, isDirected: Bool, _ inputs: FigureInputs) -> [HeatMap.Overlay] {
    guard let table = inputs.tables[name.text]?.selecting(inputs.select) else { return [] }
    let axes = table.axes.map(\.name).filter { $0 != "seed" }
    guard let along = [figure.x.first, figure.y.first].first(where: axes.contains) ?? axes.last else {
      return []
    }
    func number(_ channel: Channel, _ row: Int) -> Double? {
      table.axis(channel.first)?[row].number ?? table.column(channel.first)?[row].number
    }
    func middle(_ channel: Channel, _ rows: [Int]) -> Double? {
      figure.overSeeds(rows.compactMap { number(channel, $0) }.map(Outcome.number)).number
    }
    return table.grouped(by: axes.filter { $0 != along }).compactMap { group in
      let places = table.rows(group.rows).grouped(by: [along]).sorted { ($0.key[0]) < ($1.key[0]) }
      let points = places.compactMap { place -> Curves.Point? in
        let rows = place.rows.map { group.rows[$0] }
        guard let across = middle(figure.x, rows), let up = middle(figure.y, rows) else { return nil }
        return Curves.Point(x: figure.x.place(across, x), y: figure.y.place(up, y))
      }
      guard points.count > 1 else { return nil }
      return HeatMap.Overlay(inputs.labels[name.text], points: points, isDirected: isDirected)
    }
  }
}

/// A channel along which cells lie.
extension Channel {
  /// The values that a table has there, ascending.
  func places(in table: Table) -> [Double] {
    table.places(on: first, in: Array(0..<table.count)).filter { scale != .log || $0 > 0 }
  }

  /// Values as a grid has them: positions on an index scale.
  func drawn(_ values: [Double]) -> [Double] { scale == .index ? values.indices.map(Double.init) : values }

  /// A value as a grid has it; between the positions of an index scale by interpolation.
  func place(_ value: Double, _ values: [Double]) -> Double {
    guard scale == .index, let last = values.indices.last else { return value }
    guard let above = values.firstIndex(where: { $0 >= value }) else { return Double(last) }
    guard above > 0, values[above] != value else { return Double(above) }
    let (a, b) = (values[above - 1], values[above])
    return Double(above - 1) + (value - a) / (b - a)
  }

  /// An axis of the picture; a short sweep's values are its ticks.
  func axis(along values: [Double], _ labels: Labels) -> Axis {
    axis(labels, ticks: values.count <= 10 ? values : nil, index: values.map { readable($0) })
  }
}
