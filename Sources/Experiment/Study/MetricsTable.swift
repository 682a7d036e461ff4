/// Puts the rows that runs wrote into one table: the axes of their points and `step`, a column per metric.
struct MetricsTable {
  private(set) var table: Table
  private let axes: [String]

  /// - Parameters:
  ///   - points: where the runs lie.
  ///   - metrics: the columns of all of them; a run without one has no value there.
  init(points: [Coordinates], metrics: [String]) {
    var axes = ["run"]
    for axis in points.flatMap(\.axes) where !axes.contains(axis) && axis != "seed" { axes.append(axis) }
    self.axes = axes + ["seed", "step"]
    table = Table(axes: self.axes, columns: metrics)
  }

  /// Adds the rows of one run: CSV with the columns `step` and metrics.
  mutating func append(_ csv: [UInt8], at point: Coordinates) throws(MalformedTable) {
    let rows = try Table(csv: csv, axes: ["step"])
    let columns = table.columns.map { rows.column($0.name) }
    let place = axes.dropLast().map { point[$0] ?? .absent }
    guard let step = rows.axis("step") else { return }
    for row in 0..<rows.count {
      table.append(place + [step[row]], columns.map { $0?[row] ?? .missing })
    }
  }
}
