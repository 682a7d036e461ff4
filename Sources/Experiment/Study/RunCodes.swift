internal import Pipeline
internal import Spec

/// Names for runs that follow from what the runs are, so that stored tables do not depend on what people call them.
///
/// A run's code is made of where its points begin and the rules that they train by. Stored tables carry codes; whoever
/// reads one gets names back. A renamed run therefore redraws what shows its name and reruns nothing else, and a run
/// that ends elsewhere or is measured otherwise is still the same run.
struct RunCodes: Sendable {
  /// In the order written.
  let names: [String]
  private let codes: [String: String]
  private let positions: [String: Int]

  /// - Parameter runs: each run's name and its points, in the order written.
  init(_ runs: [(name: String, points: [TrainedPoint])]) {
    names = runs.map(\.name)
    var codes: [String: String] = [:]
    var taken: Set<String> = []
    for (name, points) in runs.sorted(by: RunCodes.isBefore) {
      let digest = Digest.of("run", parts: points.map(\.beginning).sorted().map { .digest($0) })
      var code = "run-" + digest.hex.prefix(16)
      while !taken.insert(code).inserted { code += "+" }
      codes[name] = code
    }
    self.codes = codes
    positions = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
  }

  /// Tells runs that begin alike apart: the one that ends first is first, and only runs that agree in everything are
  /// told apart by their names.
  private static func isBefore(
    _ one: (name: String, points: [TrainedPoint]), _ other: (name: String, points: [TrainedPoint])
  ) -> Bool {
    let ends = (one.points.map(\.until).sorted(), other.points.map(\.until).sorted())
    if ends.0 != ends.1 { return ends.0.lexicographicallyPrecedes(ends.1) }
    let keys = (one.points.map(\.key).sorted(), other.points.map(\.key).sorted())
    return keys.0 == keys.1 ? one.name < other.name : keys.0.lexicographicallyPrecedes(keys.1)
  }

  func code(_ name: String) -> String { codes[name] ?? name }

  /// A table as it is stored: codes for names, rows in an order that names do not decide.
  func coded(_ table: Table) -> Table {
    renamed(table, by: codes) { codes[$0] ?? $0 }
  }

  /// A stored table as people read it: names for codes, rows in the order in which runs are written.
  func named(_ table: Table) -> Table {
    renamed(table, by: Dictionary(codes.map { ($1, $0) }) { first, _ in first }, order: writtenOrder)
  }

  /// The rows in the order in which runs are written.
  func ordered(_ table: Table) -> Table {
    renamed(table, by: [:], order: writtenOrder)
  }

  /// Coordinates as they enter keys.
  func coded(_ coordinates: Coordinates) -> JSON {
    var members: [String: JSON] = [:]
    for (axis, value) in zip(coordinates.axes, coordinates.values) {
      members[axis] =
        value.number.map(JSON.number) ?? .string(axis == "run" ? code(value.description) : value.description)
    }
    return .object(members)
  }

  private func writtenOrder(_ name: String) -> String {
    let position = String(positions[name] ?? positions.count)
    return String(repeating: "0", count: 8 - position.count) + position
  }

  private func renamed(_ table: Table, by names: [String: String], order: (String) -> String) -> Table {
    guard let run = table.axis("run") else { return table }
    let values = run.distinct.map { value -> AxisValue in
      if case .text(let text) = value { .text(names[text] ?? text) } else { value }
    }
    let ranks = values.map { order($0.description) }
    let position = table.axes.firstIndex { $0.name == "run" } ?? 0
    let rows = (0..<table.count).sorted { a, b in
      let (x, y) = (ranks[Int(run.codes[a])], ranks[Int(run.codes[b])])
      return (x, a) < (y, b)
    }
    var result = Table(axes: table.axes.map(\.name), columns: table.columns.map(\.name))
    for row in rows {
      var cells = table.axes.map { $0[row] }
      cells[position] = values[Int(run.codes[row])]
      result.append(cells, table.columns.map { $0[row] })
    }
    return result
  }

  /// Resolved settings with codes for every run that a selection names, patterns written out.
  func coded(_ settings: JSON) -> JSON {
    switch settings {
    case .array(let items): .array(items.map { coded($0) })
    case .object(let members):
      .object(
        Dictionary(
          uniqueKeysWithValues: members.map { key, value in
            (key, key == "run" ? coded(runs: value) : coded(value))
          }))
    default: settings
    }
  }

  private func coded(runs value: JSON) -> JSON {
    let patterns = (value.array ?? [value]).compactMap(\.string).map { Glob($0) }
    let matching = names.filter { name in patterns.contains { $0.matches(name) } }
    return .array(matching.map(code).sorted().map(JSON.string))
  }
}

extension RunCodes {
  /// In an order that no name decides, so that a rename changes no key.
  func sorted(_ points: [TrainedPoint]) -> [TrainedPoint] {
    points.sorted {
      (code($0.coordinates["run"]?.description ?? ""), $0.rank) < (
        code($1.coordinates["run"]?.description ?? ""), $1.rank
      )
    }
  }

  /// With their places, runs in the order written, whatever the order of the inputs.
  func asWritten(_ points: [TrainedPoint]) -> [(index: Int, point: TrainedPoint)] {
    func place(_ index: Int) -> Int {
      names.firstIndex(of: points[index].coordinates["run"]?.description ?? "") ?? 0
    }
    return points.indices.sorted { place($0) < place($1) }.map { ($0, points[$0]) }
  }
}
