/// Puts the JSON Schema (draft 7) of a whole spec together, for editors.
///
/// Any layer may complete another, so run keys are checked as layers: unknown keys, wrong values and options of
/// another kind are found; what is missing is found only where nothing could supply it, in a file that neither
/// extends another nor has runs, and asks for more than formulas.
public struct SpecSchema {
  private let families: [FamilyDescription]
  private let run: [Fields.Declaration]
  private let sections: [String: JSON]

  /// - `families`: every family that any field refers to.
  /// - `run`: what a reader of `rng`, `dataset`, `model` and `training` declared.
  /// - `analyses`, `figures`: the families of their entries; `tables`: the fields of an entry.
  public init(
    families: [FamilyDescription], run: [Fields.Declaration], analyses: String, figures: String,
    tables: [Fields.Declaration]
  ) {
    self.families = families
    self.run = run
    func names(of schema: JSON) -> JSON {
      ["type": "object", "additionalProperties": ["anyOf": [schema, ["const": "none"]]]]
    }
    func layer(of family: String) -> JSON {
      ["$ref": .string("#/$defs/\(FamilyDescription.definition(of: family))-layer")]
    }
    let likeable: JSON = ["type": "object", "required": ["like"], "properties": ["like": ["type": "string"]]]
    sections = [
      "analyses": names(of: layer(of: analyses)),
      "figures": names(of: ["anyOf": [layer(of: figures), likeable]]),
      "tables": names(of: tables.schema.asLayer),
      "moments": names(of: ["type": ["string", "integer"]]),
      "labels": ["type": "object", "additionalProperties": ["type": ["string", "number"]]],
    ]
  }

  public var json: JSON {
    var definitions: [String: JSON] = [:]
    for family in families {
      definitions[family.definition] = family.schema
      definitions[family.definition + "-layer"] = family.partialSchema
    }
    definitions["sweep"] = Self.sweep
    let runLayer = layerProperties
    let budgetRun = Self.closed(runLayer)
    var top = runLayer
    top.merge(sections) { first, _ in first }
    let path: JSON = ["type": "string"]
    top["grokline"] = ["const": 1, "description": "The version of the language."]
    top["name"] = [
      "type": "string", "description": "Names the folder of the results; the file's stem if not said.",
    ]
    top["extends"] = [
      "anyOf": [path, ["type": "array", "items": path]], "description": "Files below this one.",
    ]
    top["budget"] = ["type": "string", "description": "The budget to run."]
    top["runs"] = Self.named(
      Self.closed(
        runLayer.merging(["like": ["type": "string", "description": "Starts from another run."]]) { $1 }))
    top["budgets"] = Self.named(Self.closed(runLayer.merging(["runs": Self.named(budgetRun)]) { $1 }))
    var schema = Self.closed(top).object ?? [:]
    schema["$schema"] = "http://json-schema.org/draft-07/schema#"
    schema["title"] = "A Grokline experiment"
    schema["required"] = ["grokline"]
    schema["$defs"] = .object(definitions)
    let parts = run.filter { $0.standard == nil }.map(\.key)
    func has(_ key: String) -> JSON { ["required": [.string(key)]] }
    // Formulas need no run.
    let formulas: JSON = ["required": ["analyses"], "not": ["anyOf": .array(parts.map(has))]]
    schema["if"] = ["not": ["anyOf": [has("extends"), has("runs"), has("sweep"), formulas]]]
    schema["then"] = ["required": .array(parts.map(JSON.string))]
    return .object(schema)
  }

  /// The run keys as a layer writes them.
  private var layerProperties: [String: JSON] {
    var properties = run.schema.asLayer["properties"]?.object ?? [:]
    properties["seeds"] = [
      "anyOf": [
        ["type": "array", "items": ["type": "integer", "minimum": 0], "minItems": 1], ["const": "none"],
      ],
      "description": "The axis of seeds.",
    ]
    properties["sweep"] = ["anyOf": [["$ref": "#/$defs/sweep"], ["const": "none"]]]
    return properties
  }

  private static func closed(_ properties: [String: JSON]) -> JSON {
    ["type": "object", "properties": .object(properties), "additionalProperties": false]
  }

  private static func named(_ schema: JSON) -> JSON {
    ["type": "object", "additionalProperties": ["anyOf": [schema, ["const": "none"]]]]
  }

  private static var sweep: JSON {
    let three: JSON = ["type": "array", "items": ["type": "number"], "minItems": 3, "maxItems": 3]
    let range: JSON = [
      "type": "object", "properties": ["linspace": three, "logspace": three], "additionalProperties": false,
      "minProperties": 1, "maxProperties": 1,
    ]
    let list: JSON = ["anyOf": [["type": "array", "minItems": 1], range, ["const": "none"]]]
    return [
      "type": "object", "description": "Axes: path → list, or name → {path: list, …}.",
      "additionalProperties": ["anyOf": [list, ["type": "object", "additionalProperties": list]]],
    ]
  }
}
