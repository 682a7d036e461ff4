import Spec
import Testing

@Suite("Durations and cadences")
struct CadenceTests {
  private func cadence(_ text: String) throws -> Cadence {
    let diagnostics = Diagnostics()
    let cadence = Cadence.decode(try readYAML(text, file: "a.yaml"), diagnostics)
    #expect(diagnostics.all.map(\.message) == [])
    return try #require(cadence)
  }

  static let spellings: [(text: String, canonical: String)] = [
    ("250", "250"), ("250 steps", "250"), ("2.5e2", "250"), ("'250'", "250"), ("1 epoch", "\"1 epoch\""),
    ("2 epochs from 0", "\"2 epochs\""), ("50 from 1", "\"50 from 1\""),
    ("10 from 30 until 140", "\"10 from 30 until 140\""),
    ("1 until 29", "\"1 until 29\""), ("at 0 epochs", "\"start\""), ("at 500", "\"at 500\""),
    ("[end, start]", "[\"end\",\"start\"]"),
    ("[start, end, start]", "[\"end\",\"start\"]"), ("[500]", "500"),
    ("log 400 from 1 until 1e5", "\"log 400 from 1 until 100000\""),
    ("100 epochs from 601 epochs", "\"100 epochs from 601 epochs\""),
    ("[1 until 29, 10 from 30 until 140, 667]", "[\"1 until 29\",\"10 from 30 until 140\",667]"),
  ]

  @Test("each cadence has one spelling, which reads back as the same", arguments: spellings)
  func canonical(text: String, canonical: String) throws {
    let first = try cadence(text)
    #expect(first.canonical.description == canonical)
    #expect(try cadence(canonical) == first)
  }

  static let steps: [(text: String, end: Int, perEpoch: Int?, steps: [Int])] = [
    ("250", 1000, nil, [0, 250, 500, 750, 1000]),
    ("50 from 1", 160, nil, [1, 51, 101, 151]),
    ("3 until 7", 100, nil, [0, 3, 6]),
    ("3 from 3 until 9", 100, nil, [3, 6, 9]),
    ("at 500", 499, nil, []),
    ("at 500", 500, nil, [500]),
    ("start", 10, nil, [0]),
    ("end", 10, nil, [10]),
    ("[5, end]", 12, nil, [0, 5, 10, 12]),
    ("[1 until 3, 2 until 6]", 100, nil, [0, 1, 2, 3, 4, 6]),
    ("1 epoch", 30, 9, [0, 9, 18, 27]),
    ("[start, 1 epoch until 3 epochs, 2 epochs from 4 epochs, end]", 70, 10, [0, 10, 20, 30, 40, 60, 70]),
    ("log 5 from 1 until 10000", 5000, nil, [1, 10, 100, 1000]),
    ("log 7 from 1 until 5", 5, nil, [1, 2, 3, 4, 5]),
    ("1 epoch from 5", 30, 10, [5, 15, 25]),
    ("9223372036854775807 from 5", 30, nil, [5]),
    ("1 epoch", 5, 9_223_372_036_854_775_807, [0]),
    ("at 9223372036854775807 epochs", 5, 2, []),
  ]

  @Test("the steps are those of the union, each once and none past the end", arguments: steps)
  func listed(text: String, end: Int, perEpoch: Int?, steps: [Int]) throws {
    let cadence = try cadence(text)
    #expect(cadence.steps(through: end, stepsPerEpoch: perEpoch) == steps)
    // Asked one by one, the same steps come but for a final state that only `end` names.
    var asked: [Int] = []
    while let next = cadence.next(after: asked.last ?? -1, stepsPerEpoch: perEpoch), next <= end {
      asked.append(next)
    }
    #expect(Set(asked).union(cadence.includesEnd ? [end] : []) == Set(steps))
    for step in 0...end {
      #expect(cadence.contains(step, stepsPerEpoch: perEpoch) == asked.contains(step))
    }
  }

  @Test("epochs are known to need the data set's size")
  func epochs() throws {
    #expect(try cadence("[5, 1 until 2 epochs]").countsEpochs)
    #expect(try !cadence("[5, log 3 from 1 until 2, end]").countsEpochs)
    #expect(Duration.epochs(3).steps(perEpoch: nil) == nil)
    #expect(Duration.epochs(3).steps(perEpoch: 7) == 21)
    #expect(Duration.epochs(3).steps(perEpoch: .max) == nil)
    #expect(Duration.steps(3).steps(perEpoch: nil) == 3)
  }

  static let durations: [(text: String, canonical: String)] = [
    ("500", "500"), ("500 steps", "500"), ("1 step", "500".replacing("500", with: "1")),
    ("3 epochs", "\"3 epochs\""), ("1 epochs", "\"1 epoch\""), ("0", "0"),
  ]

  @Test("each duration has one spelling", arguments: durations)
  func duration(text: String, canonical: String) throws {
    let diagnostics = Diagnostics()
    let first = try #require(Duration.decode(try readYAML(text, file: "a"), diagnostics))
    #expect(first.canonical.description == canonical)
    #expect(Duration.decode(try readYAML(canonical, file: "a"), diagnostics) == first)
  }

  static let messages: [(text: String, column: Int, message: String)] = [
    ("evry 5", 1, "'evry' is not \(Cadence.expectation)"),
    ("strat", 1, "'strat' is not \(Cadence.expectation)"),
    ("{a: 1}", 1, "a mapping is not \(Cadence.expectation)"),
    ("[]", 1, "an empty list is not \(Cadence.expectation)"),
    ("0", 1, "'0' is out of range: expected at least 1"),
    ("-5", 1, "'-5' is out of range: expected at least 1"),
    ("1.5", 1, "'1.5' is not a whole number"),
    ("5 epoks", 3, "'epoks' is not a unit: expected steps or epochs"),
    ("5 from", 7, "expected a number of steps or epochs, such as 500 or 3 epochs"),
    ("5 from x", 8, "'x' is not a number of steps or epochs, such as 500 or 3 epochs"),
    ("'5 from x'", 9, "'x' is not a number of steps or epochs, such as 500 or 3 epochs"),
    ("5 until 9 from 3", 11, "unexpected 'from' after '5 until 9'"),
    ("5 from 10 until 9", 17, "'until 9' lies before 'from 10'"),
    ("at", 3, "expected a number of steps or epochs, such as 500 or 3 epochs"),
    ("end 5", 5, "unexpected '5' after 'end'"),
    ("log from 1 until 5", 5, "'from' is not how many steps 'log' takes"),
    ("log 5 until 5", 7, "'until' does not belong here: expected 'from' as in 'log 100 from 1 until 10000'"),
    ("log 5 from 1", 13, "expected 'until' as in 'log 100 from 1 until 10000'"),
    ("log 1 from 1 until 5", 5, "'1' is out of range: expected at least 2"),
    ("log 5 from 0 until 5", 12, "'0' is out of range: expected at least 1"),
    ("log 5 from 7 until 7", 20, "'until 7' is not after 'from 7'"),
    ("[5, 1 epoch from 1 epoch until 0 epochs]", 32, "'until 0 epochs' lies before 'from 1 epoch'"),
  ]

  @Test("a wrong cadence is told apart at the word that is wrong", arguments: messages)
  func rejected(text: String, column: Int, message: String) throws {
    let diagnostics = Diagnostics()
    #expect(Cadence.decode(try readYAML(text, file: "a"), diagnostics) == nil)
    #expect(diagnostics.all.map(\.message) == [message])
    #expect(diagnostics.all.map(\.location.column) == [column])
  }
}

@Suite("Globs")
struct GlobTests {
  @Test("a star stands for any text, dots included, a question mark for one letter")
  func matching() {
    #expect(Glob("*").matches("") && Glob("**").matches("a.b"))
    #expect(Glob("layers.*").matches("layers.0.weight") && !Glob("layers.*").matches("layer.0"))
    #expect(Glob("*.weight").matches("a.b.weight") && !Glob("*.weight").matches("a.weights"))
    #expect(Glob("a*b*c").matches("aXbYbZc") && !Glob("a*b*c").matches("aXcYb"))
    #expect(Glob("h?ad").matches("head") && !Glob("h?ad").matches("had"))
    #expect(Glob("ä*").matches("äb") && Glob("plain").isLiteral && !Glob("pl?in").isLiteral)
  }

  @Test("a pattern full of stars takes no longer than the product of the lengths")
  func hostile() {
    let pattern = Glob(String(repeating: "a*", count: 200) + "b")
    #expect(!pattern.matches(String(repeating: "a", count: 5000)))
  }

  @Test("a pattern that matches nothing is told the nearest one that would")
  func nearestPattern() {
    let names = ["mix.attention.query.weight", "mix.attention.query.bias", "head.weight"]
    #expect(Glob("mix.atention.*").nearestPattern(among: names) == "mix.attention.*")
    #expect(Glob("hed.weight").nearestPattern(among: names) == "head.weight")
    #expect(Glob("*.wieght").nearestPattern(among: names) == "*.weight")
  }
}
