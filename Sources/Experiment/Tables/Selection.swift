public import Spec

/// Which points are meant: `{run: [baseline, by-*], gain: 5, seed: 0}`.
///
/// A point is meant if, on every axis named, its value is among those listed. A point without that axis passes, so
/// that a baseline shows in every panel. Text may be a glob with `*` and `?`.
public struct Selection: Sendable {
  /// The values accepted on one axis.
  struct Criterion: Sendable {
    let axis: String
    let wanted: [Wanted]
    let location: SourceLocation
  }

  struct Wanted: Sendable {
    let text: String
    let number: Double?
    let location: SourceLocation

    func accepts(_ value: AxisValue) -> Bool {
      switch value {
      case .absent: true
      case .number(let actual): number.map { $0 == actual } ?? Glob(text).matches(shortestText(actual))
      case .text(let actual): Glob(text).matches(actual)
      }
    }
  }

  let criteria: [Criterion]

  /// Everything.
  public static var all: Selection { Selection(criteria: []) }

  /// The axes that it restricts, in the order written.
  public var axes: [String] { criteria.map(\.axis) }

  /// Where an axis was named, for messages.
  func location(of axis: String) -> SourceLocation {
    criteria.first { $0.axis == axis }?.location ?? SourceLocation(file: "", line: 0, column: 0)
  }

  public var isAll: Bool { criteria.isEmpty }

  /// Whether a point at these coordinates is meant.
  public func accepts(_ coordinates: Coordinates) -> Bool {
    criteria.allSatisfy { criterion in
      guard let value = coordinates[criterion.axis] else { return true }
      return criterion.wanted.contains { $0.accepts(value) }
    }
  }

  /// Reports axes that no point has and values that no point has, each with the nearest one.
  public func check(against points: [Coordinates], _ diagnostics: Diagnostics) {
    let axes = Set(points.flatMap(\.axes))
    for criterion in criteria {
      guard axes.contains(criterion.axis) else {
        diagnostics.report(
          "no point has an axis '\(criterion.axis)'", at: criterion.location,
          hint: suggestion(for: criterion.axis, among: axes.sorted()))
        continue
      }
      let present = Set(points.compactMap { $0[criterion.axis] })
      for wanted in criterion.wanted where !present.contains(where: wanted.accepts) {
        diagnostics.report(
          "no point has \(criterion.axis) '\(wanted.text)'", at: wanted.location,
          hint: wanted.hint(among: present.sorted()))
      }
    }
  }
}

extension Selection.Wanted {
  /// The nearest value that some point has: in size for a number, in spelling for a word.
  fileprivate func hint(among present: [AxisValue]) -> String? {
    if let number {
      let nearest = present.compactMap(\.number).min { abs($0 - number) < abs($1 - number) }
      if let nearest { return "the nearest is \(shortestText(nearest))" }
    }
    return suggestion(for: text, among: present.map(\.description))
  }
}

extension Selection: Hashable {
  /// Equal if the same values are wanted on the same axes, wherever that was written.
  public static func == (a: Selection, b: Selection) -> Bool { a.canonical == b.canonical }
  public func hash(into hasher: inout Hasher) { hasher.combine(canonical) }
}

extension Selection: SpecValue {
  public static var expectation: String { "a mapping from axes to a value, a list or a pattern" }

  public static var schema: JSON {
    let scalar: JSON = ["type": ["string", "number"]]
    return [
      "type": "object",
      "additionalProperties": ["anyOf": [scalar, ["type": "array", "items": scalar]]],
    ]
  }

  public static func decode(_ node: Node, _ diagnostics: Diagnostics) -> Selection? {
    guard let entries = node.entries else {
      diagnostics.report("\(node.kindOfValue) is not \(expectation)", at: node.location)
      return nil
    }
    var criteria: [Criterion] = []
    for entry in entries {
      let items = entry.value.items ?? [entry.value]
      let wanted = items.compactMap { Wanted($0, diagnostics) }
      guard wanted.count == items.count else { return nil }
      guard !wanted.isEmpty else {
        diagnostics.report("an empty list selects nothing", at: entry.value.location)
        return nil
      }
      criteria.append(Criterion(axis: entry.key, wanted: wanted, location: entry.location))
    }
    return Selection(criteria: criteria)
  }

  /// `{"gain": [1, 5], "run": ["baseline"]}`; numbers as numbers, sorted and without repetition.
  public var canonical: JSON {
    var members: [String: JSON] = [:]
    for criterion in criteria {
      let values = Set(
        criterion.wanted.map { wanted in wanted.number.map(AxisValue.number) ?? .text(wanted.text) })
      members[criterion.axis] = .array(
        values.sorted().map { value in value.number.map(JSON.number) ?? .string(value.description) })
    }
    return .object(members)
  }
}

extension Selection.Wanted {
  fileprivate init?(_ node: Node, _ diagnostics: Diagnostics) {
    guard case .scalar(let text, let plain) = node.value else {
      diagnostics.report("\(node.kindOfValue) is not a value of an axis", at: node.location)
      return nil
    }
    let probe = Diagnostics()
    self.init(text: text, number: plain ? Double.decode(node, probe) : nil, location: node.location)
  }
}
