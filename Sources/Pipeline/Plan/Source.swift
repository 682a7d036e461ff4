/// Bytes from outside the store that a stage reads: a file of the user, a downloaded archive.
public struct Source: Sendable {
  /// What messages call it: usually its path.
  public let name: String
  /// The digest that the plan was made with.
  public let digest: Digest
  /// The file that says what the digest is; `nil` if no file does.
  public let file: String?
  /// The digest of what is there at this moment; `nil` when nothing is there.
  public let current: @Sendable () throws -> Digest?
  /// What is there at this moment.
  public let content: @Sendable () throws -> [UInt8]

  public init(
    name: String, digest: Digest, file: String? = nil, current: @escaping @Sendable () throws -> Digest?,
    content: @escaping @Sendable () throws -> [UInt8]
  ) {
    self.name = name
    self.digest = digest
    self.file = file
    self.current = current
    self.content = content
  }
}

/// A named edge: what a stage reads, and where that comes from.
public struct StageInput: Sendable {
  public enum Origin: Sendable {
    /// An output of another stage.
    case output(String, of: String)
    case source(Source)
  }

  /// What the stage calls it; part of the key.
  public let name: String
  public let origin: Origin

  public init(_ name: String, from origin: Origin) {
    self.name = name
    self.origin = origin
  }

  /// The stage that makes it, if a stage does.
  var stage: String? {
    if case .output(_, of: let stage) = origin { stage } else { nil }
  }
}
