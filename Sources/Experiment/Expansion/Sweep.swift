import Spec

/// The axes of one run's sweep, sorted by name.
struct Sweep {
  /// One place on an axis and what it sets.
  struct Place {
    let axis: Point.Axis
    let settings: [(path: SpecPath, value: Node)]
  }

  struct Axis {
    let name: String
    let location: SourceLocation
    let paths: [SpecPath]
    let places: [Place]
  }

  let axes: [Axis]

  static let none = Sweep(axes: [])

  private init(axes: [Axis]) { self.axes = axes }

  /// The values of one path, as written and with their short forms made long.
  fileprivate struct Column {
    let path: SpecPath
    let written: [Node]
    let long: [Node]
  }

  /// Reads a merged `sweep`; what is wrong is reported and left out.
  init(_ node: Node?, shortForms: ShortForms, _ diagnostics: Diagnostics) {
    guard let node, !node.isNone else {
      self = .none
      return
    }
    guard let entries = node.entries else {
      diagnostics.report(
        "\(node.kindOfValue) is not a sweep: expected a mapping", at: node.location,
        hint: "write sweep: {training.filter.gain: [1, 2, 5]}")
      self = .none
      return
    }
    var axes: [Axis] = []
    for entry in entries where !entry.value.isNone {
      guard let axis = Self.axis(entry, shortForms, diagnostics) else { continue }
      if let other = axes.first(where: { $0.name == axis.name }) {
        diagnostics.report(
          "two axes are called '\(axis.name)': another is on line \(other.location.line)", at: axis.location,
          hint: "name one: sweep: {NAME: {\(axis.paths[0]): …}}")
      } else if let path = axis.paths.first(where: { path in axes.contains { $0.sets(path) } }) {
        diagnostics.report("two axes set '\(path)'", at: axis.location)
      } else {
        axes.append(axis)
      }
    }
    self.axes = axes.sorted { $0.name < $1.name }
  }

  /// How many points it makes, at most one more than a billion.
  var count: Int { axes.reduce(1) { min($0 * $1.places.count, 1_000_000_001) } }

  private static func axis(
    _ entry: Node.Entry, _ shortForms: ShortForms, _ diagnostics: Diagnostics
  ) -> Axis? {
    let isNamed = entry.value.entries != nil && !entry.value.isRange
    let lists = isNamed ? (entry.value.entries ?? []).filter { !$0.value.isNone } : [entry]
    var columns: [Column] = []
    for list in lists {
      guard let path = SpecPath(list.key, at: list.location, diagnostics) else { return nil }
      guard SpecKeys.swept.contains(path.keys[0]) else {
        diagnostics.report(
          "'\(list.key)' leads nowhere: expected a path that starts with dataset, model, training or rng",
          at: list.location,
          hint: nearest(to: path.keys[0], among: SpecKeys.swept).map { "did you mean '\($0)'?" })
        return nil
      }
      guard let values = AxisValues.read(list.value, diagnostics) else { return nil }
      let table = shortForms.at(path.keys)
      columns.append(Column(path: path, written: values, long: values.map { table.expand($0, diagnostics) }))
    }
    guard let first = columns.first else {
      diagnostics.report("'\(entry.key)' sweeps nothing", at: entry.location)
      return nil
    }
    for column in columns where column.written.count != first.written.count {
      diagnostics.report(
        "'\(first.path)' has \(first.written.count) values and '\(column.path)' \(column.written.count): "
          + "lists that move together have equal length",
        at: column.path.steps[0].location)
      return nil
    }
    let name = isNamed ? entry.key : first.path.keys[first.path.keys.count - 1]
    guard checkName(name, at: entry.location, diagnostics) else { return nil }
    columns.sort { $0.path.description < $1.path.description }
    return Axis(name, at: entry.location, columns, diagnostics)
  }

  private static func checkName(_ name: String, at location: SourceLocation, _ diagnostics: Diagnostics)
    -> Bool
  {
    guard name == "run" || name == "seed" else {
      return SpecKeys.checkName(name, at: location, diagnostics)
    }
    diagnostics.report(
      "an axis cannot be called '\(name)', which every point has", at: location,
      hint: "give it a name: sweep: {NAME: {PATH: […]}}")
    return false
  }
}

extension Sweep.Axis {
  /// Whether this axis and a path reach the same value.
  func sets(_ path: SpecPath) -> Bool {
    paths.contains { $0.keys.starts(with: path.keys) || path.keys.starts(with: $0.keys) }
  }

  /// Puts an axis together from columns of equal length; nil after reporting a place that stands twice.
  fileprivate init?(
    _ name: String, at location: SourceLocation, _ columns: [Sweep.Column], _ diagnostics: Diagnostics
  ) {
    self.name = name
    self.location = location
    paths = columns.map(\.path)
    let values = columns.map { $0.written.map(\.json) }
    // What labels and figures call a place: the first path, by alphabet, whose values all differ; else all paths.
    let labels = values.map(Self.labels)
    let chosen = labels.firstIndex { Set($0).count == $0.count }
    var seen: Set<String> = []
    var places: [Sweep.Place] = []
    for index in columns[0].written.indices {
      let texts = labels.map { $0[index] }
      let text = chosen.map { texts[$0] } ?? texts.joined(separator: "+")
      if !seen.insert(text).inserted {
        diagnostics.report(
          "the value '\(text)' stands twice on the axis '\(name)'", at: columns[0].written[index].location,
          hint: "keep one of them")
        return nil
      }
      var settings: [String: JSON] = [:]
      for column in columns { settings[column.path.description] = column.long[index].json }
      let axis = Point.Axis(
        name: name, value: chosen.map { values[$0][index] } ?? .string(text), text: text, settings: settings)
      places.append(
        Sweep.Place(
          axis: axis, settings: columns.map { ($0.path, $0.long[index].stamped(.sweep(name))) }))
    }
    self.places = places
  }

  /// Short texts of values if these tell them apart, else their JSON.
  private static func labels(_ values: [JSON]) -> [String] {
    let short = values.map(Self.label)
    return Set(short).count == short.count ? short : values.map(\.description)
  }

  private static func label(_ value: JSON) -> String {
    switch value {
    case .string(let text): text
    case .number(let number): AxisValues.text(number)
    case .array(let items): items.map(Self.label).joined(separator: "-")
    case .object: value["kind"]?.string ?? value["by"].map(Self.label) ?? value.description
    case .null, .bool, .integer: value.description
    }
  }
}
