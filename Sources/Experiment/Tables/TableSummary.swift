/// A table of the spec as numbers: one entry for each of its cells.
struct TableSummary: Sendable {
  struct Cell: Sendable {
    /// The values on the axes of rows.
    let row: [AxisValue]
    /// The value on the axis of columns; absent if there is none.
    let column: AxisValue
    /// In the data's own unit.
    let ours: Outcome
    let spread: Spread.Interval?
    /// How many outcomes were summarized.
    let count: Int
    /// In the data's own unit.
    let published: Outcome?
    let toPublished: Ratio?
    let toReference: Ratio?
  }

  let rowAxes: [String]
  let cells: [Cell]
  /// What was published for rows or columns that are not there, in the unit of the spec.
  let unmatched: [(path: [String], outcome: Outcome)]

  init(_ declaration: TableDeclaration, of input: Table) throws(AnalysisFailure) {
    let selected = input.selecting(declaration.select)
    let long: Table
    let columnAxis: String?
    let valueName: String
    if declaration.columns?.text == TableDeclaration.eachValue {
      long = selected.melted(selected.outline.columns)
      (columnAxis, valueName) = (TableDeclaration.eachValue, "measured")
    } else {
      long = selected
      columnAxis = declaration.columns?.text
      valueName = declaration.value?.text ?? selected.outline.columns.first ?? ""
    }
    guard let values = long.column(valueName) else {
      throw AnalysisFailure("there is no value column '\(valueName)' to show")
    }
    let declared = declaration.rows.map(\.text)
    let spent = Set(declared + (columnAxis.map { [$0] } ?? []) + ["seed"])
    rowAxes = declared + long.axes.filter { !spent.contains($0.name) && $0.distinct.count > 1 }.map(\.name)

    let cellAxes = rowAxes + (columnAxis.map { [$0] } ?? [])
    let groups = long.grouped(by: cellAxes)
    let references = declaration.relativeTo.map { TableSummary.references($0, cellAxes, groups, long) }
    var met: Set<[String]> = []
    var cells: [Cell] = []
    for (index, group) in groups.enumerated() {
      let outcomes = group.rows.map { values[$0] }
      let ours = declaration.summary(outcomes)
      let column = columnAxis == nil ? .absent : group.key.last ?? .absent
      let row = Array(group.key.prefix(rowAxes.count))
      let found = declaration.published?.value(at: row.prefix(declared.count) + [column])
      if let found { met.insert(found.path) }
      let published = found.map { $0.outcome.scaled(by: declaration.unit) }
      cells.append(
        Cell(
          row: row, column: column, ours: ours, spread: declaration.spread(outcomes),
          count: outcomes.count { !$0.isMissing }, published: published,
          toPublished: published.map { Ratio(ours, to: $0) },
          toReference: references.map { Ratio(ours, to: declaration.summary($0[index].map { values[$0] })) }))
    }
    self.cells = cells
    unmatched = (declaration.published?.leaves ?? []).filter { !met.contains($0.path) }
  }

  /// For each cell the rows that it is compared with: those that the selector means and that agree with the cell on
  /// every axis that both have and the selector does not name.
  private static func references(
    _ selector: Selection, _ axes: [String], _ groups: [Table.Group], _ table: Table
  ) -> [[Int]] {
    var cells = Table(axes: axes, columns: [])
    for group in groups { cells.append(group.key, []) }
    let rows = (0..<table.count).filter { selector.accepts(table.coordinates($0)) }
    return cells.paired(with: table.rows(rows), ignoring: Set(selector.axes)).map { $0.map { rows[$0] } }
  }

  /// Every cell as a row: the axes, then the numbers, which stay in the data's own unit.
  func table(_ declaration: TableDeclaration) -> Table {
    let column = declaration.columns.map { [$0.text] } ?? []
    let deviation = declaration.spread == .std
    var names = [declaration.summary.rawValue] + (deviation ? ["std"] : ["low", "high"]) + ["seeds"]
    if declaration.published != nil { names += ["published", "ratio_to_published"] }
    if declaration.relativeTo != nil { names.append("ratio") }
    var table = Table(axes: rowAxes + column, columns: names)
    for cell in cells {
      var outcomes = [cell.ours]
      if deviation {
        outcomes.append(cell.spread?.deviation.map(Outcome.number) ?? .missing)
      } else {
        outcomes += [cell.spread?.low ?? .missing, cell.spread?.high ?? .missing]
      }
      outcomes.append(.number(Double(cell.count)))
      if declaration.published != nil {
        outcomes += [cell.published ?? .missing, cell.toPublished?.outcome ?? .missing]
      }
      if declaration.relativeTo != nil { outcomes.append(cell.toReference?.outcome ?? .missing) }
      table.append(cell.row + (column.isEmpty ? [] : [cell.column]), outcomes)
    }
    return table
  }
}

extension Outcome {
  fileprivate func scaled(by factor: Double) -> Outcome {
    switch self {
    case .number(let value): .number(value * factor)
    case .never(let after): .never(after: after.map { $0 * factor })
    case .missing: .missing
    }
  }
}
