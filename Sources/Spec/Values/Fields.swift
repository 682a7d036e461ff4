/// Hands out the typed values of one mapping and remembers what was asked.
///
/// A field is one line: name, purpose, default, limits. The resolved form (which enters keys), the documentation
/// and the editor's schema all derive from that line. A wrong value is reported and replaced by a stand-in, so
/// that one reading finds every error; whoever starts the reading throws at its end if anything was reported.
public final class Fields {
  /// What one `read` declared.
  public struct Declaration: Sendable {
    public let key: String
    public let purpose: String
    public let expectation: String
    public let limits: String
    /// nil for a required field; `.null` for one that may be left out.
    public let standard: JSON?
    public let schema: JSON
    /// What a nested mapping declared in turn; the names of a map of names are not among them.
    public var inner: [Declaration] = []
    /// Whether the keys of a nested mapping are names that the user gives.
    public var isNamed = false
  }

  /// A resolved value and where it came from; nil is a kind's own default.
  public struct Leaf: Sendable {
    public let path: String
    public let value: JSON
    public let location: SourceLocation?
    /// nil for a kind's own default.
    public let layer: SpecLayer?

    public init(path: String, value: JSON, location: SourceLocation?, layer: SpecLayer? = nil) {
      self.path = path
      self.value = value
      self.location = location
      self.layer = layer
    }
  }

  public let node: Node
  public let diagnostics: Diagnostics
  /// The dotted path of this mapping from the top of the spec: `training.optimizer`.
  public let path: String
  /// What was read, for the documentation; empty unless that was asked for, because texts take longer than values.
  public private(set) var declarations: [Declaration] = []
  private let isDescribing: Bool
  public private(set) var leaves: [Leaf] = []
  /// Every kind decoded below here, with the implementation version that enters the key.
  public private(set) var versions: [String: Int] = [:]
  private var resolvedMembers: [String: JSON] = [:]
  private var known: Set<String> = []

  /// - Parameter isDescribing: whether the declarations are wanted.
  public init(
    _ node: Node, path: String = "", diagnostics: Diagnostics, isDescribing: Bool = false
  ) {
    self.node = node
    self.path = path
    self.diagnostics = diagnostics
    self.isDescribing = isDescribing
    if node.entries == nil { diagnostics.report("\(node.kindOfValue) is not a mapping", at: node.location) }
  }

  /// Every value read, defaults included; reading it again gives the same values.
  public var resolved: JSON { .object(resolvedMembers) }

  public var keys: [String] { node.entries?.map(\.key) ?? [] }

  public func location(of key: String) -> SourceLocation { node[key]?.location ?? node.location }

  public func path(of key: String) -> String { path.isEmpty ? key : path + "." + key }

  /// Reads a value that may be left out if there is a default.
  public func read<V: SpecValue>(_ key: String, _ purpose: String, default standard: V) -> V {
    declare(key, purpose, V.self, standard: standard.canonical)
    guard let node = node[key] else { return record(standard, for: key, from: nil) }
    return V.decode(node, diagnostics).map { record($0, for: key, from: node) } ?? standard
  }

  public func read<V: SpecValue & Comparable>(
    _ key: String, _ purpose: String, default standard: V, _ limits: Limits<V>
  ) -> V {
    declare(key, purpose, V.self, standard: standard.canonical, limits: limits)
    guard let node = node[key] else { return record(standard, for: key, from: nil) }
    guard let value = V.decode(node, diagnostics), check(value, limits, node) else { return standard }
    return record(value, for: key, from: node)
  }

  /// Reads a value that must be there. A missing or wrong one is reported and `standIn` is returned.
  public func read<V: SpecValue>(_ key: String, _ purpose: String, standIn: V) -> V {
    declare(key, purpose, V.self, standard: nil)
    guard let node = required(key, V.expectation), let value = V.decode(node, diagnostics) else {
      return standIn
    }
    return record(value, for: key, from: node)
  }

  public func read<V: SpecValue & Comparable>(
    _ key: String, _ purpose: String, standIn: V, _ limits: Limits<V>
  ) -> V {
    declare(key, purpose, V.self, standard: nil, limits: limits)
    guard let node = required(key, V.expectation), let value = V.decode(node, diagnostics),
      check(value, limits, node)
    else { return standIn }
    return record(value, for: key, from: node)
  }

  /// Reads a value that may be absent.
  public func readOptional<V: SpecValue>(_ key: String, _ purpose: String, as type: V.Type = V.self) -> V? {
    declare(key, purpose, V.self, standard: .null)
    guard let node = node[key], let value = V.decode(node, diagnostics) else { return nil }
    return record(value, for: key, from: node)
  }

  /// Reads a nested mapping with keys of its own; absent, it is read as an empty one.
  ///
  /// `short` names the key that a bare value stands for: with `short: "by"`, `scale: 8` is `{by: 8}`.
  public func readGroup<Group>(
    _ key: String, _ purpose: String, short: String? = nil, _ body: (Fields) throws(InvalidSpec) -> Group
  ) -> Group? {
    known.insert(key)
    let value = node[key] ?? Node(.mapping([]), at: node.location)
    let inner = fields(value.expanded(short: short), path: path(of: key))
    defer {
      adopt(inner, key)
      describe {
        let standsFor = short.flatMap { short in inner.declarations.first { $0.key == short } }
        let expectation = standsFor.map { "\($0.expectation), or a mapping" } ?? "a mapping"
        let mapping = inner.declarations.schema
        return Declaration(
          key: key, purpose: purpose, expectation: expectation, limits: "", standard: .null,
          schema: standsFor.map { ["anyOf": [$0.schema, mapping]] } ?? mapping, inner: inner.declarations)
      }
    }
    guard let group = try? body(inner) else { return nil }
    inner.finish()
    return group
  }

  /// Reads a mapping from names that the user gives, in the order written; absent, it has none.
  ///
  /// `short` names the key that a bare value stands for. For the documentation `body` also runs once unseen, on an empty
  /// mapping, so that its keys are known even where nobody has named anything.
  public func readNamed<Value>(
    _ key: String, _ purpose: String, short: String? = nil, _ body: (Fields) throws(InvalidSpec) -> Value
  ) -> [(name: String, value: Value)] {
    known.insert(key)
    describe {
      let unseen = Fields(
        Node(.mapping([]), at: node.location), path: path(of: key) + ".NAME", diagnostics: Diagnostics(),
        isDescribing: true)
      _ = try? body(unseen)
      let standsFor = short.flatMap { short in unseen.declarations.first { $0.key == short } }
      let mapping = unseen.declarations.schema
      return Declaration(
        key: key, purpose: purpose, expectation: "a mapping from names", limits: "", standard: .null,
        schema: [
          "type": "object",
          "additionalProperties": standsFor.map { ["anyOf": [$0.schema, mapping]] } ?? mapping,
        ],
        inner: unseen.declarations, isNamed: true)
    }
    guard let value = node[key] else { return [] }
    let outer = fields(value, path: path(of: key))
    defer { adopt(outer, key) }
    return (value.entries ?? []).compactMap { entry in
      let inner = fields(entry.value.expanded(short: short), path: outer.path(of: entry.key))
      defer { outer.adopt(inner, entry.key) }
      guard let value = try? body(inner) else { return nil }
      inner.finish()
      return (entry.key, value)
    }
  }

  /// Reads one member of an open family. A bare word `W` stands for `{kind: W}`.
  ///
  /// Returns nil if it is absent (reported unless `optional`) or wrong (always reported).
  public func readKind<Family>(
    _ key: String, _ purpose: String, from registry: Registry<Family>, optional: Bool = false
  ) -> Family? {
    known.insert(key)
    describe {
      Declaration(
        key: key, purpose: purpose, expectation: "one of " + registry.kinds.joined(separator: ", "),
        limits: "",
        standard: optional ? .null : nil, schema: registry.schema)
    }
    guard let value = optional ? node[key] : required(key, "\(registry.article) \(registry.family)") else {
      return nil
    }
    return decode(value, key, from: registry)
  }

  /// Reads a list of members of an open family.
  public func readKinds<Family>(_ key: String, _ purpose: String, from registry: Registry<Family>) -> [Family]
  {
    readKinds(key, purpose, from: registry) { _ in }.map(\.member)
  }

  /// Reads a list of members of an open family, and by `beside` what each has besides its kind's own fields.
  public func readKinds<Family, Beside>(
    _ key: String, _ purpose: String, from registry: Registry<Family>, beside: (Fields) -> Beside
  ) -> [(member: Family, beside: Beside)] {
    known.insert(key)
    describe {
      Declaration(
        key: key, purpose: purpose, expectation: "a list of \(registry.family)s", limits: "", standard: nil,
        schema: ["type": "array", "items": registry.schema])
    }
    guard let value = required(key, "a list of \(registry.family)s") else { return [] }
    guard let items = value.items else {
      diagnostics.report("\(value.kindOfValue) is not a list of \(registry.family)s", at: value.location)
      return []
    }
    var resolvedItems: [JSON] = []
    var members: [(member: Family, beside: Beside)] = []
    for (index, item) in items.enumerated() {
      let inner = fields(item.expanded(short: "kind"), path: path(of: key) + ".\(index)")
      let besides = beside(inner)
      if let member = registry.decode(inner) { members.append((member, besides)) }
      resolvedItems.append(inner.resolved)
      leaves += inner.leaves
      versions.merge(inner.versions) { $1 }
    }
    resolvedMembers[key] = .array(resolvedItems)
    return members
  }

  /// Reads a mapping from names that the user gives to members of an open family; absent, it has none.
  ///
  /// A list of kinds stands for a mapping that names each by its kind: `[loss]` is `{loss: {kind: loss}}`.
  public func readNamedKinds<Family>(
    _ key: String, _ purpose: String, from registry: Registry<Family>
  ) -> [(name: String, value: Family)] {
    known.insert(key)
    describe {
      Declaration(
        key: key, purpose: purpose, expectation: "\(registry.family)s by name, or a list of kinds",
        limits: "",
        standard: .null,
        schema: [
          "anyOf": [
            ["type": "object", "additionalProperties": registry.schema],
            ["type": "array", "items": registry.schema],
          ]
        ])
    }
    guard let value = node[key]?.namedByKind(diagnostics) else { return [] }
    let outer = fields(value, path: path(of: key))
    defer { adopt(outer, key) }
    return (value.entries ?? []).compactMap { entry in
      outer.decode(entry.value, entry.key, from: registry).map { (entry.key, $0) }
    }
  }

  /// Marks a key as read by someone else, who resolves it with `adopt`.
  public func claim(_ key: String) -> Node? {
    known.insert(key)
    return node[key]
  }

  /// The same for a key that the documentation shall name.
  public func claim(_ key: String, _ purpose: String, expectation: String, schema: JSON) -> Node? {
    describe {
      Declaration(
        key: key, purpose: purpose, expectation: expectation, limits: "", standard: .null, schema: schema)
    }
    return claim(key)
  }

  /// Declares a mapping that somebody else reads, for the documentation; one key of it leads to a mapping from names.
  public func declare(
    _ key: String, _ purpose: String, _ inner: [Declaration],
    named: (key: String, purpose: String, entries: [Declaration])
  ) {
    let names = Declaration(
      key: named.key, purpose: named.purpose, expectation: "a mapping from names", limits: "", standard: nil,
      schema: ["type": "object", "additionalProperties": named.entries.unique.schema], inner: named.entries,
      isNamed: true)
    let all = inner + [names]
    describe {
      Declaration(
        key: key, purpose: purpose, expectation: "a mapping", limits: "", standard: nil, schema: all.schema,
        inner: all)
    }
  }

  /// Takes over what an inner mapping read.
  public func adopt(_ inner: Fields, _ key: String) {
    known.insert(key)
    resolvedMembers[key] = inner.resolved
    leaves += inner.leaves
    versions.merge(inner.versions) { $1 }
  }

  /// Notes a kind's implementation version, which enters every key that mentions it.
  func note(kind: String, version: Int) {
    versions[kind] = version
    resolvedMembers["kind"] = .string(kind.split(separator: "/").last.map(String.init) ?? kind)
    known.insert("kind")
  }

  /// The value, or the signal to stop after its absence was reported.
  public func require<Value>(_ value: Value?) throws(InvalidSpec) -> Value {
    guard let value else { throw InvalidSpec(diagnostics.all) }
    return value
  }

  /// Reports a rule that spans several fields, at the field that breaks it.
  public func check(_ holds: Bool, _ message: @autoclosure () -> String, at key: String, hint: String? = nil)
  {
    if !holds { diagnostics.report(message(), at: location(of: key), hint: hint) }
  }

  /// Reports keys that nobody read: they are typos.
  public func finish() {
    for entry in node.entries ?? [] where !known.contains(entry.key) {
      diagnostics.report(
        "unknown key '\(entry.key)'", at: entry.location,
        hint: suggestion(for: entry.key, among: known.sorted()))
    }
  }

  private func decode<Family>(_ value: Node, _ key: String, from registry: Registry<Family>) -> Family? {
    let inner = fields(value.expanded(short: "kind"), path: path(of: key))
    defer { adopt(inner, key) }
    return registry.decode(inner)
  }

  /// Fields of something inside.
  private func fields(_ node: Node, path: String) -> Fields {
    Fields(node, path: path, diagnostics: diagnostics, isDescribing: isDescribing)
  }

  private func describe(_ declaration: () -> Declaration) {
    if isDescribing { declarations.append(declaration()) }
  }

  private func required(_ key: String, _ expectation: @autoclosure () -> String) -> Node? {
    if let value = node[key] { return value }
    if node.entries != nil {
      let misspelt = keys.first { !known.contains($0) && nearest(to: $0, among: [key]) != nil }
      diagnostics.report(
        "missing '\(key)': expected \(expectation())", at: node.location,
        hint: misspelt.map { "is it '\($0)' on line \(location(of: $0).line)?" })
    }
    return nil
  }

  private func declare<V: SpecValue>(
    _ key: String, _ purpose: String, _: V.Type, standard: @autoclosure () -> JSON?
  ) {
    known.insert(key)
    describe {
      Declaration(
        key: key, purpose: purpose, expectation: V.expectation, limits: "", standard: standard(),
        schema: V.schema)
    }
  }

  private func declare<V: SpecValue & Comparable>(
    _ key: String, _ purpose: String, _: V.Type, standard: @autoclosure () -> JSON?, limits: Limits<V>
  ) {
    known.insert(key)
    describe {
      var schema = V.schema.object ?? [:]
      for (keyword, bound) in limits.bounds { schema[keyword] = bound.canonical }
      return Declaration(
        key: key, purpose: purpose, expectation: V.expectation, limits: limits.description,
        standard: standard(), schema: .object(schema))
    }
  }

  private func check<V: SpecValue & Comparable>(_ value: V, _ limits: Limits<V>, _ node: Node) -> Bool {
    if limits.accepts(value) { return true }
    diagnostics.report(
      "\(node.kindOfValue) is out of range: expected \(limits.description)", at: node.location)
    return false
  }

  @discardableResult
  private func record<V: SpecValue>(_ value: V, for key: String, from node: Node?) -> V {
    let canonical = value.canonical
    resolvedMembers[key] = canonical
    leaves.append(Leaf(path: path(of: key), value: canonical, location: node?.location, layer: node?.layer))
    return value
  }
}

extension Node {
  /// A bare value in its long form: `8` with short key `by` is `{by: 8}`.
  public func expanded(short: String?) -> Node {
    guard let short, entries == nil else { return self }
    return Node(.mapping([Entry(key: short, location: location, value: self)]), at: location, layer: layer)
  }
}
