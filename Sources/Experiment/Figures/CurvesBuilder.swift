import Figures
import Spec
internal import Glibc

/// Gives gathered lines their colours, names and marks.
struct CurvesBuilder {
  let figure: CurvesFigure
  let inputs: FigureInputs
  let lines: [GatheredLine]
  private let palette: Palette

  init(figure: CurvesFigure, inputs: FigureInputs, lines: [GatheredLine]) {
    self.figure = figure
    self.inputs = inputs
    self.lines = lines
    palette = Palette(
      places: lines.map(\.place), color: figure.color?.text, runs: inputs.runs, labels: inputs.labels)
  }

  /// The values of a facet: runs in their order, numbers ascending, others as they come.
  func facets(_ side: KeyPath<GatheredLine, AxisValue>) -> [AxisValue] {
    var values: [AxisValue] = []
    for line in lines where line[keyPath: side] != .absent && !values.contains(line[keyPath: side]) {
      values.append(line[keyPath: side])
    }
    if values.allSatisfy({ $0.number != nil }) { return values.sorted() }
    return values.sorted { position($0) < position($1) }
  }

  private func position(_ value: AxisValue) -> Int {
    inputs.runs.firstIndex(of: value.description) ?? Table.splits.firstIndex(of: value.description) ?? .max
  }

  /// The picture of one facet; nil stands for a side without facets.
  func curves(row: AxisValue?, column: AxisValue?) -> Curves {
    let mine = lines.filter { line in
      (row == nil || line.row == row || line.row == .absent)
        && (column == nil || line.column == column || line.column == .absent)
    }.sorted { palette.position($0.place) < palette.position($1.place) }
    let isSplitFacet = figure.rows?.text == "split" || figure.columns?.text == "split"
    let shape = shape
    var series: [Curves.Series] = []
    for line in mine {
      let tone = palette.tone(line.place)
      let variant = isSplitFacet && line.measure.split != nil ? "" : line.measure.variant
      let weight: Curves.Weight = line.measure.isCompanion && !isSplitFacet ? .light : .strong
      if !line.raw.isEmpty {
        series.append(
          Curves.Series(
            tone.name, variant: variant, ink: tone.ink, weight: .faint, onSecondAxis: line.measure.isSecond,
            points: line.raw.map { Curves.Point(x: $0.x, y: $0.y) }))
      }
      series.append(
        Curves.Series(
          tone.name, variant: variant, ink: tone.ink, weight: weight,
          dashed: line.measure.isSecond || tone.dashed,
          shape: shape, onSecondAxis: line.measure.isSecond, points: line.points))
    }
    return Curves(
      x: figure.x.axis(inputs.labels, ticks: ticks, index: indexNames),
      y: verticalAxis(figure.y, isSecond: false),
      y2: figure.y2.isUsed ? verticalAxis(figure.y2, isSecond: true) : nil, series: series + overlays(mine),
      thresholds: figure.lines.values(on: "y", figure.y.first).map { Curves.Threshold(y: $0) },
      marks: CurveMarks(figure: figure, inputs: inputs, palette: palette).marks(for: mine))
  }

  private func verticalAxis(_ channel: Channel, isSecond: Bool) -> Axis {
    if channel.names.count == 1 { return channel.axis(inputs.labels) }
    let labels = channel.names.map { inputs.labels.title($0.text) }
    return Axis(
      "value", label: labels.joined(separator: ", "), scale: channel.scale == .log ? .log : .linear,
      lower: channel.limits.first, upper: channel.limits.last, reversed: channel.reverse)
  }

  private var distinctX: [Double] { Set(lines.flatMap { $0.points.map(\.x) }).sorted() }

  /// Dots where the values are few, as those of a sweep are.
  private var shape: Curves.Shape {
    if case .onLines(let flag)? = figure.points { return flag ? .linePoints : .line }
    return figure.x.first != "step" && distinctX.count <= 40 ? .linePoints : .line
  }

  /// The values of a short sweep are its ticks.
  private var ticks: [Double]? {
    let isSweep = figure.x.first != "step" && inputs.table.axis(figure.x.first) != nil
    return isSweep && distinctX.count <= 10 && figure.x.scale != .index ? distinctX : nil
  }

  private var indexNames: [String]? {
    guard figure.x.scale == .index, let gatherer = try? LineGatherer(figure, inputs) else { return nil }
    return gatherer.indexed().map { value in
      value.number.map { readable($0) } ?? inputs.labels[value.description]
    }
  }

  /// Fits as thin lines across the picture: a power law over a logarithmic axis, else a straight line.
  private func overlays(_ mine: [GatheredLine]) -> [Curves.Series] {
    let x = mine.flatMap { $0.points.map(\.x) }
    guard let low = x.min(), let high = x.max(), low < high else { return [] }
    return figure.overlays.flatMap { name -> [Curves.Series] in
      guard let table = inputs.tables[name.text], let slope = table.column("slope"),
        let coefficient = table.column("coefficient")
      else { return [] }
      return (0..<table.count).compactMap { row in
        guard let s = slope[row].number, let c = coefficient[row].number else { return nil }
        let points = (0...60).map { step -> Curves.Point in
          let share = Double(step) / 60
          if figure.x.scale == .log {
            let x = low * pow(high / low, share)
            return Curves.Point(x: x, y: c * pow(x, s))
          }
          let x = low + (high - low) * share
          return Curves.Point(x: x, y: c + s * x)
        }
        let law = "\(inputs.labels[name.text]): slope \(readable(s))"
        return Curves.Series(law, ink: .neutral, weight: .light, dashed: true, points: points)
      }
    }
  }
}
