import Glibc

extension HeatMap {
  /// Arrows of one length down the drawn map, one at every `descent`-th point of the grid.
  ///
  /// They point along minus the gradient over the axes as drawn, by central differences. Where the map is flat, or a
  /// neighbour is missing, there is none.
  func arrows(down grid: Grid, _ frame: Frame, on script: inout Script) -> [String] {
    let shown = grid.blurred(blur)
    let (across, up) = (grid.x.map { drawn($0, x) }, grid.y.map { drawn($0, y) })
    guard across.count > 1, up.count > 1 else { return [] }
    func slope(_ places: [Double], _ index: Int, _ value: (Int) -> Double) -> Double {
      let (before, after) = (max(index - 1, 0), min(index + 1, places.count - 1))
      return (value(after) - value(before)) / (places[after] - places[before])
    }
    let (width, height) = (
      drawn(frame.x.upper, x) - drawn(frame.x.lower, x), drawn(frame.y.upper, y) - drawn(frame.y.lower, y)
    )
    let unit = (x: frame.box.width / width, y: frame.box.height / height)
    var found: [(x: Double, y: Double, toX: Double, toY: Double, steepness: Double)] = []
    for row in stride(from: descent / 2, to: up.count, by: descent) {
      for column in stride(from: descent / 2, to: across.count, by: descent) {
        let toX = -slope(across, column) { shown[row, $0] } * unit.x
        let toY = -slope(up, row) { shown[$0, column] } * unit.y
        let length = (toX * toX + toY * toY).squareRoot()
        guard length.isFinite, length > 0 else { continue }
        found.append((across[column], up[row], toX / length, toY / length, length))
      }
    }
    let steepest = found.map(\.steepness).max() ?? 0
    let spacing = min(
      frame.box.width / Double(across.count), frame.box.height / Double(up.count))
    let length = min(max(spacing * Double(descent) * 0.75, 7), 22)
    let rows = found.filter { $0.steepness > steepest * 1e-5 }.map { arrow in
      let (dx, dy) = (arrow.toX * length / unit.x, arrow.toY * length / unit.y)
      return [arrow.x - dx / 2, arrow.y - dy / 2, dx, dy]
    }
    guard !rows.isEmpty else { return [] }
    let color = coloring.isLight || !isFilled ? Color.ink : Color.white
    let name = script.table(rows)
    return [
      "\(name) using 1:2:3:4 with vectors head filled size screen \(headSize(3.5, script)),22,60 fixed "
        + "lw 0.9 lc rgb '\(color.hex)'"
    ]
  }

  /// Heads at equal distances along a line on the sheet, at least one.
  func arrowHeads(
    along overlay: Overlay, _ frame: Frame, on script: inout Script
  ) -> [String] {
    let points = overlay.points.map { (x: drawn($0.x, x), y: drawn($0.y, y)) }
    let places = overlay.points.map { frame.position($0.x, $0.y) }
    var ahead = 0.0
    var lengths: [Double] = []
    for (a, b) in zip(places, places.dropFirst()) {
      if let a, let b { ahead += ((b.x - a.x) * (b.x - a.x) + (b.y - a.y) * (b.y - a.y)).squareRoot() }
      lengths.append(ahead)
    }
    guard ahead > 12 else { return [] }
    let heads = max(Int(ahead / 90), 1)
    var rows: [[Double]] = []
    for head in 0..<heads {
      let place = ahead * (Double(head) + 0.6) / Double(heads)
      guard let end = lengths.firstIndex(where: { $0 >= place }) else { continue }
      // Far enough back for a direction, in a path of many short pieces.
      var start = end
      while start > 0, lengths[end] - lengths[start] < 3 { start -= 1 }
      let (tail, tip) = (points[start], points[end + 1])
      rows.append([tail.x, tail.y, tip.x - tail.x, tip.y - tail.y])
    }
    let name = script.table(rows)
    return [
      "\(name) using 1:2:3:4 with vectors head filled size screen \(headSize(8, script)),20,60 fixed "
        + "\(stroke(of: overlay).gnuplot)"
    ]
  }

  private func headSize(_ units: Double, _ script: Script) -> String {
    decimal(units / script.width, places: 5)
  }

  /// Five-pointed stars, in front of everything, each with its name beside it.
  func drawStars(_ frame: Frame, _ bar: ColorBar, on script: inout Script) {
    for star in stars {
      guard let place = frame.position(star.x, star.y) else { continue }
      let corners = (0...10).map { corner -> String in
        let angle = Double.pi / 2 + Double(corner) * Double.pi / 5
        let radius = corner % 2 == 0 ? 7.5 : 3.2
        return script.screen(
          Position(x: place.x + radius * cos(angle), y: place.y + radius * sin(angle)))
      }
      script.line(
        "set object polygon from \(corners.joined(separator: " to ")) front "
          + "fc rgb '\(Ink.category(2).color.hex)' fs solid border rgb '\(Color.white.hex)' lw 0.8")
      let nearRight = place.x + 24 > frame.box.right
      script.write(
        star.label,
        at: Position(x: place.x + (nearRight ? -10 : 10), y: min(place.y + 7, frame.box.top - 7)),
        nearRight ? .right : .left,
        TextStyle.heading.colored(isFilled ? contrast(star.x, star.y, bar) : .ink))
    }
  }
}
