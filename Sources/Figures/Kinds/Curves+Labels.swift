extension Curves {
  private static let leader = 5.0

  /// The thresholds that lie within the axes, from low to high.
  private func visibleThresholds(_ frame: Frame) -> [(threshold: Threshold, height: Double)] {
    thresholds.compactMap { threshold in
      guard let place = frame.position(frame.x.lower, threshold.y) else { return nil }
      return place.y >= frame.box.bottom && place.y <= frame.box.top ? (threshold, place.y) : nil
    }.sorted { $0.height < $1.height }
  }

  /// The space beside the axes for the texts of thresholds.
  func thresholdWidth(_ frame: Frame) -> Double {
    let widest = visibleThresholds(frame).map { TextStyle.note.width(of: $0.threshold.text) }.max() ?? 0
    return widest > 0 ? widest + 7 : 0
  }

  func drawThresholdTexts(_ frame: Frame, on script: inout Script) {
    let visible = visibleThresholds(frame)
    if y2 == nil {
      let lengths = visible.map { _ in TextStyle.note.size }
      let heights =
        spread(
          visible.map(\.height), lengths: lengths, gap: 1, from: frame.box.bottom - 6, to: frame.box.top + 6)
        ?? visible.map(\.height)
      for (entry, height) in zip(visible, heights) where !entry.threshold.text.isEmpty {
        script.write(entry.threshold.text, at: Position(x: frame.box.right + 4, y: height), .left, .note)
      }
    } else {
      let taken = occupancy(frame)
      for (threshold, height) in visible where !threshold.text.isEmpty {
        let width = TextStyle.note.width(of: threshold.text)
        let places = (0...10).flatMap { tenth in
          let left = frame.box.left + 4 + (frame.box.width - 8 - width) * Double(tenth) / 10
          return [height + 8, height - 8].map { Box(left: left, bottom: $0 - 5, width: width, height: 10) }
        }
        guard let best = places.min(by: { taken.conflicts($0) < taken.conflicts($1) }) else { continue }
        script.write(threshold.text, at: Position(x: best.left, y: best.bottom + 5), .left, .note)
      }
    }
  }

  /// Marks within the axes, from left to right; those at one place are one.
  private func visibleMarks(_ frame: Frame) -> [(mark: Mark, place: Double)] {
    var visible: [(mark: Mark, place: Double)] = []
    for mark in marks {
      guard let share = frame.x.place(mark.x), share >= -1e-9, share <= 1 + 1e-9 else { continue }
      let place = frame.box.left + share * frame.box.width
      if let same = visible.firstIndex(where: { ($0.place - place).magnitude < 0.5 }) {
        if !visible[same].mark.text.split(separator: ", ").contains(Substring(mark.text)) {
          visible[same].mark.text += ", " + mark.text
        }
        if visible[same].mark.ink != mark.ink { visible[same].mark.ink = nil }
      } else {
        visible.append((mark, place))
      }
    }
    return visible.sorted { $0.place < $1.place }
  }

  /// Where the texts of marks stand: side by side, or turned upright where there are too many.
  private func markTexts(_ frame: Frame) -> (middles: [Double], turned: Bool) {
    let visible = visibleMarks(frame)
    let wanted = visible.map(\.place)
    let widths = visible.map { TextStyle.tick.width(of: $0.mark.text) }
    let (low, high) = (frame.box.left - 30, frame.box.right + 8)
    if let middles = spread(wanted, lengths: widths, gap: 6, from: low, to: high) { return (middles, false) }
    let heights = visible.map { _ in TextStyle.tick.size }
    return (spread(wanted, lengths: heights, gap: 1, from: low, to: high) ?? wanted, true)
  }

  /// The height needed above the axes for the texts of marks.
  func markSpace(_ frame: Frame) -> Double {
    let visible = visibleMarks(frame)
    if visible.isEmpty { return 0 }
    let widest = visible.map { TextStyle.tick.width(of: $0.mark.text) }.max() ?? 0
    return Curves.leader + (markTexts(frame).turned ? widest + 5 : 17)
  }

  func drawMarks(_ frame: Frame, on script: inout Script) {
    let (middles, turned) = markTexts(frame)
    for (entry, middle) in zip(visibleMarks(frame), middles) {
      let color = entry.mark.ink?.color ?? .muted
      let foot = Position(x: entry.place, y: frame.box.bottom)
      let head = Position(x: entry.place, y: frame.box.top)
      script.stroke(foot, head, Stroke(color: color.mixed(with: .white, 0.25), width: 0.9, dashes: [3, 2.5]))
      let tip = Position(x: middle, y: frame.box.top + Curves.leader)
      script.stroke(head, tip, Stroke(color: color.mixed(with: .white, 0.25), width: 0.9))
      let style = TextStyle.tick.colored(color)
      if turned {
        script.write(entry.mark.text, at: Position(x: middle, y: tip.y + 2), .left, style, turned: true)
      } else {
        script.write(entry.mark.text, at: Position(x: middle, y: tip.y + 7), .center, style)
      }
    }
  }

  /// How far the last number on the horizontal axis reaches beyond it.
  func lastNumberOverhang(_ frame: Frame) -> Double {
    guard frame.x.axis.showsNumbers else { return 0 }
    return frame.x.major.map { tick in
      let end = (frame.x.place(tick.value) ?? 0) * frame.box.width + (tick.text?.width(.tick) ?? 0) / 2
      return end - frame.box.width + 2
    }.max() ?? 0
  }

  /// The free box within the axes in which the legend stands; nil if there is none.
  func legendBox(_ frame: Frame) -> Box? {
    let size = legend.columnSize
    return occupancy(frame).freeBox(width: size.width, height: size.height, in: frame.box)
  }

  /// The lines and bands as they lie on the sheet.
  func occupancy(_ frame: Frame) -> Occupancy {
    var taken = Occupancy()
    for series in series {
      var last: (line: Position, low: Position?, high: Position?)?
      for point in series.points {
        guard let place = frame.position(point.x, point.y, secondary: series.onSecondAxis) else {
          last = nil
          continue
        }
        let low = point.low.flatMap { frame.position(point.x, $0, secondary: series.onSecondAxis) }
        let high = point.high.flatMap { frame.position(point.x, $0, secondary: series.onSecondAxis) }
        taken.add(line: last?.line ?? place, place)
        if let low, let high { taken.add(line: low, high) }
        if let low, let before = last?.low { taken.add(line: before, low) }
        if let high, let before = last?.high { taken.add(line: before, high) }
        last = (place, low, high)
      }
    }
    for (_, height) in visibleThresholds(frame) {
      taken.add(line: Position(x: frame.box.left, y: height), Position(x: frame.box.right, y: height))
    }
    for (_, place) in visibleMarks(frame) {
      taken.add(line: Position(x: place, y: frame.box.bottom), Position(x: place, y: frame.box.top))
    }
    return taken
  }
}
