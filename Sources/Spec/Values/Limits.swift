/// The values that a field accepts, checkable and describable.
public struct Limits<Value: Comparable & Sendable>: Sendable {
  /// For people: "at least 1".
  public let description: String
  /// For a JSON Schema: `minimum`, `exclusiveMaximum` and the like, with their bounds.
  public let bounds: [(keyword: String, value: Value)]
  let accepts: @Sendable (Value) -> Bool

  public static var any: Limits { Limits(description: "", bounds: []) { _ in true } }

  public static func atLeast(_ low: Value) -> Limits {
    Limits(description: "at least \(spelled(low))", bounds: [("minimum", low)]) { $0 >= low }
  }

  public static func above(_ low: Value) -> Limits {
    Limits(description: "above \(spelled(low))", bounds: [("exclusiveMinimum", low)]) { $0 > low }
  }

  /// Both ends belong to the range.
  public static func between(_ low: Value, _ high: Value) -> Limits {
    Limits(
      description: "from \(spelled(low)) to \(spelled(high))", bounds: [("minimum", low), ("maximum", high)]
    ) {
      $0 >= low && $0 <= high
    }
  }

  /// `low` belongs to the range, `high` does not.
  public static func from(_ low: Value, below high: Value) -> Limits {
    Limits(
      description: "from \(spelled(low)) and below \(spelled(high))",
      bounds: [("minimum", low), ("exclusiveMaximum", high)]
    ) {
      $0 >= low && $0 < high
    }
  }

  /// Neither end belongs to the range.
  public static func inside(_ low: Value, _ high: Value) -> Limits {
    Limits(
      description: "above \(spelled(low)) and below \(spelled(high))",
      bounds: [("exclusiveMinimum", low), ("exclusiveMaximum", high)]
    ) { $0 > low && $0 < high }
  }
}

/// A bound as a user would write it: 0 and not 0.0.
private func spelled(_ bound: some Any) -> String {
  let text = String(describing: bound)
  return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}
