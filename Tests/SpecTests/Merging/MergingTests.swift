import Spec
import Testing

/// Reads one YAML value.
func yaml(_ text: String) throws(InvalidSpec) -> Node { try readYAML(text, file: "test.yaml") }

@Suite("Merging")
struct MergingTests {
  static let cases: [(earlier: String, later: String, merged: JSON)] = [
    ("{a: 1, b: {c: 2, d: 3}}", "{b: {c: 4}, e: 5}", ["a": 1, "b": ["c": 4, "d": 3], "e": 5]),
    ("{a: [1, 2, 3]}", "{a: [4]}", ["a": [4]]),
    ("{a: {b: 1}}", "{a: 5}", ["a": 5]),
    ("{a: 5}", "{a: {b: 1}}", ["a": ["b": 1]]),
    ("{f: {kind: x, a: 1}}", "{f: {kind: y, b: 2}}", ["f": ["kind": "y", "b": 2]]),
    ("{f: {kind: x, a: 1}}", "{f: {kind: x, b: 2}}", ["f": ["kind": "x", "a": 1, "b": 2]]),
    ("{f: {kind: x, a: 1}}", "{f: {b: 2}}", ["f": ["kind": "x", "a": 1, "b": 2]]),
    ("{a: {b: 1, c: 2}}", "{a: {b: none}}", ["a": ["c": 2]]),
    ("{a: {b: 1}}", "{a: none}", [:]),
    ("{a: {b: 1}}", "{a: \"none\"}", ["a": "none"]),
    ("{s: {linspace: [0, 1, 3]}}", "{s: {logspace: [1, 2, 3]}}", ["s": ["logspace": [1, 2, 3]]]),
    ("{s: [1, 2]}", "{s: {linspace: [0, 1, 3]}}", ["s": ["linspace": [0, 1, 3]]]),
    ("{s: {linspace: [0, 1, 3]}}", "{s: {x: [1]}}", ["s": ["x": [1]]]),
  ]

  @Test("later onto earlier", arguments: cases)
  func merged(earlier: String, later: String, merged: JSON) throws {
    #expect(try yaml(earlier).merging(yaml(later)).withoutRemoved().json == merged)
  }

  @Test("a mapping after none goes on from what was removed, at any depth")
  func revival() throws {
    let base = try yaml("{t: {filter: {kind: x, a: 1, b: {c: 2}}}}")
    let removed = try base.merging(yaml("{t: {filter: none}}"))
    #expect(removed.withoutRemoved().json == ["t": [:]])
    let revived = try removed.merging(yaml("{t: {filter: {a: 5}}}"))
    #expect(revived.withoutRemoved().json == ["t": ["filter": ["kind": "x", "a": 5, "b": ["c": 2]]]])
    let twice = try removed.merging(yaml("{t: none}")).merging(yaml("{t: {filter: {kind: y}}}"))
    #expect(twice.withoutRemoved().json == ["t": ["filter": ["kind": "y"]]])
  }

  @Test("merging is associative: how layers are bracketed changes nothing")
  func associativity() throws {
    var state: UInt64 = 1
    func draw(_ bound: UInt64) -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (state >> 33) % bound
    }
    /// A key is always a kind's mapping (`k…`) or never, as in a spec.
    func value(_ depth: Int, kind: Bool) -> String {
      switch draw(depth == 0 ? 3 : 7) {
      case 0: return "none"
      case 1: return String(draw(4))
      case 2: return "[\(draw(3)), \(draw(3))]"
      default:
        let keys = ["a", "b", "ka", "kb"].filter { _ in draw(2) == 0 }
        let entries = keys.map { "\($0): \(value(depth - 1, kind: $0.hasPrefix("k")))" }
        return "{" + ((kind ? ["kind: \(["x", "y"][Int(draw(2))])"] : []) + entries).joined(separator: ", ")
          + "}"
      }
    }
    var wrong = 0
    for _ in 0..<600 {
      let (a, b, c, d) = try (
        yaml(value(3, kind: false)), yaml(value(3, kind: false)), yaml(value(3, kind: false)),
        yaml(value(3, kind: false))
      )
      let left = a.merging(b).merging(c).merging(d).withoutRemoved().json
      let others = [
        a.merging(b.merging(c)).merging(d), a.merging(b.merging(c).merging(d)),
        a.merging(b).merging(c.merging(d)),
      ]
      wrong += others.filter { $0.withoutRemoved().json != left }.count
    }
    #expect(wrong == 0)
  }

  @Test("a wide mapping merges as a narrow one does")
  func wide() throws {
    let entries = (0..<500).map { "k\($0): \($0)" }.joined(separator: ", ")
    let later = (250..<750).map { "k\($0): {x: \($0)}" }.joined(separator: ", ")
    let merged = try yaml("{\(entries)}").merging(yaml("{\(later)}"))
    #expect(merged.entries?.count == 750)
    #expect(merged["k249"]?.json == 249)
    #expect(merged["k250"]?.json == ["x": 250])
    #expect(merged.entries?.map(\.key).prefix(3) == ["k0", "k1", "k2"])
  }

  @Test("every value keeps the place and the layer it came from")
  func origins() throws {
    let base = try readYAML("a: {b: 1,\n c: 2}", file: "base.yaml")
    let later = try readYAML("a: {c: 3}", file: "later.yaml").stamped(.run("r"))
    let merged = base.merging(later)
    #expect(merged["a"]?["b"]?.location.description == "base.yaml:1:8")
    #expect(merged["a"]?["b"]?.layer == .file)
    #expect(merged["a"]?["c"]?.location.description == "later.yaml:1:8")
    #expect(merged["a"]?["c"]?.layer == .run("r"))
  }

  @Test("a path reaches into mappings and lists and makes what is missing")
  func paths() throws {
    let diagnostics = Diagnostics()
    let node = try yaml("{m: {layers: [{w: 1}, {name: head, w: 2}]}, f: {kind: x, a: 1}, g: none}")
    func setting(_ path: String, _ value: String) throws -> JSON {
      let place = SourceLocation(file: "--set", line: 1, column: 1)
      let path = try #require(SpecPath(path, at: place, diagnostics))
      return try node.merging(yaml(value), at: path, diagnostics).withoutRemoved()[path.keys]?.json ?? .null
    }
    #expect(try setting("m.layers.0.w", "7") == 7)
    #expect(try setting("m.layers.head.w", "8") == 8)
    #expect(try setting("f.a", "9") == 9)
    #expect(try setting("g.h.i", "4") == 4)
    #expect(try setting("f", "{kind: y}") == ["kind": "y"])
    #expect(diagnostics.isEmpty)
    _ = try setting("m.layers.2.w", "1")
    _ = try setting("m.layers.hed.w", "1")
    #expect(
      diagnostics.all.map(\.message) == [
        "the list has no item '2': expected a position from 0 to 1",
        "the list has no item 'hed': expected a position from 0 to 1",
      ])
    #expect(diagnostics.all.map(\.hint) == [nil, "did you mean 'head'?"])
  }

  @Test("another kind at a path replaces the mapping that holds it")
  func kindAtPath() throws {
    let place = SourceLocation(file: "--set", line: 1, column: 1)
    let path = try #require(SpecPath("f.kind", at: place, Diagnostics()))
    let node = try yaml("{f: {kind: x, a: 1}}")
    #expect(try node.merging(yaml("y"), at: path, Diagnostics()).json == ["f": ["kind": "y"]])
    #expect(try node.merging(yaml("x"), at: path, Diagnostics()).json == ["f": ["kind": "x", "a": 1]])
  }
}

@Suite("Short forms")
struct ShortFormsTests {
  let forms = ShortForms([
    ("model.scale", .key("by")), ("measures", .named), ("measures.*", .key("kind")),
    ("phases.*.filter", .key("kind")),
  ])

  @Test("bare values and lists get their long form, none and long forms stay")
  func expansion() throws {
    let diagnostics = Diagnostics()
    func long(_ text: String) throws -> JSON { try forms.expand(yaml(text), diagnostics).json }
    #expect(try long("{model: {scale: 8, other: 8}}") == ["model": ["scale": ["by": 8], "other": 8]])
    #expect(try long("{model: {scale: {by: 8}}}") == ["model": ["scale": ["by": 8]]])
    #expect(try long("{model: {scale: none}}") == ["model": ["scale": "none"]])
    #expect(
      try long("{measures: [loss, {kind: norm, p: 2}]}")
        == ["measures": ["loss": ["kind": "loss"], "norm": ["kind": "norm", "p": 2]]])
    #expect(try long("{measures: {close: norm}}") == ["measures": ["close": ["kind": "norm"]]])
    #expect(try long("{measures: loss}") == ["measures": ["loss": ["kind": "loss"]]])
    #expect(try long("{phases: {a: {filter: ma}}}") == ["phases": ["a": ["filter": ["kind": "ma"]]]])
    #expect(diagnostics.isEmpty)
    _ = try long("{measures: [{kind: norm, p: 1}, {kind: norm, p: 2}]}")
    #expect(diagnostics.all.map(\.message) == ["two items are called 'norm'"])
  }

  @Test("a value that will stand at a path is expanded as if it stood there")
  func belowPath() throws {
    let diagnostics = Diagnostics()
    #expect(try forms.at(["model", "scale"]).expand(yaml("8"), diagnostics).json == ["by": 8])
    #expect(try forms.at(["phases", "x", "filter"]).expand(yaml("ma"), diagnostics).json == ["kind": "ma"])
    #expect(try forms.at(["model", "scale", "by"]).expand(yaml("8"), diagnostics).json == 8)
  }
}

@Suite("--set")
struct OverrideTests {
  @Test("the value is YAML, located in the argument")
  func parsed() throws {
    let override = try Override(parsing: "training.filter={kind: fir, taps: [1, 2]}")
    #expect(override.path.keys == ["training", "filter"])
    #expect(override.path.steps.map(\.location.column) == [1, 10])
    #expect(override.value.json == ["kind": "fir", "taps": [1, 2]])
    #expect(override.value["kind"]?.location.column == 24)
    #expect(override.value["kind"]?.layer == .argument)
  }

  static let messages: [(argument: String, expected: String)] = [
    (
      "training.limit",
      """
      --set training.limit: error: expected PATH=VALUE, as in training.limit=3000
        | training.limit
        | ^
      """
    ),
    (
      "training..limit=3",
      """
      --set training..limit=3: error: expected a key here, as in 'training.limit'
        | training..limit=3
        |          ^
      """
    ),
    (
      "a.b= ",
      """
      --set a.b= : error: expected a value after '='
        | a.b= 
        |     ^
      """
    ),
    (
      "a.b=[1, 2",
      """
      --set a.b=[1, 2: error: this '[' is not closed
        | a.b=[1, 2
        |     ^
        hint: add ']' at its end
      """
    ),
    (
      "a.b=~",
      """
      --set a.b=~: error: '~' is no value
        | a.b=~
        |     ^
        hint: write none to remove an inherited value
      """
    ),
  ]

  @Test("a wrong argument is shown with a caret", arguments: messages)
  func rejected(argument: String, expected: String) {
    let error = #expect(throws: InvalidSpec.self) { try Override(parsing: argument) }
    #expect(error?.rendered() == expected)
  }

  @Test("a wrong value is shown where it stands in the argument")
  func wrongValue() throws {
    let override = try Override(parsing: "training.limit=abc")
    let diagnostics = Diagnostics()
    _ = Int.decode(override.value, diagnostics)
    #expect(
      diagnostics.all.first?.rendered(in: SourceTexts([override.origin: override.text])) == """
        --set training.limit=abc: error: 'abc' is not a whole number
          | training.limit=abc
          |                ^
        """)
  }
}
