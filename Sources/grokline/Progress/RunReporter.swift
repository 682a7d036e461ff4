internal import Pipeline
internal import Spec

/// Turns what happens into text to write: a value, so that every text can be tested.
struct RunReporter: Sendable {
  enum Form: Sendable {
    /// Lines that are drawn over.
    case frames(isUnicode: Bool)
    /// A line per event, and one per running stage when nothing was said for long.
    case lines
    case json
    case nothing
  }

  /// Seconds without a line after which a log says what is running.
  static let heartbeat = 30.0

  let form: Form
  let style: Style
  private(set) var progress: RunProgress
  private var canvas = TerminalCanvas()
  private var pending: [String] = []
  private var lastText = 0.0

  init(_ form: Form, style: Style, total: Int) {
    self.form = form
    self.style = style
    progress = RunProgress(total: total)
  }

  /// Takes an event down; returns what is to be written at once.
  mutating func note(_ event: StageEvent, at time: Double) -> String {
    progress.note(event, at: time)
    switch form {
    case .nothing: return ""
    case .json: return "\(event.json(at: time))\n"
    case .lines:
      guard !progress.isAftermath(event), let line = event.line(style) else { return "" }
      lastText = time
      return line + "\n"
    case .frames:
      switch event.kind {
      // What goes on shows in the frame, and how much was skipped at the end.
      case .started, .waiting, .skipped: return ""
      default: break
      }
      if !progress.isAftermath(event), let line = event.line(style) { pending.append(line) }
      return ""
    }
  }

  /// What is to be written as time goes by; asked ten times a second.
  mutating func tick(at time: Double, size: (columns: Int, rows: Int)) -> String {
    switch form {
    case .json, .nothing: return ""
    case .lines:
      guard time - lastText >= RunReporter.heartbeat else { return "" }
      lastText = time
      return progress.heartbeat(at: time).map { $0 + "\n" }.joined()
    case .frames(let isUnicode):
      let frame = TerminalFrame(
        columns: size.columns, rows: size.rows, style: style, isUnicode: isUnicode)
      defer { pending = [] }
      return canvas.draw(frame.lines(progress, at: time), above: pending, columns: size.columns)
    }
  }

  /// The last text: what is pending, and nothing that would be drawn over.
  mutating func end(size: (columns: Int, rows: Int)) -> String {
    guard case .frames = form else { return "" }
    defer { pending = [] }
    return canvas.draw([], above: pending, columns: size.columns)
  }
}
