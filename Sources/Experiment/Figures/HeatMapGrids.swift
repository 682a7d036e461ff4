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
    x = HeatMapGrids.values(table, figure.x)
    y = HeatMapGrids.values(table, figure.y)
  }

  private static func values(_ table: Table, _ channel: Channel) -> [Double] {
    let numbers = (table.axis(channel.first)?.distinct ?? []).compactMap(\.number)
    return Set(numbers).filter { channel.scale != .log || $0 > 0 }.sorted()
  }

  /// One grid for every place on the other axes, seeds summarised; rows without both coordinates are left out.
  func layers() -> [(place: Coordinates, grid: Grid)] {
    guard let across = table.axis(figure.x.first), let up = table.axis(figure.y.first),
      let values = table.column(figure.value.first)
    else { return [] }
    let others = table.axes.map(\.name).filter { ![figure.x.first, figure.y.first, "seed"].contains($0) }
    let columns = Dictionary(uniqueKeysWithValues: x.enumerated().map { ($1, $0) })
    let rows = Dictionary(uniqueKeysWithValues: y.enumerated().map { ($1, $0) })
    return table.grouped(by: others).compactMap { group in
      var cells = [[Outcome]](repeating: [], count: x.count * y.count)
      for row in group.rows {
        guard let column = across[row].number.flatMap({ columns[$0] }),
          let line = up[row].number.flatMap({ rows[$0] })
        else { continue }
        cells[line * x.count + column].append(values[row])
      }
      if cells.allSatisfy(\.isEmpty) { return nil }
      let numbers = cells.map { (figure.overSeeds($0).number ?? .nan) + figure.value.offset }
      let grid = Grid(x: drawn(x, figure.x), y: drawn(y, figure.y), values: numbers)
      return (Coordinates(zip(others, group.key).map { (axis: $0, value: $1) }), grid)
    }
  }

  /// Values as the grid has them: positions on an index scale.
  private func drawn(_ values: [Double], _ channel: Channel) -> [Double] {
    channel.scale == .index ? values.indices.map(Double.init) : values
  }

  /// A value on an axis as the grid has it; between the positions of an index scale by interpolation.
  func place(_ value: Double, _ channel: Channel, _ values: [Double]) -> Double {
    guard channel.scale == .index, let last = values.indices.last else { return value }
    guard let above = values.firstIndex(where: { $0 >= value }) else { return Double(last) }
    guard above > 0, values[above] != value else { return Double(above) }
    let (a, b) = (values[above - 1], values[above])
    return Double(above - 1) + (value - a) / (b - a)
  }

  /// An axis of the picture; a short sweep's values are its ticks.
  func axis(_ channel: Channel, along values: [Double], _ labels: Labels) -> Axis {
    channel.axis(
      labels, ticks: values.count <= 10 ? values : nil, index: values.map { readable($0) })
  }

  /// The line of an analysis that has one coordinate as an axis and the other as a column, or both as columns.
  func overlay(_ name: Name, _ inputs: FigureInputs) -> HeatMap.Overlay? {
    guard let table = inputs.tables[name.text]?.selecting(inputs.select) else { return nil }
    func number(_ channel: Channel, _ row: Int) -> Double? {
      table.axis(channel.first)?[row].number ?? table.column(channel.first)?[row].number
    }
    var points: [(along: Double, point: Curves.Point)] = []
    for row in 0..<table.count {
      guard let across = number(figure.x, row), let up = number(figure.y, row) else { continue }
      let order =
        table.axis(figure.x.first) != nil ? across : table.axis(figure.y.first) != nil ? up : Double(row)
      points.append(
        (order, Curves.Point(x: place(across, figure.x, x), y: place(up, figure.y, y))))
    }
    guard points.count > 1 else { return nil }
    return HeatMap.Overlay(
      inputs.labels[name.text], points: points.sorted { $0.along < $1.along }.map(\.point))
  }
}
