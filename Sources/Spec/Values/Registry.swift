/// One member of an open family: a layer, filter, optimiser, data set, analysis or figure.
public protocol SpecKind: Sendable {
  /// The word that names it in a spec: `moving-average`.
  static var kind: String { get }
  /// One sentence on what it is, for `grokline kinds`.
  static var summary: String { get }
  /// A complete mapping in YAML, shown by `grokline kinds` and run by the conformance tests.
  static var example: String { get }
  /// Raised whenever the same settings give other numbers; it enters every key that mentions the kind.
  static var version: Int { get }
  /// Reads every field; throws only after the reason has been reported.
  init(from fields: Fields) throws(InvalidSpec)
}

extension SpecKind {
  public static var version: Int { 1 }
}

/// The members of one open family, one line each.
public struct Registry<Family>: Sendable {
  public struct Entry: Sendable {
    public let kind: String
    public let summary: String
    public let example: String
    public let version: Int
    let decode: @Sendable (Fields) throws(InvalidSpec) -> Family
  }

  /// What a member is called in messages: "filter".
  public let family: String
  public let entries: [Entry]

  public init(_ family: String, _ entries: [Entry]) {
    self.family = family
    self.entries = entries
  }

  public var kinds: [String] { entries.map(\.kind) }

  var article: String { "aeiou".contains(family.first ?? "x") ? "an" : "a" }

  /// A JSON Schema that accepts any member, in its long or short form.
  var schema: JSON { ["$ref": .string("#/$defs/" + FamilyDescription.definition(of: family))] }

  /// Decodes the member that `kind` names; reports and returns nil if there is none or its fields are wrong.
  public func decode(_ fields: Fields) -> Family? {
    guard let kind = fields.node["kind"] else {
      if fields.node.entries != nil {
        fields.diagnostics.report(
          "missing 'kind': expected one of " + kinds.joined(separator: ", "), at: fields.node.location)
      }
      return nil
    }
    guard let entry = entries.first(where: { $0.kind == kind.text }) else {
      fields.diagnostics.report(
        "\(kind.kindOfValue) is not a kind of \(family)", at: kind.location,
        hint: suggestion(for: kind.text ?? "", among: kinds))
      return nil
    }
    fields.note(kind: family + "/" + entry.kind, version: entry.version)
    guard let member = try? entry.decode(fields) else { return nil }
    fields.finish()
    return member
  }
}

extension Registry.Entry {
  /// The registry line of a kind: `.init(Adam.self) { try Adam(from: $0) }`.
  public init<Kind: SpecKind>(
    _ type: Kind.Type, _ decode: @escaping @Sendable (Fields) throws(InvalidSpec) -> Family
  ) {
    self.init(
      kind: type.kind, summary: type.summary, example: type.example, version: type.version, decode: decode)
  }
}
