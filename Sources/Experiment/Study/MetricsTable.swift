/// Puts the rows that runs wrote into one table: the axes of their points and `step`, a column per metric.
struct MetricsTable {
  private(set) var table: Table
  private let axes: [String]

  /// - Parameters:
  ///   - points: where the runs lie.
  ///   - metrics: the columns of all of them; a run without one has no value there.
  init(points: [Coordinates], metrics: [String]) {
    axes = MetricsTable.axes(of: points)
    table = Table(axes: self.axes, columns: metrics)
  }

  /// The axes of the rows of runs that lie at these points.
  static func axes(of points: [Coordinates]) -> [String] {
    var axes = ["run"]
    for axis in points.flatMap(\.axes) where !axes.contains(axis) && axis != "seed" { axes.append(axis) }
    return axes + ["seed", "step"]
  }

  /// Adds the rows of one run: texts of CSV with the columns `step` and metrics, joined by step.
  mutating func append(_ texts: [[UInt8]], at point: Coordinates) throws(MalformedTable) {
    var parts: [Table] = []
    for text in texts { parts.append(try Table(csv: text, axes: ["step"])) }
    let place = axes.dropLast().map { point[$0] ?? .absent }
    if parts.count == 1, let step = parts[0].axis("step") {
      let columns = table.columns.map { parts[0].column($0.name) }
      for row in 0..<parts[0].count {
        table.append(place + [step[row]], columns.map { $0?[row] ?? .missing })
      }
      return
    }
    // Evaluations have cadences of their own: a row per step that any of them has, cells of the others left out.
    var cells: [Double: [Outcome]] = [:]
    for part in parts {
      guard let step = part.axis("step") else { continue }
      let columns = table.columns.map { part.column($0.name) }
      for row in 0..<part.count {
        guard let number = step[row].number else { continue }
        var outcomes = cells[number] ?? columns.map { _ in .missing }
        for (index, column) in columns.enumerated() where outcomes[index].isMissing {
          outcomes[index] = column?[row] ?? .missing
        }
        cells[number] = outcomes
      }
    }
    for step in cells.keys.sorted() { table.append(place + [.number(step)], cells[step] ?? []) }
  }
}
