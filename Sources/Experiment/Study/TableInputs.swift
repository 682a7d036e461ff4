internal import Pipeline
internal import Spec

/// The tables that a stage reads: the metrics of points, or analyses; and how they become inputs of the stage.
///
/// Points stand in an order that no name decides, so that a rename changes no key.
struct TableInputs: Sendable {
  enum Source: Sendable {
    case metrics([TrainedPoint])
    /// Stacked if there are several.
    case analyses([String])
  }

  let source: Source
  let codes: RunCodes
  /// Tells the inputs of several tables of one stage apart.
  let prefix: String

  init(_ source: Source, codes: RunCodes, prefix: String = "") {
    self.prefix = prefix
    if case .metrics(let points) = source {
      let ordered = points.map { (code: codes.code($0.coordinates["run"]?.description ?? ""), point: $0) }
        .sorted { ($0.code, $0.point.rank) < ($1.code, $1.point.rank) }
      self.source = .metrics(ordered.map(\.point))
    } else {
      self.source = source
    }
    self.codes = codes
  }

  /// The edges of the stage.
  var edges: [StageInput] {
    switch source {
    case .metrics(let points):
      points.enumerated().flatMap { index, point in
        point.tables.map { StageInput("\(prefix)\($0)-\(index)", from: .output($0, of: point.stage)) }
      }
    case .analyses(let names):
      names.map {
        StageInput("\(prefix)table-\($0)", from: .output(AnalysisStage.output, of: AnalysisStage.name($0)))
      }
    }
  }

  /// Where the points lie, for the stage's parameters: codes for runs.
  var parameters: JSON {
    switch source {
    case .metrics(let points):
      .array(points.map { codes.coded($0.coordinates) })
    case .analyses(let names):
      .array(names.map { .string($0) })
    }
  }

  /// The table, with runs by their names, in the order written.
  func read(_ context: StageContext) throws -> Table {
    switch source {
    case .metrics(let points):
      var metrics: [String] = []
      for metric in points.flatMap(\.metrics) where !metrics.contains(metric) { metrics.append(metric) }
      var table = MetricsTable(points: points.map(\.coordinates), metrics: metrics)
      for (index, point) in points.enumerated() {
        try table.append(
          point.tables.map { try context.read("\(prefix)\($0)-\(index)") }, at: point.coordinates)
      }
      return codes.ordered(table.table)
    case .analyses(let names):
      let tables = try names.map { name in
        (name: name, table: codes.named(try Table(csv: context.read("\(prefix)table-\(name)"))))
      }
      return tables.count == 1 ? tables[0].table : Table.stacked(tables)
    }
  }
}
