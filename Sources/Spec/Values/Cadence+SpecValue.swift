extension Cadence: SpecValue {
  public static var expectation: String {
    "a cadence, such as 250, 1 epoch from 30 until 140, at 500, log 100 from 1 until 10000, start, end, or a list"
  }

  public static var schema: JSON {
    let duration = "[0-9][0-9e+]*( +(steps?|epochs?))?"
    let piece: JSON = [
      "anyOf": [
        ["type": "integer", "minimum": 1],
        [
          "type": "string",
          "pattern": .string(
            "^(start|end|at +\(duration)|\(duration)( +from +\(duration))?( +until +\(duration))?"
              + "|log +[0-9][0-9e+]* +from +\(duration) +until +\(duration))$"),
        ],
      ]
    ]
    return ["anyOf": [piece, ["type": "array", "items": piece]]]
  }

  public static func decode(_ node: Node, _ diagnostics: Diagnostics) -> Cadence? {
    if let items = node.items {
      if items.isEmpty { diagnostics.report("an empty list is not \(expectation)", at: node.location) }
      let pieces = items.map { piece($0, diagnostics) }
      return pieces.isEmpty || pieces.contains { $0 == nil } ? nil : Cadence(pieces.compactMap(\.self))
    }
    return piece(node, diagnostics).map { Cadence([$0]) }
  }

  /// The one piece alone, or all pieces as a list; a piece that is a bare number of steps is a number.
  public var canonical: JSON {
    let spellings = pieces.map { piece -> JSON in
      if case .every(.steps(let count), let first, nil) = piece, first.count == 0 { return .integer(count) }
      return .string(piece.description)
    }
    return spellings.count == 1 ? spellings[0] : .array(spellings)
  }

  private static func piece(_ node: Node, _ diagnostics: Diagnostics) -> Piece? {
    guard var words = Words(node), let first = words.peek else {
      diagnostics.report("\(node.kindOfValue) is not \(expectation)", at: node.location)
      return nil
    }
    let piece: Piece?
    switch first.text {
    case "start":
      _ = words.next()
      piece = .at(.steps(0))
    case "end":
      _ = words.next()
      piece = .end
    case "at":
      _ = words.next()
      piece = words.duration(diagnostics).map(Piece.at)
    case "log":
      _ = words.next()
      piece = logarithmic(&words, diagnostics)
    case let word
    where word.unicodeScalars.first?.properties.numericType == nil && coreSchemaNumber(word) == nil:
      diagnostics.report(
        "'\(word)' is not \(expectation)", at: first.location,
        hint: nearest(to: word, among: ["start", "end", "at", "log"]).map { "did you mean '\($0)'?" })
      return nil
    default: piece = every(&words, diagnostics)
    }
    guard let piece else { return nil }
    if let extra = words.peek {
      diagnostics.report("unexpected '\(extra.text)' after '\(piece)'", at: extra.location)
      return nil
    }
    return piece
  }

  /// `D [from F] [until U]`.
  private static func every(_ words: inout Words, _ diagnostics: Diagnostics) -> Piece? {
    guard let interval = words.duration(atLeast: 1, diagnostics) else { return nil }
    var first = Duration.steps(0)
    var last: Duration?
    if words.take("from") {
      guard let duration = words.duration(diagnostics) else { return nil }
      first = duration
    }
    if words.take("until") {
      let place = words.peek?.location ?? words.end
      guard let duration = words.duration(diagnostics) else { return nil }
      if duration.countsEpochs == first.countsEpochs, duration.count < first.count {
        diagnostics.report("'until \(duration)' lies before 'from \(first)'", at: place)
        return nil
      }
      last = duration
    }
    return .every(interval, from: first, until: last)
  }

  /// `N from F until U`.
  private static func logarithmic(_ words: inout Words, _ diagnostics: Diagnostics) -> Piece? {
    guard let count = words.count(2, of: "how many steps 'log' takes", diagnostics),
      expect("from", &words, diagnostics),
      let first = words.duration(atLeast: 1, diagnostics),
      expect("until", &words, diagnostics)
    else { return nil }
    let place = words.peek?.location ?? words.end
    guard let last = words.duration(atLeast: 1, diagnostics) else { return nil }
    if first.countsEpochs == last.countsEpochs, last.count <= first.count {
      diagnostics.report("'until \(last)' is not after 'from \(first)'", at: place)
      return nil
    }
    return .logarithmic(count, from: first, until: last)
  }

  private static func expect(_ word: String, _ words: inout Words, _ diagnostics: Diagnostics) -> Bool {
    if words.take(word) { return true }
    let form = "expected '\(word)' as in 'log 100 from 1 until 10000'"
    diagnostics.report(
      words.peek.map { "'\($0.text)' does not belong here: \(form)" } ?? form,
      at: words.peek?.location ?? words.end)
    return false
  }
}
