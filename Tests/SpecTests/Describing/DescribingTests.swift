import Spec
import Testing

@Suite("Describing kinds")
struct DescribingTests {
  @Test("a page shows every field with its default, its limits and an example, nested ones too")
  func page() throws {
    let place = SourceLocation(file: "--name", line: 1, column: 1)
    let pages = try ["cloud", "shape/group"].map { try [shapes.described].text($0, at: place) }
    #expect(
      pages[0] == """
        cloud (shape)

        Points anywhere.

          points  How many.
                  a whole number, from 1 to 1000; default 10
          label   What it is called.
                  text; may be left out
          steps   When it is drawn.
                  \(Cadence.expectation); default end

        Example:

          kind: cloud
          points: 100

        Version 1

        """)
    #expect(
      pages[1] == """
        group (shape)

        Several shapes.

          scale         How large.
                        a whole number, or a mapping; may be left out
          scale.by      The factor.
                        a whole number, at least 1; default 1
          members       What is in it.
                        shapes by name, or a list of kinds; may be left out
          marks         Places in it.
                        a mapping from names; may be left out
          marks.NAME.x  Where.
                        a number; required

        Example:

          {kind: group, scale: 2, members: [{kind: circle, radius: 1}, cloud]}

        Version 1

        """)
  }

  @Test("a family lists its members, and all families are listed without a name")
  func family() throws {
    let place = SourceLocation(file: "--name", line: 1, column: 1)
    let list =
      "shape\n  circle  All points at one distance.\n  cloud   Points anywhere.\n  group   Several shapes.\n"
    #expect(try [shapes.described].text("shape", at: place) == list)
    #expect(try [shapes.described].text(nil, at: place) == list)
    let error = #expect(throws: InvalidSpec.self) { try [shapes.described].text("circel", at: place) }
    #expect(error?.diagnostics.first?.message == "there is no kind or family 'circel'")
    #expect(error?.diagnostics.first?.hint == "did you mean 'circle'?")
  }

  @Test("examples that read have no problems, and a broken one says what is wrong")
  func examples() {
    #expect(shapes.described.kinds.allSatisfy { $0.problems.isEmpty })
    let broken = Registry<Shape>(
      "shape",
      [
        .init(BrokenExample.self) { fields throws(InvalidSpec) in
          .group([], inside: fields.read("a", "", default: 0))
        }
      ])
    #expect(broken.described.kinds[0].problems.map(\.message) == ["unknown key 'b'"])
  }

  @Test("the schema of a family accepts long and short forms and closes every mapping")
  func schema() throws {
    let schema = SpecSchema(
      families: [shapes.described], run: declarations(), analyses: "shape", figures: "shape", tables: []
    ).json
    let circle = try #require(schema["$defs"]?["shape"]?["anyOf"]?.array?.first)
    #expect(
      circle == [
        "type": "object", "description": "All points at one distance.", "additionalProperties": false,
        "required": ["kind", "radius"],
        "properties": [
          "kind": ["const": "circle"],
          "radius": [
            "type": "number", "exclusiveMinimum": 0.0, "description": "The distance. (a number, above 0)",
          ],
          "color": ["type": "string", "default": "black", "description": "What it is drawn in."],
        ],
      ])
    #expect(schema["$defs"]?["shape"]?["anyOf"]?.array?.last == ["enum": ["cloud", "group"]])
    #expect(schema["then"]?["required"] == ["dataset"])
    #expect(
      schema["properties"]?["runs"]?["additionalProperties"]?["anyOf"]?.array?.first?["properties"]?["like"]
        != nil)
    #expect(schema["additionalProperties"] == false)
  }

  /// The run keys of a spec whose data set is a shape.
  private func declarations() -> [Fields.Declaration] {
    let place = SourceLocation(file: "a", line: 1, column: 1)
    let fields = Fields(Node(.mapping([]), at: place), diagnostics: Diagnostics(), isDescribing: true)
    _ = fields.readKind("dataset", "The data.", from: shapes)
    _ = fields.readGroup("training", "How it learns.") { inner in inner.read("limit", "Steps.", default: 5) }
    return fields.declarations
  }
}

private struct BrokenExample: SpecKind {
  static let kind = "broken"
  static let summary = "Wrong."
  static let example = "{kind: broken, b: 1}"
  init(from fields: Fields) throws(InvalidSpec) {}
}
