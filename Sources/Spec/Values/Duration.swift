/// A number of optimiser steps or of epochs: `500`, `500 steps`, `3 epochs`.
///
/// A bare number counts steps. An epoch is ceil(train rows / batch size) steps, which only a data set can tell.
public enum Duration: Sendable, Hashable {
  case steps(Int)
  case epochs(Int)

  /// The number of steps, or nil where epochs are asked of an order that has none or overflow.
  public func steps(perEpoch stepsPerEpoch: Int?) -> Int? {
    switch self {
    case .steps(let count): return count
    case .epochs(let count):
      guard let stepsPerEpoch else { return nil }
      let (steps, overflow) = count.multipliedReportingOverflow(by: stepsPerEpoch)
      return overflow ? nil : steps
    }
  }

  /// Whether it can be told only with the length of an epoch.
  public var countsEpochs: Bool { if case .epochs = self { true } else { false } }

  /// The number, whatever its unit.
  var count: Int {
    switch self {
    case .steps(let count), .epochs(let count): count
    }
  }
}

extension Duration: CustomStringConvertible {
  /// The canonical spelling: `500`, `3 epochs`.
  public var description: String {
    switch self {
    case .steps(let count): String(count)
    case .epochs(1): "1 epoch"
    case .epochs(let count): "\(count) epochs"
    }
  }
}

extension Duration: SpecValue {
  public static var expectation: String { "a number of steps or epochs, such as 500 or 3 epochs" }

  public static var schema: JSON {
    [
      "anyOf": [
        ["type": "integer", "minimum": 0],
        ["type": "string", "pattern": "^[0-9][0-9e+]* +(steps?|epochs?)$"],
      ]
    ]
  }

  public static func decode(_ node: Node, _ diagnostics: Diagnostics) -> Duration? {
    guard var words = Words(node) else {
      diagnostics.report("\(node.kindOfValue) is not \(expectation)", at: node.location)
      return nil
    }
    guard let duration = words.duration(diagnostics) else { return nil }
    if let extra = words.peek {
      diagnostics.report("unexpected '\(extra.text)' after '\(duration)'", at: extra.location)
      return nil
    }
    return duration
  }

  public var canonical: JSON {
    switch self {
    case .steps(let count): .integer(count)
    case .epochs: .string(description)
    }
  }
}

/// The blank-separated words of a scalar and where each of them stands.
struct Words {
  struct Word {
    let text: String
    let location: SourceLocation
  }

  private let words: [Word]
  private var position = 0
  /// Where something that is missing would have to follow.
  let end: SourceLocation

  /// nil if the node is no scalar.
  init?(_ node: Node) {
    guard case .scalar(let text, let plain) = node.value else { return nil }
    let first = node.location.advanced(by: plain ? 0 : 1)
    var words: [Word] = []
    var current = ""
    var start = 0
    for (offset, scalar) in text.unicodeScalars.enumerated() {
      if scalar.properties.isWhitespace {
        if !current.isEmpty { words.append(Word(text: current, location: first.advanced(by: start))) }
        current = ""
      } else {
        if current.isEmpty { start = offset }
        current.unicodeScalars.append(scalar)
      }
    }
    if !current.isEmpty { words.append(Word(text: current, location: first.advanced(by: start))) }
    self.words = words
    end = first.advanced(by: text.unicodeScalars.count)
  }

  var peek: Word? { position < words.count ? words[position] : nil }

  mutating func next() -> Word? {
    guard let word = peek else { return nil }
    position += 1
    return word
  }

  /// Moves past `word` if it comes next.
  mutating func take(_ word: String) -> Bool {
    guard peek?.text == word else { return false }
    position += 1
    return true
  }

  /// A whole number of at least `low`, in any spelling; nil after reporting what is there instead.
  mutating func count(_ low: Int, of what: String, _ diagnostics: Diagnostics) -> Int? {
    guard let word = next() else {
      diagnostics.report("expected \(what)", at: end)
      return nil
    }
    guard let number = coreSchemaNumber(word.text) else {
      diagnostics.report("'\(word.text)' is not \(what)", at: word.location)
      return nil
    }
    guard let count = Int(word.text) ?? Int(exactly: number) else {
      diagnostics.report("'\(word.text)' is not a whole number", at: word.location)
      return nil
    }
    if count < low {
      diagnostics.report("'\(word.text)' is out of range: expected at least \(low)", at: word.location)
      return nil
    }
    return count
  }

  /// A number and its unit.
  mutating func duration(atLeast low: Int = 0, _ diagnostics: Diagnostics) -> Duration? {
    guard let count = count(low, of: Duration.expectation, diagnostics) else { return nil }
    switch peek?.text {
    case "step", "steps":
      position += 1
      return .steps(count)
    case "epoch", "epochs":
      position += 1
      return .epochs(count)
    case let word? where !Cadence.Piece.words.contains(word):
      diagnostics.report(
        "'\(word)' is not a unit: expected steps or epochs", at: peek?.location ?? end,
        hint: nearest(to: word, among: ["steps", "epochs"] + Cadence.Piece.words).map {
          "did you mean '\($0)'?"
        })
      return nil
    default: return .steps(count)
    }
  }
}
