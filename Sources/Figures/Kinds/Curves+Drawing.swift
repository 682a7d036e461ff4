extension Curves {
  public func insets(width: Double, height: Double, atLeast given: Insets, showsLegend: Bool) -> Insets {
    let area = Box(left: 0, bottom: 0, width: width, height: height)
    // Ticks depend on the length of the axes and these on the width of the ticks' numbers: two rounds settle it.
    var space = Insets(left: 45, right: 10, top: 8, bottom: 36).union(given)
    for _ in 0..<2 {
      let frame = frame(in: area.inset(by: space))
      space = frame.insets
      if y2 == nil { space.right = max(space.right, thresholdWidth(frame)) }
      space.top = max(space.top, markSpace(frame))
      space.right = max(space.right, lastNumberOverhang(frame))
      space = space.union(given)
    }
    if showsLegend, !legend.isEmpty {
      let frame = frame(in: area.inset(by: space))
      if given.legend > 0 || legendBox(frame) == nil {
        space.legend = max(given.legend, legend.height(fitting: frame.box.width))
      }
    }
    return space
  }

  /// The axes around a given box.
  func frame(in box: Box) -> Frame {
    let padding = hasPoints ? 0.04 : 0
    return Frame(
      box: box,
      x: ScaledAxis(x, extent: extentX, length: box.width, horizontal: true, padding: padding),
      y: ScaledAxis(y, extent: extentY(second: false), length: box.height, horizontal: false, padding: 0.04),
      y2: y2.map {
        ScaledAxis($0, extent: extentY(second: true), length: box.height, horizontal: false, padding: 0.04)
      })
  }

  var hasPoints: Bool { series.contains(where: \.hasPoints) }

  /// The smallest and largest x of all series.
  var extentX: (Double, Double)? { extent(series.flatMap { $0.points.map(\.x) }, x) }

  /// The smallest and largest value on one of the vertical axes, bands and thresholds included.
  func extentY(second: Bool) -> (Double, Double)? {
    let mine = series.filter { $0.onSecondAxis == second }
    let lines = mine.flatMap { $0.points.flatMap { [$0.y, $0.low, $0.high].compactMap(\.self) } }
    return extent(lines + (second ? [] : thresholds.map(\.y)), second ? y2 ?? y : y)
  }

  private func extent(_ values: [Double], _ axis: Axis) -> (Double, Double)? {
    let shown = values.filter(axis.shows)
    guard let low = shown.min(), let high = shown.max() else { return nil }
    return (low, high)
  }

  public func draw(in area: Box, insets: Insets, showsLegend: Bool, on script: inout Script) {
    let frame = frame(in: area.inset(by: insets))
    frame.draw(on: &script)
    for threshold in thresholds {
      guard let left = frame.position(frame.x.lower, threshold.y) else { continue }
      script.stroke(
        Position(x: frame.box.left, y: left.y), Position(x: frame.box.right, y: left.y), .threshold)
    }
    drawThresholdTexts(frame, on: &script)
    drawMarks(frame, on: &script)
    if showsLegend { drawLegend(frame, insets, on: &script) }
    let order: [Weight] = [.faint, .light, .strong]
    let sorted = order.flatMap { weight in series.filter { $0.weight == weight } }
    var layers = sorted.compactMap { band($0, on: &script) }
    layers += sorted.flatMap { lines($0, on: &script) }
    script.plot(layers.isEmpty ? ["NaN notitle"] : layers)
  }

  private func drawLegend(_ frame: Frame, _ insets: Insets, on script: inout Script) {
    if insets.legend == 0, let box = legendBox(frame) {
      legend.draw(in: box, on: &script)
    } else if insets.legend > 0 {
      let corner = Position(x: frame.box.left, y: frame.box.top + insets.top + insets.legend)
      legend.draw(from: corner, fitting: frame.box.width, on: &script)
    }
  }

  private func band(_ series: Series, on script: inout Script) -> String? {
    let rows = series.points.map { point in
      [point.x, point.low ?? .nan, point.high ?? .nan].map { y.shows($0) ? $0 : .nan }
    }
    guard rows.contains(where: { $0[1].isFinite && $0[2].isFinite }) else { return nil }
    let name = script.table(rows)
    let color = series.ink.color.hex
    let axes = series.onSecondAxis ? "axes x1y2 " : ""
    if series.hasPoints {
      return "\(name) using 1:2:(0):($3-$2) \(axes)with vectors nohead lw 1 lc rgb '\(color)'"
    }
    let opacity = series.weight == .strong ? 0.18 : 0.09
    return
      "\(name) using 1:2:3 \(axes)with filledcurves fc rgb '\(color)' fs transparent solid \(opacity) noborder"
  }

  private func lines(_ series: Series, on script: inout Script) -> [String] {
    guard series.points.contains(where: { $0.y.isFinite }) else { return [] }
    let name = script.table(series.points.map { [$0.x, $0.y] })
    let axes = series.onSecondAxis ? "axes x1y2 " : ""
    let points = "\(name) using 1:2 \(axes)with points pt 7 ps 0.5 lc rgb '\(series.stroke.color.hex)'"
    let stroke = series.stroke.gnuplot
    return switch series.shape {
    case .line: ["\(name) using 1:2 \(axes)with lines \(stroke)"]
    case .steps: ["\(name) using 1:2 \(axes)with steps \(stroke)"]
    case .points: [points]
    case .linePoints: ["\(name) using 1:2 \(axes)with lines \(stroke)", points]
    }
  }
}
