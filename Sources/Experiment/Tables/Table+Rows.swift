extension Table {
  /// The rows at these positions, in the order given.
  public func rows(_ positions: some Sequence<Int>) -> Table {
    var result = Table(axes: axes.map(\.name), columns: columns.map(\.name))
    for row in positions { result.append(axes.map { $0[row] }, columns.map { $0[row] }) }
    return result
  }

  /// The rows at places that a selection means.
  public func selecting(_ selection: Selection) -> Table {
    if selection.isAll { return self }
    let accepted = selection.criteria.compactMap { criterion -> (codes: [Int32], passes: [Bool])? in
      guard let axis = axis(criterion.axis) else { return nil }
      return (axis.codes, axis.distinct.map { value in criterion.wanted.contains { $0.accepts(value) } })
    }
    return rows((0..<count).filter { row in accepted.allSatisfy { $0.passes[Int($0.codes[row])] } })
  }

  /// Rows that share their values on some axes.
  public struct Group: Sendable {
    /// The shared values, in the order of the axes asked for.
    public let key: [AxisValue]
    public let rows: [Int]
  }

  /// Groups of rows that agree on the axes named, in order of first appearance; axes that there are not are absent.
  public func grouped(by names: [String]) -> [Group] {
    let chosen = names.map { axis($0) }
    var positions: [[AxisValue]: Int] = [:]
    var keys: [[AxisValue]] = []
    var members: [[Int]] = []
    for row in 0..<count {
      let key = chosen.map { $0?[row] ?? .absent }
      if let position = positions[key] {
        members[position].append(row)
      } else {
        positions[key] = keys.count
        keys.append(key)
        members.append([row])
      }
    }
    return zip(keys, members).map(Group.init)
  }

  /// Tables one below the other, with a first axis `analysis` that names the table of each row.
  ///
  /// Axes and columns are the union in order of first appearance; cells that a table lacks are absent or missing.
  /// A name that is an axis here and a column there becomes a column, to which the axis gives its numbers.
  public static func stacked(_ tables: [(name: String, table: Table)]) -> Table {
    let outline = TableOutline.stacked(tables.map(\.table.outline))
    var result = Table(axes: outline.axes, columns: outline.columns)
    for (name, table) in tables {
      let axes = outline.axes.map { table.axis($0) }
      let columns = outline.columns.map { (table.column($0), table.axis($0)) }
      for row in 0..<table.count {
        let cells = axes.enumerated().map { $0 == 0 ? .text(name) : $1?[row] ?? .absent }
        let outcomes = columns.map { column, axis in
          column?[row] ?? axis?[row].number.map(Outcome.number) ?? .missing
        }
        result.append(cells, outcomes)
      }
    }
    return result
  }

  /// The names of splits, in the order in which both are shown.
  public static let splits = ["train", "validation"]

  /// One row per split: columns `train_M` and `validation_M` become an axis `split` and a column `M`, for each bare
  /// measure M given. Rows in which every measure of a split is missing are left out.
  public func splitting(_ measures: [String]) -> Table {
    var result = Table(axes: axes.map(\.name) + ["split"], columns: measures)
    let sources = Table.splits.map { split in (split, measures.map { column(split + "_" + $0) }) }
    for row in 0..<count {
      for (split, columns) in sources {
        let outcomes = columns.map { $0?[row] ?? .missing }
        if outcomes.allSatisfy(\.isMissing) { continue }
        result.append(axes.map { $0[row] } + [.text(split)], outcomes)
      }
    }
    return result
  }

  /// One row per cell of the columns given: an axis `value` names the column, and the column `measured` holds the
  /// cell. Missing cells get no row.
  public func melted(_ names: [String]) -> Table {
    var result = Table(axes: axes.map(\.name) + ["value"], columns: ["measured"])
    for row in 0..<count {
      for name in names {
        guard let outcome = column(name)?[row], !outcome.isMissing else { continue }
        result.append(axes.map { $0[row] } + [.text(name)], [outcome])
      }
    }
    return result
  }
}

extension TableOutline {
  /// The outline of tables one below the other; `analysis` comes first.
  public static func stacked(_ outlines: [TableOutline]) -> TableOutline {
    var columns: [String] = []
    for name in outlines.flatMap(\.columns) where !columns.contains(name) { columns.append(name) }
    var axes = ["analysis"]
    for name in outlines.flatMap(\.axes) where !axes.contains(name) && !columns.contains(name) {
      axes.append(name)
    }
    return TableOutline(axes: axes, columns: columns)
  }
}
