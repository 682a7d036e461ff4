/// The key to lines and colours.
public struct Legend: Sendable, Hashable {
  struct Entry: Hashable {
    var label: String
    /// One stroke, or several that run into each other for a path coloured by time.
    var strokes: [Stroke]
    var hasPoint = false
  }

  var entries: [Entry]

  static let none = Legend(entries: [])

  private static let sample = 18.0
  private static let gap = 6.0
  static let lineHeight = 16.0
  private static let longest = 170.0

  var isEmpty: Bool { entries.isEmpty }

  private func width(_ entry: Entry) -> Double {
    Legend.sample + Legend.gap + min(TextStyle.body.width(of: entry.label), Legend.longest)
  }

  /// The size of the legend as one column.
  var columnSize: (width: Double, height: Double) {
    (entries.map(width).max() ?? 0, Double(entries.count) * Legend.lineHeight)
  }

  /// The entries in lines that fit a width.
  private func lines(fitting limit: Double) -> [[Entry]] {
    var lines: [[Entry]] = []
    var used = 0.0
    for entry in entries {
      let needed = width(entry) + 14
      if lines.isEmpty || used + needed > limit + 14 {
        lines.append([])
        used = 0
      }
      lines[lines.count - 1].append(entry)
      used += needed
    }
    return lines
  }

  /// The height of the legend as lines above the axes.
  func height(fitting limit: Double) -> Double {
    entries.isEmpty ? 0 : Double(lines(fitting: limit).count) * Legend.lineHeight + 4
  }

  /// Draws lines of entries, from the upper left corner.
  func draw(from corner: Position, fitting limit: Double, on script: inout Script) {
    for (row, line) in lines(fitting: limit).enumerated() {
      var left = corner.x
      for entry in line {
        draw(entry, at: Position(x: left, y: corner.y - (Double(row) + 0.5) * Legend.lineHeight), on: &script)
        left += width(entry) + 14
      }
    }
  }

  /// Draws one entry per line inside a box of `columnSize`.
  func draw(in box: Box, on script: inout Script) {
    for (row, entry) in entries.enumerated() {
      draw(
        entry, at: Position(x: box.left, y: box.top - (Double(row) + 0.5) * Legend.lineHeight), on: &script)
    }
  }

  private func draw(_ entry: Entry, at place: Position, on script: inout Script) {
    let piece = Legend.sample / Double(max(entry.strokes.count, 1))
    for (index, stroke) in entry.strokes.enumerated() {
      let left = place.x + piece * Double(index)
      script.stroke(Position(x: left, y: place.y), Position(x: left + piece, y: place.y), stroke, front: true)
    }
    if entry.hasPoint, let color = entry.strokes.first?.color {
      let middle = place.x + Legend.sample / 2
      script.fill(Box(left: middle - 2, bottom: place.y - 2, width: 4, height: 4), color, front: true)
    }
    script.write(
      TextStyle.body.fitted(entry.label, to: Legend.longest),
      at: Position(x: place.x + Legend.sample + Legend.gap, y: place.y), .left, .body)
  }
}

/// What a plot has already put inside its axes.
struct Occupancy {
  private var lines: [(Position, Position)] = []
  private var boxes: [Box] = []

  mutating func add(line a: Position, _ b: Position) { lines.append((a, b)) }
  mutating func add(_ box: Box) { boxes.append(box) }

  /// How many lines and boxes a box would cover.
  func conflicts(_ box: Box) -> Int {
    lines.count { box.touches($0.0, $0.1) } + boxes.count { box.overlaps($0) }
  }

  /// A free place for a legend within a frame: a corner, else along the left or right edge, else along the upper or
  /// lower; nil if all would cover something.
  func freeBox(width: Double, height: Double, in frame: Box) -> Box? {
    let margin = 8.0
    let left = frame.left + margin
    let right = frame.right - margin - width
    let low = frame.bottom + margin
    let high = frame.top - margin - height
    guard left <= right, low <= high, width <= frame.width * 0.6, height <= frame.height * 0.7 else {
      return nil
    }
    var corners = [(left, high), (right, high), (left, low), (right, low)]
    for share in [0.5, 0.25, 0.75] {
      let middle = low + (high - low) * share
      corners += [(left, middle), (right, middle)]
    }
    for share in [0.5, 0.25, 0.75] {
      let middle = left + (right - left) * share
      corners += [(middle, high), (middle, low)]
    }
    for (x, y) in corners {
      let box = Box(left: x, bottom: y, width: width, height: height)
      if conflicts(box.grown(by: 5)) == 0 { return box }
    }
    return nil
  }
}
