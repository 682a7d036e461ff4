import Figures
import Spec

/// Straight lines across a figure: `{y: [0.95]}`, `{size: [268, 7196]}`.
struct ReferenceLines: SpecValue, Hashable {
  /// Values by channel or axis, in the order written.
  var entries: [Entry]

  struct Entry: Sendable, Hashable {
    var axis: Name
    var values: [Double]
  }

  /// The values on a channel, called by its own name or by that of what it shows.
  func values(on channel: String, _ name: String) -> [Double] {
    entries.filter { $0.axis.text == channel || $0.axis.text == name }.flatMap(\.values)
  }

  static var expectation: String { "a mapping from 'x', 'y' or an axis to a list of numbers" }
  static var schema: JSON {
    ["type": "object", "additionalProperties": ["type": "array", "items": ["type": "number"]]]
  }
  static func decode(_ node: Node, _ diagnostics: Diagnostics) -> ReferenceLines? {
    guard let entries = node.entries else {
      diagnostics.report("\(node.kindOfValue) is not \(expectation)", at: node.location)
      return nil
    }
    var read: [Entry] = []
    for entry in entries {
      guard let values = OneOrMore<Double>.decode(entry.value, diagnostics)?.values else { return nil }
      read.append(Entry(axis: Name(entry.key, at: entry.location), values: values))
    }
    return ReferenceLines(entries: read)
  }
  var canonical: JSON {
    .object(Dictionary(entries.map { ($0.axis.text, $0.values.canonical) }) { _, last in last })
  }
}

/// Dots: on every line, or named places: `{A: {scale: 1, size: 138}}`.
enum Dots: SpecValue, Hashable {
  case onLines(Bool)
  case places([Place])

  struct Place: Sendable, Hashable {
    var label: String
    var coordinates: [String: Double]
  }

  static var expectation: String { "true, false or a mapping from names to places" }
  static var schema: JSON {
    let place: JSON = ["type": "object", "additionalProperties": ["type": "number"]]
    return ["anyOf": [["type": "boolean"], ["type": "object", "additionalProperties": place]]]
  }
  static func decode(_ node: Node, _ diagnostics: Diagnostics) -> Dots? {
    guard let entries = node.entries else {
      if let flag = Bool.decode(node, Diagnostics()) { return .onLines(flag) }
      diagnostics.report("\(node.kindOfValue) is not \(expectation)", at: node.location)
      return nil
    }
    var places: [Place] = []
    for entry in entries {
      guard let axes = entry.value.entries else {
        diagnostics.report(
          "\(entry.value.kindOfValue) is not a place: {AXIS: number, …}", at: entry.value.location)
        return nil
      }
      var coordinates: [String: Double] = [:]
      for axis in axes {
        guard let value = Double.decode(axis.value, diagnostics) else { return nil }
        coordinates[axis.key] = value
      }
      places.append(Place(label: entry.key, coordinates: coordinates))
    }
    return .places(places)
  }
  var canonical: JSON {
    switch self {
    case .onLines(let flag): .bool(flag)
    case .places(let places):
      .object(
        Dictionary(places.map { ($0.label, .object($0.coordinates.mapValues { .number($0) })) }) { _, last in
          last
        })
    }
  }
}

/// How several seeds show as one line.
enum Band: String, NamedChoice {
  case range, iqr, std, none

  var spread: Spread? {
    switch self {
    case .range: .range
    case .iqr: .iqr
    case .std: .std
    case .none: nil
    }
  }

  /// The middle that goes with the band: a standard deviation is one around the mean.
  var summary: Summary { self == .std ? .mean : .median }
}
