extension [Fields.Declaration] {
  /// A JSON Schema (draft 7) of the mapping that these fields make up.
  public var schema: JSON { schema(kind: nil) }

  /// The same for a mapping that also names its kind.
  func schema(kind: String?) -> JSON {
    var properties: [String: JSON] = [:]
    var required: [JSON] = []
    if let kind {
      properties["kind"] = ["const": .string(kind)]
      required.append("kind")
    }
    for field in unique {
      properties[field.key] = field.describedSchema
      if field.standard == nil { required.append(.string(field.key)) }
    }
    var schema: [String: JSON] = [
      "type": "object", "properties": .object(properties), "additionalProperties": false,
    ]
    if !required.isEmpty { schema["required"] = .array(required) }
    return .object(schema)
  }
}

extension Fields.Declaration {
  /// The field's schema with what an editor shows beside it.
  fileprivate var describedSchema: JSON {
    var text = purpose
    if !limits.isEmpty { text += " (\(expectation), \(limits))" }
    // Draft 7 ignores whatever stands beside a reference, so the reference moves one level down.
    var members: [String: JSON] = schema["$ref"] == nil ? schema.object ?? [:] : ["allOf": [schema]]
    if !text.isEmpty { members["description"] = .string(text) }
    if let standard, standard != .null { members["default"] = standard }
    return .object(members)
  }
}

extension FamilyDescription {
  /// Any member in its long form, or in its short one where the kind alone says everything.
  var schema: JSON {
    let words = kinds.filter { kind in kind.fields.allSatisfy { $0.standard != nil } }.map(\.kind)
    return .object([
      "description": .string("A \(family)."),
      "anyOf": .array(
        kinds.map { kind in
          var schema = kind.fields.schema(kind: kind.kind).object ?? [:]
          schema["description"] = .string(kind.summary)
          return .object(schema)
        } + (words.isEmpty ? [] : [["enum": .array(words.map(JSON.string))]])),
    ])
  }

  /// A layer of a member: any of its fields; without a kind, fields of any member.
  var partialSchema: JSON {
    var all: [String: JSON] = [:]
    for kind in kinds {
      let properties = kind.fields.schema["properties"]?.object ?? [:]
      for (key, schema) in properties {
        // Kinds may take different values under one key; then a layer may write either.
        if let other = all[key], other != schema {
          all[key] = ["anyOf": .array((other["anyOf"]?.array ?? [other]) + [schema])]
        } else {
          all[key] = schema
        }
      }
    }
    let anyKind: JSON = ["type": "object", "properties": .object(all), "additionalProperties": false]
    let named = kinds.map { $0.fields.schema(kind: $0.kind) }
    let words: JSON = ["enum": .array(kinds.map { .string($0.kind) })]
    return [
      "anyOf": .array(
        named.map { schema in
          var members = schema.asLayer.object ?? [:]
          members["required"] = ["kind"]
          return .object(members)
        } + [anyKind.asLayer, words])
    ]
  }
}

extension JSON {
  /// The schema of a layer of what this describes: nothing is required, and every key may be `none`.
  ///
  /// Lists stay whole, since a layer replaces them whole.
  var asLayer: JSON {
    switch self {
    case .object(var members):
      members["required"] = nil
      if case .string(let reference)? = members["$ref"], !reference.hasSuffix("-layer") {
        members["$ref"] = .string(reference + "-layer")
      }
      for key in ["anyOf", "allOf", "oneOf"] {
        if case .array(let items)? = members[key] { members[key] = .array(items.map(\.asLayer)) }
      }
      if case .object(let properties)? = members["properties"] {
        members["properties"] = .object(
          properties.mapValues { schema in
            schema["const"] != nil ? schema : ["anyOf": [schema.asLayer, ["const": "none"]]]
          })
      }
      if case .object? = members["additionalProperties"], let schema = members["additionalProperties"] {
        members["additionalProperties"] = ["anyOf": [schema.asLayer, ["const": "none"]]]
      }
      return .object(members)
    default: return self
    }
  }
}
