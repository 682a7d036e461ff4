import Spec

/// A spec value written as a Swift literal, for tests that need no YAML text.
indirect enum Written: ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral, ExpressibleByStringLiteral,
  ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral
{
  case scalar(String, plain: Bool)
  case sequence([Written])
  case mapping([(String, Written)])

  init(dictionaryLiteral elements: (String, Written)...) { self = .mapping(elements) }
  init(arrayLiteral elements: Written...) { self = .sequence(elements) }
  init(stringLiteral value: String) { self = .scalar(value, plain: true) }
  init(integerLiteral value: Int) { self = .scalar(String(value), plain: true) }
  init(floatLiteral value: Double) { self = .scalar(String(value), plain: true) }

  /// Each entry of the outermost mapping stands on a line of its own.
  func node(line: Int = 1) -> Node {
    let location = SourceLocation(file: "test.yaml", line: line, column: 1)
    switch self {
    case .scalar(let text, let plain): return Node(.scalar(text, plain: plain), at: location)
    case .sequence(let items): return Node(.sequence(items.map { $0.node(line: line) }), at: location)
    case .mapping(let members):
      let entries = members.enumerated().map { index, member in
        Node.Entry(
          key: member.0, location: SourceLocation(file: "test.yaml", line: line + index, column: 1),
          value: member.1.node(line: line + index))
      }
      return Node(.mapping(entries), at: location)
    }
  }
}

/// Reads a value that must be right.
func decoded<Value>(_ written: Written, _ read: (Fields) throws(InvalidSpec) -> Value) throws -> Value {
  let diagnostics = Diagnostics()
  let fields = Fields(written.node(), diagnostics: diagnostics)
  let value = try read(fields)
  fields.finish()
  try diagnostics.throwIfAny()
  return value
}

/// Every message of reading a value, with its hint after a semicolon.
func messages<Value>(_ written: Written, _ read: (Fields) throws(InvalidSpec) -> Value) -> [String] {
  let diagnostics = Diagnostics()
  let fields = Fields(written.node(), diagnostics: diagnostics)
  if (try? read(fields)) != nil { fields.finish() }
  return diagnostics.all.map(text)
}

/// Every message of a check.
func messages(_ check: (Diagnostics) -> Void) -> [String] {
  let diagnostics = Diagnostics()
  check(diagnostics)
  return diagnostics.all.map(text)
}

private func text(_ diagnostic: Diagnostic) -> String {
  diagnostic.message + (diagnostic.hint.map { "; \($0)" } ?? "")
}
