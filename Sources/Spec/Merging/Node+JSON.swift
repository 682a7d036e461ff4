extension Node {
  /// The value by YAML's core schema, for labels and documentation. Whole numbers are integers however they are
  /// spelt, so that `1`, `1.0` and `1e0` are one value; quoted words are texts.
  public var json: JSON {
    switch value {
    case .scalar(let text, plain: false): .string(text)
    case .scalar(let text, plain: true): Node.plainValue(text)
    case .sequence(let items): .array(items.map(\.json))
    case .mapping(let entries):
      .object(Dictionary(entries.map { ($0.key, $0.value.json) }) { _, last in last })
    }
  }

  private static func plainValue(_ text: String) -> JSON {
    switch text {
    case "true", "True", "TRUE": return .bool(true)
    case "false", "False", "FALSE": return .bool(false)
    default: break
    }
    guard let number = coreSchemaNumber(text), number.isFinite else { return .string(text) }
    if let whole = Int(text) { return .integer(whole) }
    if let whole = Int(exactly: number), abs(number) < 1e15 { return .integer(whole) }
    return .number(number)
  }
}
