extension Trajectory {
  private static let steps = 48

  private func colorBar(length: Double) -> ColorBar? {
    guard hasColorBar, let path = paths.first else { return nil }
    return ColorBar(axis: timeAxis(length: length)) { tone(path, $0) }
  }

  public func insets(width: Double, height: Double, atLeast given: Insets, showsLegend: Bool) -> Insets {
    let area = Box(left: 0, bottom: 0, width: width, height: height)
    var space = Insets(left: 45, right: 10, top: 8, bottom: 36).union(given)
    for _ in 0..<2 {
      let frame = frame(in: area.inset(by: space))
      space = frame.insets.union(given)
      if let bar = colorBar(length: frame.box.height) { space.right = max(space.right, bar.space) }
    }
    if showsLegend, !legend.isEmpty {
      let frame = frame(in: area.inset(by: space))
      if given.legend > 0 || legendBox(frame) == nil {
        space.legend = max(given.legend, legend.height(fitting: frame.box.width))
      }
    }
    return space
  }

  /// The axes around a given box; with equal scales the shorter range is widened around its middle.
  private func frame(in box: Box) -> Frame {
    let points = paths.flatMap(\.points)
    var across = extent(points.map(\.x) + markers.map(\.x), x)
    var up = extent(points.map(\.y) + markers.map(\.y), y)
    let padding = 0.08
    var (x, y) = (x, y)
    if equalScales, !x.isLog, !y.isLog, let a = across, let b = up, a.1 > a.0 || b.1 > b.0 {
      let grow = 1 + 2 * padding
      let scale = max((a.1 - a.0) * grow / box.width, (b.1 - b.0) * grow / box.height)
      let half = (scale * box.width / 2, scale * box.height / 2)
      let middle = ((a.0 + a.1) / 2, (b.0 + b.1) / 2)
      (x.lower, x.upper) = (middle.0 - half.0, middle.0 + half.0)
      (y.lower, y.upper) = (middle.1 - half.1, middle.1 + half.1)
      (across, up) = ((middle.0 - half.0, middle.0 + half.0), (middle.1 - half.1, middle.1 + half.1))
    }
    return Frame(
      box: box, x: ScaledAxis(x, extent: across, length: box.width, horizontal: true, padding: padding),
      y: ScaledAxis(y, extent: up, length: box.height, horizontal: false, padding: padding))
  }

  private func extent(_ values: [Double], _ axis: Axis) -> (Double, Double)? {
    let shown = values.filter(axis.shows)
    return shown.min().flatMap { low in shown.max().map { (low, $0) } }
  }

  public func draw(in area: Box, insets: Insets, showsLegend: Bool, on script: inout Script) {
    let frame = frame(in: area.inset(by: insets))
    frame.draw(on: &script)
    colorBar(length: frame.box.height)?.draw(beside: frame.box, on: &script)
    if showsLegend, insets.legend == 0, let box = legendBox(frame) {
      legend.draw(in: box, on: &script)
    } else if showsLegend, insets.legend > 0 {
      let corner = Position(x: frame.box.left, y: frame.box.top + insets.top + insets.legend)
      legend.draw(from: corner, fitting: frame.box.width, on: &script)
    }
    let moments = timeAxis(length: frame.box.height)
    var layers = paths.flatMap { layersOf($0, moments, on: &script) }
    layers += drawMarkers(frame, on: &script)
    script.plot(layers.isEmpty ? ["NaN notitle"] : layers)
  }

  /// One line per tone: stretches of a path within one step of the ramp share a colour.
  private func layersOf(_ path: Path, _ moments: ScaledAxis, on script: inout Script) -> [String] {
    var layers: [String] = []
    var stretch: [Point] = []
    var step = 0
    func close() {
      guard stretch.count > 1 else { return }
      let name = script.table(stretch.map { [$0.x, $0.y] })
      let stroke = Stroke(color: tone(path, (Double(step) + 0.5) / Double(Trajectory.steps)), width: 2)
      layers.append("\(name) using 1:2 with lines \(stroke.gnuplot)")
    }
    for point in path.points {
      // A moment that a logarithmic scale cannot show, such as step 0, takes its first tone.
      let share = min(max(moments.place(point.time) ?? 0, 0), 1)
      let mine = min(Int(share * Double(Trajectory.steps)), Trajectory.steps - 1)
      if mine != step, let last = stretch.last {
        stretch.append(point)
        close()
        stretch = [last == point ? last : point]
      } else {
        stretch.append(point)
      }
      step = mine
    }
    close()
    return layers
  }

  /// Markers on the sheet; those of one label at one place are one.
  private func visibleMarkers(_ frame: Frame) -> [(label: String, place: Position, value: (Double, Double))] {
    var visible: [(label: String, place: Position, value: (Double, Double))] = []
    for marker in markers {
      guard let place = frame.position(marker.x, marker.y) else { continue }
      let same = visible.contains { other in
        other.label == marker.label && (other.place.x - place.x).magnitude < 4
          && (other.place.y - place.y).magnitude < 4
      }
      if !same { visible.append((marker.label, place, (marker.x, marker.y))) }
    }
    return visible
  }

  private func drawMarkers(_ frame: Frame, on script: inout Script) -> [String] {
    let visible = visibleMarkers(frame)
    guard !visible.isEmpty else { return [] }
    var taken = occupancy(frame)
    for marker in visible {
      taken.add(Box(left: marker.place.x - 5, bottom: marker.place.y - 5, width: 10, height: 10))
    }
    for marker in visible {
      let width = TextStyle.heading.width(of: marker.label)
      let candidates = Trajectory.labelPlaces(marker.place, width: width)
      let inside = candidates.filter { frame.box.contains($0) }
      let ranked = inside.isEmpty ? candidates : inside
      guard let best = ranked.min(by: { taken.conflicts($0) < taken.conflicts($1) }) else { continue }
      taken.add(best)
      script.write(
        marker.label, at: Position(x: best.left, y: best.bottom + best.height / 2), .left, .heading)
    }
    let name = script.table(visible.map { [$0.value.0, $0.value.1] })
    return [
      "\(name) using 1:2 with points pt 7 ps 0.75 lc rgb '\(Color.white.hex)'",
      "\(name) using 1:2 with points pt 6 ps 0.75 lw 1.4 lc rgb '\(Color.ink.hex)'",
    ]
  }

  /// Where the text of a marker may stand: around it, near first.
  private static func labelPlaces(_ place: Position, width: Double) -> [Box] {
    let height = 12.0
    return [6.0, 11, 17].flatMap { distance in
      let (left, right) = (place.x - distance - width, place.x + distance)
      let (below, above) = (place.y - distance - height, place.y + distance)
      let (middleX, middleY) = (place.x - width / 2, place.y - height / 2)
      let corners = [
        (right, middleY + 6), (left, middleY + 6), (middleX, above), (right, middleY), (left, middleY),
        (middleX, below), (right, below + 6), (left, below + 6),
      ]
      return corners.map { Box(left: $0.0, bottom: $0.1, width: width, height: height) }
    }
  }

  private func legendBox(_ frame: Frame) -> Box? {
    let size = legend.columnSize
    var taken = occupancy(frame)
    for marker in visibleMarkers(frame) {
      taken.add(Box(left: marker.place.x - 22, bottom: marker.place.y - 22, width: 44, height: 44))
    }
    return taken.freeBox(width: size.width, height: size.height, in: frame.box)
  }

  private func occupancy(_ frame: Frame) -> Occupancy {
    var taken = Occupancy()
    for path in paths {
      let places = path.points.compactMap { frame.position($0.x, $0.y) }
      for (a, b) in zip(places, places.dropFirst()) { taken.add(line: a, b) }
    }
    return taken
  }
}
