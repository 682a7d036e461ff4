/// A type that one YAML value spells out.
///
/// Conformers: `Int`, `Double`, `Float`, `Bool`, `String`, arrays of these, enums of names (`NamedChoice`) and
/// small types with a syntax of their own (`Duration`, `Cadence`, …).
public protocol SpecValue: Sendable {
  /// What an error says was expected: "a whole number", "one of relu, gelu".
  static var expectation: String { get }
  /// The JSON Schema of this type.
  static var schema: JSON { get }
  /// Reads one value; reports to `diagnostics` and returns nil if it cannot.
  static func decode(_ node: Node, _ diagnostics: Diagnostics) -> Self?
  /// The one spelling that enters keys; `decode` reads it back.
  var canonical: JSON { get }
}

/// A closed set of words, such as the losses: the raw values are the spellings.
public protocol NamedChoice: SpecValue, CaseIterable, RawRepresentable where RawValue == String {}

extension NamedChoice {
  public static var expectation: String { "one of " + allCases.map(\.rawValue).joined(separator: ", ") }
  public static var schema: JSON { ["enum": .array(allCases.map { .string($0.rawValue) })] }
  public static func decode(_ node: Node, _ diagnostics: Diagnostics) -> Self? {
    if let text = node.text, let value = Self(rawValue: text) { return value }
    let hint = node.text.flatMap { nearest(to: $0, among: allCases.map(\.rawValue)) }
    diagnostics.report(
      "\(node.kindOfValue) is not \(expectation)", at: node.location,
      hint: hint.map { "did you mean '\($0)'?" })
    return nil
  }
  public var canonical: JSON { .string(rawValue) }
}

extension Int: SpecValue {
  public static var expectation: String { "a whole number" }
  public static var schema: JSON { ["type": "integer"] }
  public static func decode(_ node: Node, _ diagnostics: Diagnostics) -> Int? {
    if case .scalar(let text, plain: true) = node.value {
      if let value = Int(text) { return value }
      // `1e4` is a whole number, however it is spelt.
      if let value = coreSchemaNumber(text), value.rounded() == value {
        if let whole = Int(exactly: value) { return whole }
        diagnostics.report(
          "'\(text)' is out of range: expected a whole number from \(Int.min) to \(Int.max)",
          at: node.location)
        return nil
      }
    }
    diagnostics.report("\(node.kindOfValue) is not \(expectation)", at: node.location)
    return nil
  }
  public var canonical: JSON { .integer(self) }
}

extension Double: SpecValue {
  public static var expectation: String { "a number" }
  public static var schema: JSON { ["type": "number"] }
  public static func decode(_ node: Node, _ diagnostics: Diagnostics) -> Double? {
    if case .scalar(let text, plain: true) = node.value, let value = coreSchemaNumber(text), value.isFinite {
      return value == 0 ? 0 : value  // one zero: -0 and 0 are the same setting
    }
    if case .scalar(let text, plain: true) = node.value, text.isNotFinite || coreSchemaNumber(text) != nil {
      diagnostics.report("'\(text)' is not a finite number", at: node.location)
      return nil
    }
    diagnostics.report("\(node.kindOfValue) is not \(expectation)", at: node.location)
    return nil
  }
  public var canonical: JSON { .number(self) }
}

extension Bool: SpecValue {
  public static var expectation: String { "true or false" }
  public static var schema: JSON { ["type": "boolean"] }
  public static func decode(_ node: Node, _ diagnostics: Diagnostics) -> Bool? {
    switch node.value {
    case .scalar("true", plain: true), .scalar("True", plain: true), .scalar("TRUE", plain: true): return true
    case .scalar("false", plain: true), .scalar("False", plain: true), .scalar("FALSE", plain: true):
      return false
    default:
      diagnostics.report("\(node.kindOfValue) is not \(expectation)", at: node.location)
      return nil
    }
  }
  public var canonical: JSON { .bool(self) }
}

extension String: SpecValue {
  public static var expectation: String { "text" }
  public static var schema: JSON { ["type": "string"] }
  public static func decode(_ node: Node, _ diagnostics: Diagnostics) -> String? {
    if let text = node.text { return text }
    diagnostics.report("\(node.kindOfValue) is not \(expectation)", at: node.location)
    return nil
  }
  public var canonical: JSON { .string(self) }
}

extension Array: SpecValue where Element: SpecValue {
  public static var expectation: String { "a list, each item \(Element.expectation)" }
  public static var schema: JSON { ["type": "array", "items": Element.schema] }
  public static func decode(_ node: Node, _ diagnostics: Diagnostics) -> [Element]? {
    guard let items = node.items else {
      diagnostics.report("\(node.kindOfValue) is not \(expectation)", at: node.location)
      return nil
    }
    let values = items.map { Element.decode($0, diagnostics) }
    return values.contains { $0 == nil } ? nil : values.compactMap(\.self)
  }
  public var canonical: JSON { .array(map(\.canonical)) }
}

extension String {
  /// Whether it spells an infinity or no number, as YAML or a programming language does.
  fileprivate var isNotFinite: Bool {
    let word = drop { $0 == "+" || $0 == "-" || $0 == "." }.lowercased()
    return ["inf", "infinity", "nan"].contains(word)
  }
}

/// A number in the spelling of the YAML 1.2 core schema (`1e-4`, `.5`, `+3`), or nil; never hexadecimal, infinite
/// or not a number.
func coreSchemaNumber(_ text: String) -> Double? {
  var digits = 0
  var seenExponent = false
  for (index, character) in text.unicodeScalars.enumerated() {
    switch character {
    case "0"..."9": digits += 1
    case "+", "-", ".": break
    case "e", "E":
      if digits == 0 || seenExponent || index == 0 { return nil }
      seenExponent = true
    default: return nil
    }
  }
  guard digits > 0 else { return nil }
  let full = text.hasPrefix(".") ? "0" + text : text
  return Double(full.hasSuffix(".") ? full + "0" : full)
}
