public import Spec

/// The name of a column, metric, axis or analysis, and where it was written.
public struct Name: SpecValue, Hashable {
  public let text: String
  public let location: SourceLocation

  public init(_ text: String, at location: SourceLocation) {
    self.text = text
    self.location = location
  }

  /// Stands in for a name that is missing or wrong; that was reported already.
  static var standIn: Name { Name("", at: SourceLocation(file: "", line: 0, column: 0)) }

  public static var expectation: String { "a name" }
  public static var schema: JSON { ["type": "string"] }
  public static func decode(_ node: Node, _ diagnostics: Diagnostics) -> Name? {
    if let text = node.text, !text.isEmpty { return Name(text, at: node.location) }
    diagnostics.report("\(node.kindOfValue) is not \(expectation)", at: node.location)
    return nil
  }
  public var canonical: JSON { .string(text) }

  /// Equal names are equal wherever they were written.
  public static func == (a: Name, b: Name) -> Bool { a.text == b.text }
  public func hash(into hasher: inout Hasher) { hasher.combine(text) }

  /// Reports the name if it is not among the candidates.
  func check(isA role: String, among candidates: [String], _ diagnostics: Diagnostics) {
    if text.isEmpty || candidates.contains(text) { return }
    diagnostics.report(
      "there is no \(role) '\(text)'", at: location, hint: suggestion(for: text, among: candidates))
  }
}

/// A list in which one item needs no brackets: `read: norm` is `read: [norm]`.
public struct OneOrMore<Item: SpecValue>: SpecValue {
  public let values: [Item]

  public init(_ values: [Item]) { self.values = values }

  public static var expectation: String { "\(Item.expectation), or a list of these" }
  public static var schema: JSON { ["anyOf": [Item.schema, ["type": "array", "items": Item.schema]]] }
  public static func decode(_ node: Node, _ diagnostics: Diagnostics) -> OneOrMore? {
    guard node.items != nil else { return Item.decode(node, diagnostics).map { OneOrMore([$0]) } }
    return [Item].decode(node, diagnostics).map(OneOrMore.init)
  }
  public var canonical: JSON { values.canonical }
}
