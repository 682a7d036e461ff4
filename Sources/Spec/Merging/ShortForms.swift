/// Where in a spec a short form may be written, and what it is short for.
///
/// Short forms are made long before anything merges, so that `scale: 8` and `scale: {parameters: all}` in two layers
/// make `{by: 8, parameters: all}`.
public struct ShortForms: Sendable {
  public enum Form: Sendable, Hashable {
    /// A bare value is the value of this key: `8` is `{by: 8}`.
    case key(String)
    /// A list of kinds is a mapping that names each by its kind: `[loss]` is `{loss: {kind: loss}}`.
    case named
  }

  private var form: Form?
  private var below: [String: ShortForms] = [:]

  /// A table of dotted paths, in which `*` stands for any one key.
  public init(_ forms: [(path: String, form: Form)]) {
    for (path, form) in forms { insert(form, at: path.split(separator: ".").map(String.init)[...]) }
  }

  private mutating func insert(_ form: Form, at path: ArraySlice<String>) {
    guard let key = path.first else {
      self.form = form
      return
    }
    below[key, default: ShortForms([])].insert(form, at: path.dropFirst())
  }

  /// The table at `path`, for a value that is written elsewhere and will stand there.
  public func at(_ path: some Sequence<String>) -> ShortForms {
    path.reduce(self) { table, key in table.below[key] ?? table.below["*"] ?? ShortForms([]) }
  }

  /// The long form of a value and of everything in it. `none` has no long form; lists stay as they are inside.
  public func expand(_ node: Node, _ diagnostics: Diagnostics) -> Node {
    var result = node
    if !node.isNone {
      switch form {
      case .key(let key): result = node.expanded(short: key)
      case .named: result = node.namedByKind(diagnostics)
      case nil: break
      }
    }
    guard !below.isEmpty, !result.isRange, case .mapping(var entries) = result.value else { return result }
    for index in entries.indices {
      guard let table = below[entries[index].key] ?? below["*"] else { continue }
      entries[index].value = table.expand(entries[index].value, diagnostics)
    }
    result.value = .mapping(entries)
    return result
  }
}

extension Node {
  /// A list of kinds as a mapping that names each by its kind; anything else as it is.
  func namedByKind(_ diagnostics: Diagnostics) -> Node {
    if entries != nil { return self }
    var named: [Entry] = []
    for item in items ?? [self] {
      let long = item.expanded(short: "kind")
      guard let kind = long["kind"]?.text else { return self }
      if named.contains(where: { $0.key == kind }) {
        diagnostics.report(
          "two items are called '\(kind)'", at: item.location,
          hint: "name them: {first: {kind: \(kind), …}, second: {kind: \(kind), …}}")
      } else {
        named.append(Entry(key: kind, location: item.location, value: long))
      }
    }
    return Node(.mapping(named), at: location, layer: layer)
  }
}
