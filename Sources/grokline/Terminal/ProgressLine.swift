/// One line at the bottom of a terminal that is written over ten times a second; nothing elsewhere.
final class ProgressLine {
  private static let period = 0.1
  private var last: ContinuousClock.Instant?
  private let stream = StandardStream.errors

  /// Shows a text, unless another one was shown just now.
  func show(_ text: String) {
    let now = ContinuousClock.now
    guard stream.canRedraw, last.map({ (now - $0) / .seconds(1) >= ProgressLine.period }) ?? true else {
      return
    }
    last = now
    stream.write("\r" + text.onOneLine.clipped(to: stream.size.columns - 1) + "\u{1B}[K")
  }

  /// Takes the line away.
  func clear() {
    if last != nil { stream.write("\r\u{1B}[K") }
    last = nil
  }
}
