import Figures
import Spec

/// One line of a curves figure before it has a colour: where it lies, and its points.
struct GatheredLine {
  /// The axes that are neither drawn along nor facets nor seeds.
  var place: Coordinates
  /// The facets that it belongs to; absent if it shows in all of them.
  var row: AxisValue
  var column: AxisValue
  var measure: MeasureColumn
  var points: [Curves.Point]
  /// The points before smoothing; empty if there is none.
  var raw: [Curves.Point]
}

/// A value column as one of the lines of each run.
struct MeasureColumn: Hashable {
  var column: String
  /// `train` or `validation` if the figure asks for both splits of a measure.
  var split: String?
  /// What tells it apart from the other columns of the figure; empty if there is one.
  var variant: String
  var isSecond: Bool
  /// A companion of another column: the training split beside the validation split.
  var isCompanion: Bool
}

/// Turns the rows of a table into lines: one for every place and column, seeds summarised.
struct LineGatherer {
  private let figure: CurvesFigure
  private let inputs: FigureInputs
  private let table: Table
  private let measures: [MeasureColumn]
  private let facets: [Name]
  private let axes: [String]
  private let collapsesSeeds: Bool

  init(_ figure: CurvesFigure, _ inputs: FigureInputs) throws(FigureFailure) {
    self.figure = figure
    self.inputs = inputs
    table = inputs.table.selecting(inputs.select)
    let facets = [figure.rows, figure.columns].compactMap(\.self)
    self.facets = facets
    let collapses =
      figure.color?.text != "seed" && !facets.contains { $0.text == "seed" } && figure.x.first != "seed"
    collapsesSeeds = collapses
    axes = table.axes.map(\.name).filter { $0 != figure.x.first && !(collapses && $0 == "seed") }
    var measures: [MeasureColumn] = []
    for (channel, isSecond) in [(figure.y, false), (figure.y2, true)] {
      for name in channel.names {
        measures += try LineGatherer.columns(
          name.text, of: inputs.table, isSecond: isSecond,
          isOneOfMany: channel.names.count > 1 || (figure.y2.isUsed && isSecond), inputs.labels)
      }
    }
    self.measures = measures
  }

  private static func columns(
    _ name: String, of table: Table, isSecond: Bool, isOneOfMany: Bool, _ labels: Labels
  ) throws(FigureFailure) -> [MeasureColumn] {
    if table.column(name) != nil {
      let variant = isOneOfMany ? labels.title(name) : ""
      let isCompanion = isOneOfMany && name.hasPrefix("train_")
      return [
        MeasureColumn(
          column: name, split: nil, variant: variant, isSecond: isSecond, isCompanion: isCompanion)
      ]
    }
    let splits = Table.splits.filter { table.column($0 + "_" + name) != nil }
    guard !splits.isEmpty else { throw FigureFailure("there is no column '\(name)' to draw") }
    return splits.map { split in
      let variant = isOneOfMany ? labels.title(split + "_" + name) : labels[split]
      return MeasureColumn(
        column: split + "_" + name, split: split, variant: variant, isSecond: isSecond,
        isCompanion: split == "train" && splits.count > 1)
    }
  }

  func lines() throws(FigureFailure) -> [GatheredLine] {
    let places = try places()
    var lines: [GatheredLine] = []
    for group in table.grouped(by: axes) {
      let here = Coordinates(zip(axes, group.key).map { (axis: $0, value: $1) })
      for measure in measures {
        guard let values = table.column(measure.column) else { continue }
        let seeds = seeds(of: group.rows)
        let offset = (measure.isSecond ? figure.y2 : figure.y).offset
        let measured = seeds.map { rows in
          rows.compactMap { row -> (x: Double, outcome: Outcome)? in
            guard let x = places[row], !values[row].isMissing else { return nil }
            return (x, values[row].shifted(by: offset))
          }
        }.filter { !$0.isEmpty }
        if measured.isEmpty { continue }
        let hasDecay = figure.smooth > 0
        let smooth = hasDecay ? measured.map { smoothed($0, momentum: figure.smooth) } : measured
        lines.append(
          GatheredLine(
            place: Coordinates(
              zip(axes, group.key).filter { axis, _ in !facets.contains { $0.text == axis } }
                .map { (axis: $0, value: $1) }),
            row: facet(figure.rows, here, measure), column: facet(figure.columns, here, measure),
            measure: measure,
            points: summarized(smooth), raw: hasDecay && figure.raw == .faint ? summarized(measured) : []))
      }
    }
    return lines.filter { !$0.points.isEmpty }
  }

  /// The horizontal place of each row.
  private func places() throws(FigureFailure) -> [Double?] {
    let name = figure.x.first
    if figure.x.scale == .index {
      let order = indexed()
      return (0..<table.count).map { row in order.firstIndex(of: cell(row, name)).map(Double.init) }
    }
    if let axis = table.axis(name) { return (0..<table.count).map { axis[$0].number } }
    if let column = table.column(name) { return (0..<table.count).map { column[$0].number } }
    throw FigureFailure("there is no axis or column '\(name)' to draw along")
  }

  private func cell(_ row: Int, _ name: String) -> AxisValue {
    table.axis(name)?[row] ?? table.column(name)?[row].number.map(AxisValue.number) ?? .absent
  }

  /// The values along an axis on which they stand at equal distances.
  func indexed() -> [AxisValue] {
    let values = Set((0..<table.count).map { cell($0, figure.x.first) }).subtracting([.absent])
    return values.allSatisfy { $0.number != nil }
      ? values.sorted() : table.axis(figure.x.first)?.distinct ?? []
  }

  private func seeds(of rows: [Int]) -> [[Int]] {
    guard collapsesSeeds, let seed = table.axis("seed") else { return [rows] }
    var order: [Int32] = []
    var bySeed: [Int32: [Int]] = [:]
    for row in rows {
      if bySeed[seed.codes[row]] == nil { order.append(seed.codes[row]) }
      bySeed[seed.codes[row], default: []].append(row)
    }
    return order.compactMap { bySeed[$0] }
  }

  private func facet(_ name: Name?, _ here: Coordinates, _ measure: MeasureColumn) -> AxisValue {
    guard let name else { return .absent }
    if name.text == "split", let split = measure.split { return .text(split) }
    return here[name.text] ?? .absent
  }

  private func smoothed(_ line: [(x: Double, outcome: Outcome)], momentum: Double) -> [(
    x: Double, outcome: Outcome
  )] {
    let sorted = line.sorted { $0.x < $1.x }
    let values = Figures.smoothed(sorted.map { $0.outcome.number ?? .nan }, momentum: momentum)
    return zip(sorted, values).map { ($0.x, .number($1)) }
  }

  /// The middle and the band over seeds, at places where all of them have a value.
  private func summarized(_ seeds: [[(x: Double, outcome: Outcome)]]) -> [Curves.Point] {
    var outcomes: [Double: [Outcome]] = [:]
    for seed in seeds { for (x, outcome) in seed { outcomes[x, default: []].append(outcome) } }
    return outcomes.keys.sorted().compactMap { x -> Curves.Point? in
      guard let here = outcomes[x], here.count >= seeds.count else { return nil }
      if here.count == 1 { return Curves.Point(x: x, y: here[0].number ?? .nan) }
      let interval = figure.band.spread.flatMap { $0(here) }
      return Curves.Point(
        x: x, y: figure.band.summary(here).number ?? .nan, low: interval?.low.leastPossible,
        high: interval?.high.leastPossible)
    }
  }
}

extension Outcome {
  /// A measured number moved by an offset.
  fileprivate func shifted(by offset: Double) -> Outcome {
    if offset != 0, case .number(let value) = self { .number(value + offset) } else { self }
  }
}
