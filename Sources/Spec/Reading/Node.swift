/// A YAML value and where it was written.
public struct Node: Sendable, Equatable {
  public indirect enum Value: Sendable, Equatable {
    /// A word, number or text. `plain` is false if it was quoted, which makes it text whatever it looks like.
    case scalar(String, plain: Bool)
    case sequence([Node])
    case mapping([Entry])
  }

  /// One `key: value` of a mapping.
  public struct Entry: Sendable, Equatable {
    public var key: String
    public var location: SourceLocation
    public var value: Node

    public init(key: String, location: SourceLocation, value: Node) {
      self.key = key
      self.location = location
      self.value = value
    }
  }

  public var value: Value
  public var location: SourceLocation
  /// The layer of the spec that this value came from.
  public var layer: SpecLayer
  /// Whether this mapping took the place of what was below it, so that it must not merge with that again.
  var replaces = false
  /// What a `none` removed, at most one value: a later mapping revives it.
  var removed: [Node] = []

  public init(_ value: Value, at location: SourceLocation, layer: SpecLayer = .file) {
    self.value = value
    self.location = location
    self.layer = layer
  }
}

extension Node {
  /// The entries of a mapping in the order written; nil for anything else.
  public var entries: [Entry]? {
    if case .mapping(let entries) = value { entries } else { nil }
  }

  /// The items of a sequence; nil for anything else.
  public var items: [Node]? {
    if case .sequence(let items) = value { items } else { nil }
  }

  /// The text of a scalar, quoted or not; nil for anything else.
  public var text: String? {
    if case .scalar(let text, _) = value { text } else { nil }
  }

  /// The value of a mapping's key.
  public subscript(key: String) -> Node? {
    entries?.first { $0.key == key }?.value
  }

  /// What a reader would call this value in an error message.
  public var kindOfValue: String {
    switch value {
    case .scalar(let text, _): "'\(text)'"
    case .sequence: "a list"
    case .mapping: "a mapping"
    }
  }
}
