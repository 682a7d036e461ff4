import Glibc

extension HeatMap {
  public func insets(width: Double, height: Double, atLeast given: Insets, showsLegend: Bool) -> Insets {
    let area = Box(left: 0, bottom: 0, width: width, height: height)
    var space = Insets(left: 45, right: 10, top: 8, bottom: 36).union(given)
    for _ in 0..<2 {
      let frame = frame(in: area.inset(by: space))
      space = frame.insets.union(given)
      if hasColorBar { space.right = max(space.right, colorBar(length: frame.box.height).space) }
    }
    if showsLegend {
      // Colours fill the axes, so that a legend always stands above.
      space.legend = max(given.legend, legend.height(fitting: width - space.left - space.right))
    }
    return space
  }

  private var hasColorBar: Bool { isFilled && categories.isEmpty }

  private func colorBar(length: Double) -> ColorBar {
    let numbers = layers.flatMap(\.grid.values).filter(value.shows)
    let extent = numbers.min().flatMap { low in numbers.max().map { (low, $0) } }
    let axis = ScaledAxis(value, extent: extent, length: length, horizontal: false, padding: 0)
    return ColorBar(axis: axis, color: coloring.color)
  }

  /// A value as the script gives it: logarithms on log axes, because images know linear axes only.
  func drawn(_ value: Double, _ axis: Axis) -> Double { axis.isLog ? Glibc.log10(value) : value }

  /// The borders between cells, half-way between their middles on the axis drawn.
  private func borders(_ middles: [Double], _ axis: Axis) -> [Double] {
    let places = middles.map { drawn($0, axis) }
    guard places.count > 1 else { return places.flatMap { [$0 - 0.5, $0 + 0.5] } }
    let inner = zip(places, places.dropFirst()).map { ($0 + $1) / 2 }
    let first = places[0] - (inner[0] - places[0])
    let last = places[places.count - 1] + (places[places.count - 1] - inner[inner.count - 1])
    return [first] + inner + [last]
  }

  private func frame(in box: Box) -> Frame {
    func scaled(_ axis: Axis, _ middles: [[Double]], length: Double, horizontal: Bool) -> ScaledAxis {
      var axis = axis
      let ends = middles.filter { !$0.isEmpty }.flatMap {
        isFilled ? borders($0, axis) : $0.map { drawn($0, axis) }
      }
      if let low = ends.min(), let high = ends.max(), low < high {
        axis.lower = axis.lower ?? (axis.isLog ? Glibc.pow(10, low) : low)
        axis.upper = axis.upper ?? (axis.isLog ? Glibc.pow(10, high) : high)
      }
      return ScaledAxis(axis, extent: nil, length: length, horizontal: horizontal, padding: 0)
    }
    return Frame(
      box: box, x: scaled(x, layers.map(\.grid.x), length: box.width, horizontal: true),
      y: scaled(y, layers.map(\.grid.y), length: box.height, horizontal: false))
  }

  public func draw(in area: Box, insets: Insets, showsLegend: Bool, on script: inout Script) {
    let frame = frame(in: area.inset(by: insets))
    frame.draw(on: &script, grid: !isFilled, boxed: true, linearized: true)
    let bar = colorBar(length: frame.box.height)
    if hasColorBar { bar.draw(beside: frame.box, on: &script) }
    if showsLegend, insets.legend > 0 {
      let corner = Position(x: frame.box.left, y: frame.box.top + insets.top + insets.legend)
      legend.draw(from: corner, fitting: frame.box.width, on: &script)
    }
    var commands: [String] = []
    if isFilled, let layer = layers.first { commands.append(cells(layer.grid, frame, bar, on: &script)) }
    commands += lines(frame, on: &script)
    commands += drawContours(frame, bar, on: &script)
    if descent > 0, let layer = layers.first { commands += arrows(down: layer.grid, frame, on: &script) }
    for overlay in overlays {
      let name = script.table(overlay.points.map { [drawn($0.x, x), drawn($0.y, y)] })
      commands.append("\(name) using 1:2 with lines \(stroke(of: overlay).gnuplot)")
      if overlay.isDirected { commands += arrowHeads(along: overlay, frame, on: &script) }
    }
    commands += drawMarkers(frame, bar, on: &script)
    drawStars(frame, bar, on: &script)
    script.plot(commands.isEmpty ? ["NaN notitle"] : commands)
  }

  /// Boxes for a few cells, an image for many.
  private func cells(_ grid: Grid, _ frame: Frame, _ bar: ColorBar, on script: inout Script) -> String {
    let smooth = eased(grid)
    if upsampling > 1 || grid.values.count > 2000 { return image(smooth, bar, on: &script) }
    let (across, up) = (borders(grid.x, x), borders(grid.y, y))
    let (sides, tops) = (overlap(across, frame.box.width), overlap(up, frame.box.height))
    var rows: [[Double]] = []
    for row in grid.y.indices {
      for column in grid.x.indices {
        // A cell reaches half a unit under the next one, so that no seam shows.
        let right = across[column + 1] + (column + 1 < grid.x.count ? sides : 0)
        let top = up[row + 1] + (row + 1 < grid.y.count ? tops : 0)
        rows.append([
          drawn(grid.x[column], x), drawn(grid.y[row], y), across[column], right, up[row], top,
          Double(color(uneased(smooth[row, column]), bar).packed),
        ])
      }
    }
    let name = script.table(rows)
    return "\(name) using 1:2:3:4:5:6:7 with boxxyerror fs solid noborder lc rgb variable"
  }

  /// A grid as it is smoothed and interpolated: blurred, and in logarithms if colours follow them.
  private func eased(_ grid: Grid) -> Grid {
    guard value.isLog else { return grid.blurred(blur) }
    // What has no logarithm is as low as the colours go.
    let least = value.lower ?? grid.values.filter { $0 > 0 }.min() ?? 1
    var logarithms = grid
    logarithms.values = grid.values.map { $0.isNaN ? .nan : Glibc.log10(max($0, least)) }
    return logarithms.blurred(blur)
  }

  private func uneased(_ number: Double) -> Double { value.isLog ? Glibc.pow(10, number) : number }

  private func overlap(_ borders: [Double], _ length: Double) -> Double {
    guard let first = borders.first, let last = borders.last else { return 0 }
    return (last - first) / length * 0.6
  }

  private func color(_ number: Double, _ bar: ColorBar) -> Color {
    guard !number.isNaN else { return HeatMap.missing }
    if !categories.isEmpty { return category(of: number)?.color ?? HeatMap.missing }
    let bounded = min(max(number, bar.axis.lower), bar.axis.upper)
    return bar.axis.place(bounded).map(bar.color) ?? HeatMap.missing
  }

  /// A picture of small equal squares: finer than the cells where values are interpolated, else true to them.
  private func image(_ grid: Grid, _ bar: ColorBar, on script: inout Script) -> String {
    let (across, up) = (borders(grid.x, x), borders(grid.y, y))
    let finest = 320
    let width = min(max(grid.x.count * max(upsampling, 4), 64), finest)
    let height = min(max(grid.y.count * max(upsampling, 4), 64), finest)
    func places(_ borders: [Double], _ middles: [Double], _ axis: Axis, _ count: Int) -> [(Double, Double)] {
      let (low, high) = (borders[0], borders[borders.count - 1])
      let centers = middles.map { drawn($0, axis) }
      return (0..<count).map { index in
        let place = low + (high - low) * (Double(index) + 0.5) / Double(count)
        let cell = max((borders.firstIndex { $0 > place } ?? borders.count - 1) - 1, 0)
        if upsampling <= 1 { return (place, Double(cell)) }
        let before = place < centers[cell] ? max(cell - 1, 0) : cell
        guard before + 1 < centers.count, centers[before] <= place else { return (place, Double(cell)) }
        return (place, Double(before) + (place - centers[before]) / (centers[before + 1] - centers[before]))
      }
    }
    let columns = places(across, grid.x, x, width)
    let name = script.table(
      places(up, grid.y, y, height).flatMap { row in
        columns.map { column in
          let tone = color(uneased(grid.interpolated(row: row.1, column: column.1)), bar)
          return [column.0, row.0, Double(tone.red), Double(tone.green), Double(tone.blue)]
        }
      })
    return "\(name) using 1:2:3:4:5 with rgbimage"
  }

  private func lines(_ frame: Frame, on script: inout Script) -> [String] {
    let color = isFilled && !coloring.isLight ? Color.white : Color.ink
    let stroke = Stroke(color: color, width: 1, dashes: [4, 3])
    let (low, high) = (drawn(frame.x.lower, x), drawn(frame.x.upper, x))
    let (bottom, top) = (drawn(frame.y.lower, y), drawn(frame.y.upper, y))
    let ends =
      verticals.map { [[drawn($0, x), bottom], [drawn($0, x), top]] }
      + horizontals.map { [[low, drawn($0, y)], [high, drawn($0, y)]] }
    return ends.map { "\(script.table($0)) using 1:2 with lines \(stroke.gnuplot)" }
  }

  private func drawMarkers(_ frame: Frame, _ bar: ColorBar, on script: inout Script) -> [String] {
    guard !markers.isEmpty else { return [] }
    for marker in markers {
      guard let place = frame.position(marker.x, marker.y) else { continue }
      let nearRight = place.x + 24 > frame.box.right
      let corner = Position(x: place.x + (nearRight ? -7 : 7), y: min(place.y + 6, frame.box.top - 7))
      let color = isFilled ? contrast(marker.x, marker.y, bar) : Color.ink
      script.write(marker.label, at: corner, nearRight ? .right : .left, TextStyle.heading.colored(color))
    }
    let name = script.table(markers.map { [drawn($0.x, x), drawn($0.y, y)] })
    return [
      "\(name) using 1:2 with points pt 7 ps 0.75 lc rgb '\(Color.white.hex)'",
      "\(name) using 1:2 with points pt 6 ps 0.75 lw 1.4 lc rgb '\(Color.ink.hex)'",
    ]
  }

  /// White over dark cells, dark over light ones.
  func contrast(_ across: Double, _ up: Double, _ bar: ColorBar) -> Color {
    guard let grid = layers.first?.grid else { return .ink }
    func nearest(_ middles: [Double], _ place: Double, _ axis: Axis) -> Int {
      let distance = { (value: Double) in (drawn(value, axis) - drawn(place, axis)).magnitude }
      return middles.indices.min { distance(middles[$0]) < distance(middles[$1]) } ?? 0
    }
    let value = grid[nearest(grid.y, up, y), nearest(grid.x, across, x)]
    return color(value, bar).isDark ? .white : .ink
  }

  /// Contours of every layer, each level named once where there is room.
  private func drawContours(_ frame: Frame, _ bar: ColorBar, on script: inout Script) -> [String] {
    var commands: [String] = []
    var taken = Occupancy()
    for marker in markers + stars {
      guard let place = frame.position(marker.x, marker.y) else { continue }
      taken.add(Box(left: place.x - 8, bottom: place.y - 8, width: 32, height: 20))
    }
    for overlay in overlays {
      let places = overlay.points.compactMap { frame.position($0.x, $0.y) }
      for (a, b) in zip(places, places.dropFirst()) { taken.add(line: a, b) }
    }
    for layer in layers {
      let fine = eased(layer.grid).upsampled(upsampling)
      let color = isFilled ? (coloring.isLight ? Color.ink : Color.white) : layer.ink.color
      for level in contours {
        let lines = Figures.contours(of: fine, at: drawn(level, value)).filter { $0.count > 1 }
        guard let longest = lines.max(by: { $0.count < $1.count }) else { continue }
        let rows = lines.flatMap { line in line.map { [drawn($0.x, x), drawn($0.y, y)] } + [[.nan, .nan]] }
        let name = script.table(rows)
        if isFilled {
          let halo = coloring.isLight ? "#90ffffff" : "#90222222"
          commands.append("\(name) using 1:2 with lines lw 2.4 lc rgb '\(halo)' dt solid")
        }
        commands.append("\(name) using 1:2 with lines \(Stroke(color: color, width: 1).gnuplot)")
        write(level, along: longest, frame, &taken, on: &script) { point in
          isFilled ? contrast(point.x, point.y, bar) : color
        }
      }
    }
    return commands
  }

  /// Writes a level beside its line, where there is room, in the colour that shows there.
  private func write(
    _ level: Double, along line: [(x: Double, y: Double)], _ frame: Frame, _ taken: inout Occupancy,
    on script: inout Script, color: ((x: Double, y: Double)) -> Color
  ) {
    let style = TextStyle(size: 10, color: .ink)
    let width = style.width(of: readable(level))
    // From the middle of the line outwards.
    let candidates = [7, 6, 8, 5, 9, 4, 10, 3, 11, 2, 12, 1].compactMap {
      part -> (box: Box, color: Color)? in
      let point = line[(line.count - 1) * part / 14]
      guard let place = frame.position(point.x, point.y) else { return nil }
      let box = Box(left: place.x - width / 2, bottom: place.y + 2, width: width, height: 10)
      return frame.box.contains(box) ? (box, color(point)) : nil
    }
    guard
      let (box, color) = candidates.min(by: { taken.conflicts($0.box) < taken.conflicts($1.box) }),
      taken.conflicts(box) == 0
    else { return }
    taken.add(box.grown(by: 3))
    script.write(
      readable(level), at: Position(x: box.left, y: box.bottom + 5), .left, style.colored(color))
  }
}
