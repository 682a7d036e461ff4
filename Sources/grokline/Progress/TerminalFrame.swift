internal import Pipeline

/// The lines at the bottom of a terminal while a run goes on: one per running stage, and a summary.
struct TerminalFrame {
  let columns: Int
  let rows: Int
  let style: Style
  /// Whether the terminal can show more than ASCII.
  let isUnicode: Bool

  /// The lines, none as wide as the terminal: a full line would wrap in some.
  func lines(_ progress: RunProgress, at time: Double) -> [String] {
    // What is below the cursor cannot be drawn over, so the frame never fills the screen.
    let most = max(rows - 3, 1)
    var shown = progress.running
    var hidden = 0
    if shown.count > most {
      hidden = shown.count - (most - 1)
      shown.removeLast(hidden)
    }
    let names = min(shown.map { $0.work.name.onOneLine.columns }.max() ?? 0, max(columns * 2 / 5, 12))
    var lines = shown.map { line($0, name: names, at: time) }
    if hidden > 0 { lines.append("and \(hidden) more") }
    return (lines + [summary(progress, at: time)]).map { fitted($0) }
  }

  private func line(_ running: RunProgress.Running, name width: Int, at time: Double) -> String {
    let name = running.work.name.onOneLine.clipped(to: width).padded(to: width)
    if let holder = running.holder { return name + "  waits for " + holder.onOneLine }
    guard let fraction = running.fraction else {
      return name + "  " + readable(seconds: time - running.since)
    }
    let left = running.remaining(at: time).map { "ETA \(clock(seconds: $0))" }
    let details = [running.pace, left, running.text.onOneLine].compactMap { $0 }.filter { !$0.isEmpty }
    let percent = "\(Int(fraction * 100)) %".padded(toTrailing: 5)
    // What a narrow terminal has room for goes to the numbers.
    let shown = columns < 70 ? percent : "\(bar(fraction)) \(percent)"
    return "\(name)  \(shown)  " + details.joined(separator: "  ")
  }

  private func bar(_ fraction: Double) -> String {
    let width = min(max(columns / 5, 6), 24)
    let full = min(Int(fraction * Double(width)), width)
    let (done, open) = isUnicode ? ("━", "─") : ("#", "-")
    return String(repeating: done, count: full) + String(repeating: open, count: width - full)
  }

  private func summary(_ progress: RunProgress, at time: Double) -> String {
    var parts = ["\(progress.finished) of \(counted(progress.total, "stage")) done"]
    if progress.running.count > 0 { parts.append("\(progress.running.count) running") }
    if progress.failed > 0 { parts.append("\(progress.failed) failed") }
    if progress.skipped > 0 { parts.append("\(progress.skipped) skipped") }
    return parts.joined(separator: ", ") + "  " + clock(seconds: time)
  }

  /// Cut to the screen, then coloured: the bar's done part and nothing else.
  private func fitted(_ line: String) -> String {
    let cut = line.clipped(to: columns - 1)
    guard style.isColored, let start = cut.firstIndex(of: "━") else { return cut }
    let end = cut[start...].firstIndex { $0 != "━" } ?? cut.endIndex
    return cut[..<start] + style(String(cut[start..<end]), .green) + cut[end...]
  }
}

/// Draws frames over each other at the end of what is on the screen.
struct TerminalCanvas {
  /// What is drawn, as the columns that each line takes.
  private var drawn: [Int] = []

  /// What to write so that finished lines stand above and the frame below, in one piece.
  ///
  /// `columns` is the width now: lines that were drawn on a wider screen take several rows by now.
  mutating func draw(_ frame: [String], above lines: [String], columns: Int) -> String {
    var text = erased(columns: columns)
    // Cleared line by line as it is written, so that nothing flickers.
    for line in lines { text += line.split(separator: "\n").joined(separator: "\u{1B}[K\n") + "\u{1B}[K\n" }
    for line in frame { text += line + "\u{1B}[K\n" }
    let rows = rows(columns: columns)
    drawn = frame.map { $0.withoutColors.columns }
    if frame.isEmpty, lines.isEmpty, rows > 0 {
      // Row by row: terminals that are told to clear all from their first row on keep a copy of what was there.
      let clearing = String(repeating: "\u{1B}[K\n", count: rows)
      return text + clearing + "\u{1B}[\(rows)A"
    }
    return text + "\u{1B}[J"
  }

  /// The way back to the first line of what is drawn.
  private func erased(columns: Int) -> String {
    let rows = rows(columns: columns)
    return rows == 0 ? "" : "\r\u{1B}[\(rows)A"
  }

  /// How many rows the drawn lines take in a terminal of this width.
  private func rows(columns: Int) -> Int {
    drawn.reduce(0) { $0 + max(($1 + columns - 1) / max(columns, 1), 1) }
  }
}

extension String {
  /// Without the sequences that `Style` puts in.
  fileprivate var withoutColors: String {
    var result = String.UnicodeScalarView()
    var isInside = false
    for scalar in unicodeScalars {
      if scalar == "\u{1B}" { isInside = true }
      if !isInside { result.append(scalar) }
      if isInside, scalar == "m" { isInside = false }
    }
    return String(result)
  }
}
