import Figures
import Spec

/// Where the marks of a curves figure stand.
struct CurveMarks {
  let figure: CurvesFigure
  let inputs: FigureInputs
  let palette: Palette

  /// Vertical lines: crossings of each line's run, in its colour and with their number; moments, with their name.
  func marks(for lines: [GatheredLine]) -> [Curves.Mark] {
    let straight = figure.lines.values(on: "x", figure.x.first).map { Curves.Mark(x: $0, text: readable($0)) }
    var found: [Curves.Mark] = []
    for name in figure.marks {
      var seen: [Coordinates] = []
      for line in lines where !seen.contains(line.place) {
        seen.append(line.place)
        let facets = [(figure.rows, line.row), (figure.columns, line.column)]
        if let mark = mark(name, line, facets.compactMap { name, value in name.map { ($0.text, value) } }) {
          found.append(mark)
        }
      }
    }
    return straight + found
  }

  private func mark(_ name: Name, _ line: GatheredLine, _ facets: [(String, AxisValue)]) -> Curves.Mark? {
    let place = Coordinates(
      zip(line.place.axes, line.place.values).map { (axis: $0, value: $1) }
        + facets.filter { $0.0 != "split" }.map { (axis: $0.0, value: $0.1) })
    let ink = palette.tone(line.place).ink
    if let moment = inputs.moments.named[name.text] {
      return step(moment, place, line).map { Curves.Mark(x: $0, text: inputs.labels[name.text], ink: ink) }
    }
    if let table = inputs.tables[name.text] {
      return crossing(table, at: place).map { Curves.Mark(x: $0, text: readable($0.rounded()), ink: ink) }
    }
    return inputs.moments.moment(name).flatMap { step($0, place, line) }
      .map { Curves.Mark(x: $0, text: inputs.labels[name.text], ink: ink) }
  }

  /// The median over seeds of a crossing; nil if it is never.
  private func crossing(_ table: Table, at place: Coordinates) -> Double? {
    guard let column = table.column(figure.x.first) else { return nil }
    let selected = table.selecting(inputs.select)
    guard let values = selected.column(column.name) else { return nil }
    let rows = (0..<selected.count).filter { selected.coordinates($0).pairs(with: place, ignoring: ["seed"]) }
    return Summary.median(rows.map { values[$0] }).number
  }

  private func step(_ moment: Moment, _ place: Coordinates, _ line: GatheredLine) -> Double? {
    switch moment {
    case .start: 0
    case .end: line.points.last?.x
    case .after(let duration): duration.steps(perEpoch: inputs.stepsPerEpoch(place)).map(Double.init)
    case .crossing(let name):
      (inputs.moments.crossings[name.text] ?? inputs.tables[name.text]).flatMap { crossing($0, at: place) }
    }
  }
}
