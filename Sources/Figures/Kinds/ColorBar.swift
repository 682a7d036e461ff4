/// The scale of colours beside a plot.
struct ColorBar {
  static let width = 9.0
  static let gap = 10.0

  let axis: ScaledAxis
  /// The colour at a share of the axis.
  let color: (Double) -> Color

  /// The space that the bar, its numbers and its label take on the right of the axes.
  var space: Double {
    ColorBar.gap + ColorBar.width + 6 + axis.numberWidth + (axis.axis.label.isEmpty ? 2 : 19)
  }

  /// Draws the bar beside a frame.
  func draw(beside frame: Box, on script: inout Script) {
    let left = frame.right + ColorBar.gap
    let pieces = 96
    let piece = frame.height / Double(pieces)
    for index in 0..<pieces {
      // Each piece reaches under the next one, so that no seam shows.
      let overlap = index == pieces - 1 ? 0 : piece
      let box = Box(
        left: left, bottom: frame.bottom + piece * Double(index), width: ColorBar.width,
        height: piece + overlap)
      script.fill(box, color((Double(index) + 0.5) / Double(pieces)))
    }
    let edge = left + ColorBar.width
    for tick in axis.major {
      guard let share = axis.place(tick.value), let text = tick.text else { continue }
      let height = frame.bottom + share * frame.height
      script.stroke(
        Position(x: edge, y: height), Position(x: edge + 3, y: height), Stroke(color: .ink, width: 0.8))
      script.write(text, at: Position(x: edge + 6, y: height), .left, .tick)
    }
    script.write(
      TextStyle.body.fitted(axis.axis.label, to: frame.height + 20),
      at: Position(x: edge + 6 + axis.numberWidth + 11, y: frame.bottom + frame.height / 2), .center, .body,
      turned: true)
  }
}
