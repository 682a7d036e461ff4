public import Spec

/// Numbers from a publication, nested by the axes of a table's rows and then of its columns:
/// `{A-B: {baseline: 0.97, grokfast: 7.7}}`; `never` is a value.
public indirect enum Published: Sendable, Hashable {
  case value(Outcome)
  case nested([String: Published])

  /// The number for a cell at these values of the table's axes, rows first; nil if none was published.
  ///
  /// Absent values take no level. A number that stands above the last level holds for everything below it.
  func value(at keys: [AxisValue]) -> (outcome: Outcome, path: [String])? {
    switch self {
    case .value(let outcome): return (outcome, [])
    case .nested(let members):
      var rest = keys[...]
      while let key = rest.popFirst() {
        if key == .absent { continue }
        guard let (name, inner) = members.first(where: { Published.names(key, $0.key) }) else { return nil }
        return inner.value(at: Array(rest)).map { ($0.outcome, [name] + $0.path) }
      }
      return nil
    }
  }

  /// Every number with the names that lead to it, sorted.
  var leaves: [(path: [String], outcome: Outcome)] {
    switch self {
    case .value(let outcome): [([], outcome)]
    case .nested(let members):
      members.sorted { $0.key < $1.key }.flatMap { name, inner in
        inner.leaves.map { (path: [name] + $0.path, outcome: $0.outcome) }
      }
    }
  }

  /// A key of the spec names a number however that is spelt.
  private static func names(_ value: AxisValue, _ key: String) -> Bool {
    value.description == key || value.number.map { $0 == CSVText.number(key) } ?? false
  }
}

extension Published: SpecValue {
  public static var expectation: String { "a number, 'never', or a mapping from rows and columns to these" }
  public static var schema: JSON {
    ["anyOf": [["type": "number"], ["const": "never"], ["type": "object"]]]
  }

  public static func decode(_ node: Node, _ diagnostics: Diagnostics) -> Published? {
    if let entries = node.entries {
      let members = entries.map { ($0.key, decode($0.value, diagnostics)) }
      guard members.allSatisfy({ $0.1 != nil }) else { return nil }
      return .nested(
        Dictionary(members.compactMap { key, value in value.map { (key, $0) } }, uniquingKeysWith: { $1 }))
    }
    if node.text == "never" { return .value(.never(after: nil)) }
    if let number = Double.decode(node, Diagnostics()) { return .value(.number(number)) }
    diagnostics.report("\(node.kindOfValue) is not \(expectation)", at: node.location)
    return nil
  }

  public var canonical: JSON {
    switch self {
    case .value(.number(let value)): .number(value)
    case .value(let outcome): .string(outcome.description)
    case .nested(let members): .object(members.mapValues(\.canonical))
    }
  }
}
