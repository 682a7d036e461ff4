import Spec
import Testing

/// A made-up family with one kind of each shape.
enum Shape: Sendable, Equatable {
  case circle(radius: Double, color: String)
  case cloud(points: Int, label: String?, steps: Cadence)
  case group([String], inside: Int)
}

private struct Circle: SpecKind {
  static let kind = "circle"
  static let summary = "All points at one distance."
  static let example = "{kind: circle, radius: 2}"
  static let version = 3
  let shape: Shape
  init(from fields: Fields) throws(InvalidSpec) {
    let radius = fields.read("radius", "The distance.", standIn: 1.0, .above(0))
    let color = fields.read("color", "What it is drawn in.", default: "black")
    shape = .circle(radius: radius, color: color)
  }
}

private struct Cloud: SpecKind {
  static let kind = "cloud"
  static let summary = "Points anywhere."
  static let example = "kind: cloud\npoints: 100\n"
  let shape: Shape
  init(from fields: Fields) throws(InvalidSpec) {
    let points = fields.read("points", "How many.", default: 10, .between(1, 1000))
    let label = fields.readOptional("label", "What it is called.", as: String.self)
    let steps = fields.read("steps", "When it is drawn.", default: Cadence([.end]))
    shape = .cloud(points: points, label: label, steps: steps)
  }
}

private struct Group: SpecKind {
  static let kind = "group"
  static let summary = "Several shapes."
  static let example = "{kind: group, scale: 2, members: [{kind: circle, radius: 1}, cloud]}"
  let shape: Shape
  init(from fields: Fields) throws(InvalidSpec) {
    let by = fields.readGroup("scale", "How large.", short: "by") { inner in
      inner.read("by", "The factor.", default: 1, .atLeast(1))
    }
    let members = fields.readNamedKinds("members", "What is in it.", from: shapes)
    let named = fields.readNamed("marks", "Places in it.", short: "x") { inner in
      inner.read("x", "Where.", standIn: 0.0)
    }
    shape = .group(
      members.map(\.name) + named.map { "\($0.name)@\($0.value)" }, inside: try fields.require(by))
  }
}

let shapes = Registry<Shape>(
  "shape",
  [
    .init(Circle.self) { fields throws(InvalidSpec) in try Circle(from: fields).shape },
    .init(Cloud.self) { fields throws(InvalidSpec) in try Cloud(from: fields).shape },
    .init(Group.self) { fields throws(InvalidSpec) in try Group(from: fields).shape },
  ])

/// Decodes one shape; the second value is what a user would see.
private func read(_ text: String) -> (shape: Shape?, fields: Fields?, errors: String) {
  do {
    let diagnostics = Diagnostics()
    let fields = Fields(try readYAML(text, file: "a.yaml"), path: "shape", diagnostics: diagnostics)
    let shape = shapes.decode(fields)
    let invalid = InvalidSpec(diagnostics.all, sources: SourceTexts(["a.yaml": text]))
    return (shape, fields, invalid.rendered())
  } catch {
    return (nil, nil, error.rendered())
  }
}

@Suite("Fields")
struct FieldsTests {
  @Test("defaults, origins and versions are recorded with what was written")
  func resolved() throws {
    let (shape, fields, errors) = read("{kind: circle, radius: 2}")
    #expect(errors == "")
    #expect(shape == .circle(radius: 2, color: "black"))
    #expect(fields?.resolved.description == #"{"color":"black","kind":"circle","radius":2.0}"#)
    #expect(fields?.versions == ["shape/circle": 3])
    #expect(fields?.leaves.map(\.path) == ["shape.radius", "shape.color"])
    #expect(fields?.leaves.map { $0.location?.column } == [24, nil])
    #expect(fields?.leaves.map { $0.layer } == [.file, nil])
  }

  static let spellings: [[String]] = [
    [
      "{kind: circle, radius: 2}", "{radius: 2.0, kind: circle}", "\"kind\": 'circle'\nradius: 2e0 # two",
      "{kind: circle, radius: +2.}",
    ],
    [
      "{kind: cloud, points: 100}", "{points: 1e2, \"kind\": cloud, steps: end}",
      "{kind: cloud, points: 100.0, steps: [end, end]}",
    ],
    ["cloud", "{kind: cloud}"].map { "{kind: group, members: [\($0)]}" } + [
      "{kind: group, members: {cloud: cloud}, scale: {by: 1}}"
    ],
    ["{kind: group, marks: {a: 1}}", "{marks: {a: {x: 1.0}}, kind: group, members: []}"],
  ]

  @Test(
    "key order, comments, quoted keys, number spelling and short forms do not change what is resolved",
    arguments: spellings)
  func spelling(texts: [String]) {
    let resolved = texts.map { text in
      let (_, fields, errors) = read(text)
      #expect(errors == "")
      return fields?.resolved.description.replacing(#""marks":{},"#, with: "").replacing(
        #","members":{}"#, with: "")
    }
    #expect(Set(resolved).count == 1)
  }

  @Test("what is resolved reads back as the same")
  func roundTrip() throws {
    for text in Self.spellings.flatMap(\.self) {
      let resolved = try #require(read(text).fields?.resolved.description)
      let again = read(resolved)
      #expect(again.errors == "")
      #expect(again.fields?.resolved.description == resolved)
    }
  }

  static let messages: [(text: String, expected: String)] = [
    (
      "kind: circle\nradis: 2\ncolour: red\n",
      """
      a.yaml:1:1: error: missing 'radius': expected a number
        1 | kind: circle
          | ^
        hint: is it 'radis' on line 2?

      a.yaml:2:1: error: unknown key 'radis'
        2 | radis: 2
          | ^
        hint: did you mean 'radius'?

      a.yaml:3:1: error: unknown key 'colour'
        3 | colour: red
          | ^
        hint: did you mean 'color'?
      """
    ),
    (
      "{kind: cloud, points: 1001, label: [a], steps: 5 form 3, size: 2}",
      """
      a.yaml:1:23: error: '1001' is out of range: expected from 1 to 1000
        1 | {kind: cloud, points: 1001, label: [a], steps: 5 form 3, size: 2}
          |                       ^

      a.yaml:1:36: error: a list is not text
        1 | {kind: cloud, points: 1001, label: [a], steps: 5 form 3, size: 2}
          |                                    ^

      a.yaml:1:50: error: 'form' is not a unit: expected steps or epochs
        1 | {kind: cloud, points: 1001, label: [a], steps: 5 form 3, size: 2}
          |                                                  ^
        hint: did you mean 'from'?

      a.yaml:1:58: error: unknown key 'size'
        1 | {kind: cloud, points: 1001, label: [a], steps: 5 form 3, size: 2}
          |                                                          ^
        hint: known here: kind, label, points, steps
      """
    ),
    (
      "{kind: circl, radius: 2}",
      """
      a.yaml:1:8: error: 'circl' is not a kind of shape
        1 | {kind: circl, radius: 2}
          |        ^
        hint: did you mean 'circle'?
      """
    ),
    (
      "{radius: 2}",
      """
      a.yaml:1:1: error: missing 'kind': expected one of circle, cloud, group
        1 | {radius: 2}
          | ^
      """
    ),
    (
      "[1]",
      """
      a.yaml:1:1: error: a list is not a mapping
        1 | [1]
          | ^
      """
    ),
    (
      "{kind: group, scale: 0, members: {a: {kind: circle}}, marks: {m: {y: 1}}}",
      """
      a.yaml:1:22: error: '0' is out of range: expected at least 1
        1 | {kind: group, scale: 0, members: {a: {kind: circle}}, marks: {m: {y: 1}}}
          |                      ^

      a.yaml:1:38: error: missing 'radius': expected a number
        1 | {kind: group, scale: 0, members: {a: {kind: circle}}, marks: {m: {y: 1}}}
          |                                      ^

      a.yaml:1:66: error: missing 'x': expected a number
        1 | {kind: group, scale: 0, members: {a: {kind: circle}}, marks: {m: {y: 1}}}
          |                                                                  ^
        hint: is it 'y' on line 1?

      a.yaml:1:67: error: unknown key 'y'
        1 | {kind: group, scale: 0, members: {a: {kind: circle}}, marks: {m: {y: 1}}}
          |                                                                   ^
        hint: did you mean 'x'?
      """
    ),
  ]

  @Test("every error of a mapping is found in one reading", arguments: messages)
  func rejected(text: String, expected: String) {
    #expect(read(text).errors == expected)
  }

  @Test(
    "numbers that are none, or none that a computer has, are refused",
    arguments: [".nan", "nan", ".inf", "-.inf", "inf", "1e999", "-1e999"].map {
      ($0, "is not a finite number")
    }
      + ["\"2\"", "0x10", "1_000", "1e", "1.2.3", "--1", "true", "1e5.5"].map { ($0, "is not a number") })
  func noNumber(word: String, expected: String) {
    #expect(read("{kind: circle, radius: \(word)}").errors.contains(expected))
  }

  @Test(
    "whole numbers are whole and fit",
    arguments: ["9223372036854775808", "1e30"].map { ($0, "is out of range: expected a whole") }
      + ["1.5", "\"3\"", "ten", "nan"].map { ($0, "is not a whole number") })
  func noWholeNumber(word: String, expected: String) {
    #expect(read("{kind: cloud, points: \(word)}").errors.contains(expected))
  }

  @Test("0 and -0 are one value")
  func zeros() throws {
    let diagnostics = Diagnostics()
    #expect(Double.decode(try readYAML("-0.0", file: "a"), diagnostics)?.canonical.description == "0.0")
  }

  @Test("every bound of a range is where it says")
  func bounds() {
    func accepted(_ limits: Limits<Double>, _ values: [Double]) -> [Double] {
      values.filter { value in
        let diagnostics = Diagnostics()
        let node = Node(
          .mapping([
            .init(key: "a", location: place, value: Node(.scalar(String(value), plain: true), at: place))
          ]), at: place)
        _ = Fields(node, diagnostics: diagnostics).read("a", "", standIn: 0.0, limits)
        return diagnostics.isEmpty
      }
    }
    let place = SourceLocation(file: "a", line: 1, column: 1)
    let values = [-1, 0, 0.5, 1, 2.0]
    #expect(accepted(.any, values) == values)
    #expect(accepted(.atLeast(0), values) == [0, 0.5, 1, 2])
    #expect(accepted(.above(0), values) == [0.5, 1, 2])
    #expect(accepted(.between(0, 1), values) == [0, 0.5, 1])
    #expect(accepted(.from(0, below: 1), values) == [0, 0.5])
    #expect(accepted(.inside(0, 1), values) == [0.5])
  }
}
