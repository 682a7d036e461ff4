import Glibc

/// A pair of axes at its place on the sheet.
struct Frame {
  let box: Box
  let x: ScaledAxis
  let y: ScaledAxis
  var y2: ScaledAxis?

  /// Where a point lies; nil if an axis cannot show it. Points beyond the ends lie outside the box.
  func position(_ x: Double, _ y: Double, secondary: Bool = false) -> Position? {
    let vertical = secondary ? y2 ?? self.y : self.y
    guard let across = self.x.place(x), let up = vertical.place(y) else { return nil }
    return Position(x: box.left + across * box.width, y: box.bottom + up * box.height)
  }

  /// The space that numbers and labels need on the left, the right and below.
  var insets: Insets {
    Insets(
      left: Frame.depth(y), right: y2.map(Frame.depth) ?? 8,
      top: 7, bottom: (x.axis.showsNumbers ? 18 : 6) + (x.axis.label.isEmpty ? 0 : 17))
  }

  private static func depth(_ vertical: ScaledAxis) -> Double {
    (vertical.axis.showsNumbers ? vertical.numberWidth + 9 : 6) + (vertical.axis.label.isEmpty ? 2 : 21)
  }

  /// Sets ranges, ticks and grid, and writes numbers and labels.
  ///
  /// - Parameters:
  ///   - grid: Whether hairlines run across the data.
  ///   - boxed: Whether all four sides have a line, not only the left and the lower.
  ///   - linearized: Whether the data are given as logarithms on log axes.
  func draw(on script: inout Script, grid: Bool = true, boxed: Bool = false, linearized: Bool = false) {
    script.setMargins(box)
    let sides = boxed ? 15 : y2 == nil ? 3 : 11
    script.line("set border \(sides) lw 0.8 lc rgb '\(Color.ink.hex)'")
    script.line("set style line 11 lc rgb '\(Color.hairline.hex)' lw 0.6 dt solid")
    script.line(grid ? "set grid xtics ytics noy2tics ls 11 back" : "unset grid")
    set("x", x, on: &script, linearized)
    set("y", y, on: &script, linearized)
    if let y2 { set("y2", y2, on: &script, linearized) } else { script.line("unset y2tics") }
    write(on: &script)
  }

  private func set(_ name: String, _ axis: ScaledAxis, on script: inout Script, _ linearized: Bool) {
    let isLog = axis.axis.isLog && !linearized
    script.line(isLog ? "set logscale \(name) 10" : "unset logscale \(name)")
    let given: (Double) -> Double = { axis.axis.isLog && linearized ? Glibc.log10($0) : $0 }
    let (lower, upper) = (given(axis.lower), given(axis.upper))
    script.line(
      "set \(name)range [\(axis.axis.reversed ? upper : lower):\(axis.axis.reversed ? lower : upper)] noextend"
    )
    let ticks = axis.major.map { "'' \(given($0.value)) 0" } + axis.minor.map { "'' \(given($0)) 1" }
    script.line("set \(name)tics nomirror out scale 0.5,0.25 (\(ticks.joined(separator: ", ")))")
  }

  private func write(on script: inout Script) {
    if x.axis.showsNumbers {
      for tick in x.major {
        guard let text = tick.text, let share = x.place(tick.value) else { continue }
        let place = Position(x: box.left + share * box.width, y: box.bottom - 13)
        script.write(text, at: place, .center, .tick)
      }
    }
    script.write(
      TextStyle.body.fitted(x.axis.label, to: box.width + 60),
      at: Position(x: box.left + box.width / 2, y: box.bottom - insets.bottom + 7), .center, .body)
    write(y, edge: box.left, direction: -1, on: &script)
    if let y2 { write(y2, edge: box.right, direction: 1, on: &script) }
  }

  private func write(_ vertical: ScaledAxis, edge: Double, direction: Double, on script: inout Script) {
    if vertical.axis.showsNumbers {
      for tick in vertical.major {
        guard let text = tick.text, let share = vertical.place(tick.value) else { continue }
        let place = Position(x: edge + direction * 8, y: box.bottom + share * box.height)
        script.write(text, at: place, direction < 0 ? .right : .left, .tick)
      }
    }
    let depth = Frame.depth(vertical) - 9
    script.write(
      TextStyle.body.fitted(vertical.axis.label, to: box.height + 30),
      at: Position(x: edge + direction * depth, y: box.bottom + box.height / 2), .center, .body, turned: true)
  }
}
