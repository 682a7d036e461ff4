/// What one kind declares of itself: all that documentation and schema are made of.
public struct KindDescription: Sendable {
  public let family: String
  public let kind: String
  public let summary: String
  public let example: String
  public let version: Int
  /// In the order in which they are read.
  public let fields: [Fields.Declaration]
  /// What is wrong with the example: nothing, as the conformance tests check.
  public let problems: [Diagnostic]
}

/// The members of one family, whatever they decode to.
public struct FamilyDescription: Sendable {
  /// What a member is called: "filter".
  public let family: String
  public let kinds: [KindDescription]

  /// The name of a family's definition in a JSON Schema, which is part of a URI.
  static func definition(of family: String) -> String { family.split(separator: " ").joined(separator: "-") }

  var definition: String { Self.definition(of: family) }
}

extension FamilyDescription {
  /// The same with fields that the reader of every member reads beside the member's own.
  public func adding(_ common: [Fields.Declaration]) -> FamilyDescription {
    FamilyDescription(
      family: family,
      kinds: kinds.map { kind in
        KindDescription(
          family: kind.family, kind: kind.kind, summary: kind.summary, example: kind.example,
          version: kind.version,
          fields: (kind.fields + common).unique, problems: kind.problems)
      })
  }
}

extension Registry {
  /// What the members declare, found by decoding their examples.
  public var described: FamilyDescription {
    FamilyDescription(
      family: family,
      kinds: entries.map { entry in
        let (fields, problems) = readExample(of: entry)
        return KindDescription(
          family: family, kind: entry.kind, summary: entry.summary, example: entry.example,
          version: entry.version,
          fields: fields?.declarations.unique ?? [], problems: problems)
      })
  }

  private func readExample(of entry: Entry) -> (Fields?, [Diagnostic]) {
    do {
      let diagnostics = Diagnostics()
      let node = try readYAML(entry.example, file: "example of \(entry.kind)")
      let fields = Fields(node.expanded(short: "kind"), diagnostics: diagnostics, isDescribing: true)
      if decode(fields) == nil, diagnostics.isEmpty {
        diagnostics.report("the example of '\(entry.kind)' cannot be read", at: node.location)
      }
      return (fields, diagnostics.all)
    } catch {
      return (nil, error.diagnostics)
    }
  }
}

extension [Fields.Declaration] {
  /// Each key once, as it was declared first: a kind may read a key on two paths.
  var unique: [Fields.Declaration] {
    var seen: Set<String> = []
    return filter { seen.insert($0.key).inserted }
  }
}
