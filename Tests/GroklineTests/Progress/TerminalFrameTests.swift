import Pipeline
import Testing

@testable import grokline

@Suite struct TerminalFrameTests {
  static func progress(running count: Int = 1) -> RunProgress {
    var progress = RunProgress(total: 12)
    for index in 0..<count {
      let range = StepRange(0, 2000)
      progress.note(
        StageEvent(
          stage: "train/run-\(index)", part: range, .progress(Progress(fraction: 0.25, rate: 400, text: ""))),
        at: 1)
      progress.note(
        StageEvent(
          stage: "train/run-\(index)", part: range,
          .progress(Progress(fraction: 0.5, rate: 812, text: "accuracy 0.99 0.31"))),
        at: 11)
    }
    return progress
  }

  @Test("A running stage shows its bar, pace, time left and metric; the last line sums up")
  func golden() {
    let frame = TerminalFrame(columns: 100, rows: 24, style: .plain, isUnicode: true)
    #expect(
      frame.lines(Self.progress(), at: 11) == [
        "train/run-0 0…2000  ━━━━━━━━━━──────────  50 %  812 steps/s  ETA 0:20  accuracy 0.99 0.31",
        "0 of 12 stages done, 1 running  0:11",
      ])
  }

  @Test("A narrow terminal shows pace and time left in the place of the bar")
  func narrow() {
    let frame = TerminalFrame(columns: 60, rows: 24, style: .plain, isUnicode: true)
    #expect(
      frame.lines(Self.progress(), at: 11)[0].hasPrefix("train/run-0 0…2000   50 %  812 steps/s  ETA 0:20"))
  }

  @Test("Without Unicode the bar is ASCII")
  func ascii() {
    let frame = TerminalFrame(columns: 100, rows: 24, style: .plain, isUnicode: false)
    #expect(frame.lines(Self.progress(), at: 11)[0].contains("##########----------"))
  }

  @Test("No line is as wide as the terminal", arguments: [1, 5, 10, 20, 40, 60, 80, 120])
  func width(columns: Int) {
    let frame = TerminalFrame(columns: columns, rows: 24, style: .plain, isUnicode: true)
    for line in frame.lines(Self.progress(running: 3), at: 11) { #expect(line.columns < max(columns, 2)) }
  }

  @Test(
    "A frame leaves room on the screen, and says how many stages it does not show", arguments: [2, 4, 6, 10])
  func height(rows: Int) {
    let frame = TerminalFrame(columns: 80, rows: rows, style: .plain, isUnicode: true)
    let lines = frame.lines(Self.progress(running: 30), at: 11)
    #expect(lines.count < max(rows, 3))
    if rows >= 4 {
      let shown = lines.count { $0.hasPrefix("train/") }
      #expect(lines.contains("and \(30 - shown) more"))
    }
  }

  @Test("Only the done part of the bar is coloured, and colours take no room")
  func colors() {
    let plain = TerminalFrame(columns: 80, rows: 24, style: .plain, isUnicode: true)
    let colored = TerminalFrame(columns: 80, rows: 24, style: Style(isColored: true), isUnicode: true)
    let line = colored.lines(Self.progress(), at: 11)[0]
    #expect(line.contains("\u{1B}[32m━━━━━━━━\u{1B}[0m────────"))
    let without = line.split(separator: "\u{1B}[32m").joined().split(separator: "\u{1B}[0m").joined()
    #expect(without == plain.lines(Self.progress(), at: 11)[0])
  }

  @Test("A frame is drawn over the one before, finished lines scroll above it")
  func canvas() {
    var canvas = TerminalCanvas()
    #expect(canvas.draw(["one", "two"], above: [], columns: 80) == "one\u{1B}[K\ntwo\u{1B}[K\n\u{1B}[J")
    #expect(
      canvas.draw(["three"], above: ["done"], columns: 80)
        == "\r\u{1B}[2Adone\u{1B}[K\nthree\u{1B}[K\n\u{1B}[J")
    #expect(canvas.draw([], above: [], columns: 80) == "\r\u{1B}[1A\u{1B}[K\n\u{1B}[1A")
    #expect(canvas.draw([], above: [], columns: 80) == "\u{1B}[J")
  }

  @Test("On a terminal that became narrower, a line that wrapped counts as the rows that it takes")
  func resize() {
    var canvas = TerminalCanvas()
    _ = canvas.draw([String(repeating: "x", count: 70), "sum"], above: [], columns: 80)
    #expect(canvas.draw(["y"], above: [], columns: 40).hasPrefix("\r\u{1B}[3A"))
  }
}
