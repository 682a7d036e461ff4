extension Table {
  /// For each row of this table, the rows of `other` that agree with it on every axis that both have, apart from
  /// `ignored`. A row that lacks an axis agrees with any value there.
  public func paired(with other: Table, ignoring ignored: Set<String> = []) -> [[Int]] {
    let shared = axes.map(\.name).filter { !ignored.contains($0) && other.axis($0) != nil }
    let ours = shared.compactMap { axis($0) }
    let theirs = shared.compactMap { other.axis($0) }
    // Rows of `other` by which shared axes they have, so that absent cells need no search.
    var byPresence: [[Bool]: [Int]] = [:]
    var presences: [[Bool]] = []
    for row in 0..<other.count {
      let presence = theirs.map { $0[row] != .absent }
      if byPresence[presence] == nil { presences.append(presence) }
      byPresence[presence, default: []].append(row)
    }
    var indices: [Overlap: [[AxisValue]: [Int]]] = [:]
    return (0..<count).map { row in
      let presence = ours.map { $0[row] != .absent }
      var matching: [Int] = []
      for theirPresence in presences {
        let common = zip(presence, theirPresence).map { $0 && $1 }
        let overlap = Overlap(theirs: theirPresence, common: common)
        if indices[overlap] == nil {
          let rows = byPresence[theirPresence] ?? []
          indices[overlap] = Dictionary(grouping: rows) { row in Table.key(theirs, row, where: common) }
        }
        matching += indices[overlap]?[Table.key(ours, row, where: common)] ?? []
      }
      return matching.sorted()
    }
  }

  /// The two tables side by side: each row with every row that it pairs with, axes and columns united. A row without
  /// a partner keeps its own cells and misses the others. A column that both have is taken from this table.
  public func joined(with other: Table, ignoring ignored: Set<String> = []) -> Table {
    let names = outline.names
    let extraAxes = other.axes.filter { !names.contains($0.name) }
    let extraColumns = other.columns.filter { !names.contains($0.name) }
    var result = Table(
      axes: axes.map(\.name) + extraAxes.map(\.name), columns: columns.map(\.name) + extraColumns.map(\.name))
    for (row, partners) in paired(with: other, ignoring: ignored).enumerated() {
      let axisValues = axes.map { $0[row] }
      let outcomes = columns.map { $0[row] }
      if partners.isEmpty {
        result.append(
          axisValues + extraAxes.map { _ in .absent }, outcomes + extraColumns.map { _ in .missing })
      }
      for partner in partners {
        result.append(
          axisValues + extraAxes.map { $0[partner] }, outcomes + extraColumns.map { $0[partner] })
      }
    }
    return result
  }

  private struct Overlap: Hashable {
    let theirs: [Bool]
    let common: [Bool]
  }

  private static func key(_ axes: [AxisColumn], _ row: Int, where chosen: [Bool]) -> [AxisValue] {
    zip(axes, chosen).map { axis, isChosen in isChosen ? axis[row] : .absent }
  }
}
