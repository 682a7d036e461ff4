/// The lines along which a grid has a value, by marching squares with linear interpolation.
///
/// - Returns: Lines as points (x, y) in the grid's coordinates; a closed line ends where it began. Cells with a missing
///   corner have none. Saddles are cut by the mean of their corners.
func contours(of grid: Grid, at level: Double) -> [[(x: Double, y: Double)]] {
  var segments: [(Edge, Edge)] = []
  for row in 0..<max(grid.y.count - 1, 0) {
    for column in 0..<max(grid.x.count - 1, 0) {
      segments += crossings(grid, row, column, level)
    }
  }
  return joined(segments).map { line in line.map { $0.point(grid, level) } }
}

/// A side of a cell: from one grid point to its neighbour on the right or above.
private struct Edge: Hashable {
  var row: Int
  var column: Int
  var vertical: Bool

  /// Where the level lies on this side.
  func point(_ grid: Grid, _ level: Double) -> (x: Double, y: Double) {
    let (endRow, endColumn) = vertical ? (row + 1, column) : (row, column + 1)
    let (a, b) = (grid[row, column], grid[endRow, endColumn])
    let share = b == a ? 0.5 : min(max((level - a) / (b - a), 0), 1)
    return (
      grid.x[column] + (grid.x[endColumn] - grid.x[column]) * share,
      grid.y[row] + (grid.y[endRow] - grid.y[row]) * share
    )
  }
}

/// The sides between which the level passes through a cell: none, one pair, or two at a saddle.
private func crossings(_ grid: Grid, _ row: Int, _ column: Int, _ level: Double) -> [(Edge, Edge)] {
  let corners = [
    grid[row, column], grid[row, column + 1], grid[row + 1, column + 1], grid[row + 1, column],
  ]
  guard corners.allSatisfy(\.isFinite) else { return [] }
  let above = corners.map { $0 >= level }
  let sides = [
    Edge(row: row, column: column, vertical: false), Edge(row: row, column: column + 1, vertical: true),
    Edge(row: row + 1, column: column, vertical: false), Edge(row: row, column: column, vertical: true),
  ]
  let crossed = (0..<4).filter { above[$0] != above[($0 + 1) % 4] }
  switch crossed.count {
  case 2: return [(sides[crossed[0]], sides[crossed[1]])]
  case 4:
    let centerAbove = corners.reduce(0, +) / 4 >= level
    return centerAbove == above[0]
      ? [(sides[0], sides[1]), (sides[2], sides[3])] : [(sides[3], sides[0]), (sides[1], sides[2])]
  default: return []
  }
}

/// Segments chained into lines, in the order of their first segments.
private func joined(_ segments: [(Edge, Edge)]) -> [[Edge]] {
  var ends: [Edge: [Int]] = [:]
  for (index, segment) in segments.enumerated() {
    ends[segment.0, default: []].append(index)
    ends[segment.1, default: []].append(index)
  }
  var used = [Bool](repeating: false, count: segments.count)
  func follow(from start: Edge) -> [Edge] {
    var line: [Edge] = []
    var end = start
    while let next = ends[end]?.first(where: { !used[$0] }) {
      used[next] = true
      end = segments[next].0 == end ? segments[next].1 : segments[next].0
      line.append(end)
    }
    return line
  }
  var lines: [[Edge]] = []
  for index in segments.indices where !used[index] {
    used[index] = true
    let forward = follow(from: segments[index].1)
    let backward = follow(from: segments[index].0)
    lines.append(backward.reversed() + [segments[index].0, segments[index].1] + forward)
  }
  return lines
}
