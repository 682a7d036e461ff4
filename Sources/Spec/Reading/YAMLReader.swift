internal import CYAML

/// Reads one YAML document into located nodes, or reports everything that is wrong with it.
///
/// Anchors, aliases, merge keys, tags, further documents, empty values and doubled keys are errors; so are texts
/// above 2,000,000 bytes, 100,000 keys and values or 64 levels, so that no spec can exhaust memory. `file` is the name that
/// locations carry.
public func readYAML(_ text: String, file: String) throws(InvalidSpec) -> Node {
  let diagnostics = Diagnostics()
  checkCharacters(of: text, file: file, diagnostics)
  try diagnostics.throwIfAny()
  let root = Array(text.utf8).withUnsafeBufferPointer { bytes in
    let builder = NodeBuilder(YAMLEvents(bytes, text: text, file: file, diagnostics))
    return builder.document()
  }
  try diagnostics.throwIfAny()
  guard let root else {
    throw InvalidSpec([Diagnostic("the file is empty", at: SourceLocation(file: file, line: 1, column: 1))])
  }
  return root
}

/// Builds nodes from events, reporting what the language leaves out of YAML.
private final class NodeBuilder {
  static let deepest = 64
  static let mostNodes = 100_000
  static let reuse =
    "to reuse settings, write 'extends: other.yaml' for a file or 'like: OTHER' in a run or figure"
  static let removal = "write none to remove an inherited value"

  private let events: YAMLEvents
  private let diagnostics: Diagnostics
  private var count = 0

  init(_ events: YAMLEvents) {
    self.events = events
    self.diagnostics = events.diagnostics
  }

  /// The only document of the stream; nil if there is none or the stream ended in an error.
  func document() -> Node? {
    guard let start = events.next(), case .documentStart = start.token else { return nil }
    guard let first = events.next() else { return nil }
    if case .scalar("", plain: true) = first.token, first.anchor == nil, first.tag == nil {
      return nil
    }
    guard let root = node(first, depth: 1), events.next() != nil else { return nil }
    if let word = root.emptiness {
      diagnostics.report("'\(word)' is no value", at: root.location, hint: Self.removal)
    }
    guard let after = events.next() else { return nil }
    if case .documentStart = after.token {
      diagnostics.report(
        "a second document starts here: a file holds one", at: after.location,
        hint: "remove the line '---', or move what follows to a file of its own")
    }
    return root
  }

  /// The value that starts with `event`; nil once the stream is broken.
  private func node(_ event: YAMLEvents.Event, depth: Int) -> Node? {
    count += 1
    if count > Self.mostNodes {
      diagnostics.report("more than 100,000 keys and values: expected fewer", at: event.location)
      return nil
    }
    if depth > Self.deepest {
      diagnostics.report("more than 64 levels of nesting: expected fewer", at: event.location)
      return nil
    }
    reportProperties(of: event)
    switch event.token {
    case .scalar(let text, let plain):
      return Node(.scalar(text, plain: plain), at: event.location)
    case .alias(let name):
      diagnostics.report(
        "aliases such as '*\(name)' are not read", at: event.location,
        hint: Self.reuse + "; quote a pattern that starts with '*'")
      return Node(.scalar(name, plain: false), at: event.location)
    case .sequenceStart:
      return sequence(at: event.location, depth: depth)
    case .mappingStart:
      return mapping(at: event.location, depth: depth)
    case .documentStart, .documentEnd, .sequenceEnd, .mappingEnd, .streamEnd:
      return nil
    }
  }

  private func sequence(at location: SourceLocation, depth: Int) -> Node? {
    var items: [Node] = []
    while let event = events.next() {
      if case .sequenceEnd = event.token { return Node(.sequence(items), at: location) }
      guard let item = node(event, depth: depth + 1) else { return nil }
      if let word = item.emptiness {
        diagnostics.report(
          word.isEmpty ? "this item of a list is empty" : "'\(word)' is no value", at: item.location)
      }
      items.append(item)
    }
    return nil
  }

  private func mapping(at location: SourceLocation, depth: Int) -> Node? {
    var entries: [Node.Entry] = []
    var lines: [String: Int] = [:]
    while let event = events.next() {
      if case .mappingEnd = event.token { return Node(.mapping(entries), at: location) }
      guard let key = node(event, depth: depth + 1), let next = events.next(),
        let value = node(next, depth: depth + 1)
      else { return nil }
      guard let name = check(key: key, value: value) else { continue }
      if let line = lines[name] {
        diagnostics.report(
          "'\(name)' is written twice: on line \(line) and on line \(key.location.line)", at: key.location,
          hint: "keep one of them")
      } else {
        lines[name] = key.location.line
        entries.append(Node.Entry(key: name, location: key.location, value: value))
      }
    }
    return nil
  }

  /// The text of a usable key; nil after reporting why it is none.
  private func check(key: Node, value: Node) -> String? {
    guard case .scalar(let name, let plain) = key.value else {
      diagnostics.report("\(key.kindOfValue) cannot be a key: expected text", at: key.location)
      return nil
    }
    if plain, name == "<<" {
      diagnostics.report("merge keys ('<<') are not read", at: key.location, hint: Self.reuse)
      return nil
    }
    if let word = key.emptiness {
      diagnostics.report(
        word.isEmpty ? "a key is missing before ':'" : "'\(word)' cannot be a key: expected text",
        at: key.location)
      return nil
    }
    if let word = value.emptiness {
      if let colon = name.firstIndex(of: ":"), plain, word.isEmpty {
        let rest = name[name.index(after: colon)...]
        diagnostics.report(
          "'\(name)' has no value", at: key.location,
          hint: "write a space after the colon: '\(name[..<colon]): \(rest)'")
      } else {
        diagnostics.report(
          word.isEmpty ? "'\(name)' has no value" : "'\(word)' is no value",
          at: word.isEmpty ? key.location : value.location, hint: Self.removal)
      }
    }
    return name
  }

  private func reportProperties(of event: YAMLEvents.Event) {
    if let anchor = event.anchor {
      diagnostics.report("anchors such as '&\(anchor)' are not read", at: event.location, hint: Self.reuse)
    }
    if let tag = event.tag {
      diagnostics.report(
        "tags such as '\(tag)' are not read", at: event.location,
        hint: "remove it: the field decides how its value is read")
    }
  }
}

extension Node {
  /// The spelling of YAML's null, empty included; nil for every other value.
  fileprivate var emptiness: String? {
    guard case .scalar(let text, plain: true) = value else { return nil }
    return ["", "~", "null", "Null", "NULL"].contains(text) ? text : nil
  }
}
