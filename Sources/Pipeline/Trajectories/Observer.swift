public import Spec

/// Something that watches a trajectory and writes rows, or that looks at one state and writes bytes.
public struct Observer: Sendable, Hashable {
  /// The identity of what it writes: its kind, version, settings and data. Its name is not part of it.
  public let id: Digest
  /// What the output is called.
  public let name: String
  /// Whatever the trainer needs to set it up.
  public let parameters: JSON
  /// Whether it remembers earlier steps, so that it can go on only from step 0 or from a state that was saved
  /// together with its memory.
  public let needsMemory: Bool

  public init(id: Digest, name: String, parameters: JSON = .null, needsMemory: Bool = false) {
    self.id = id
    self.name = name
    self.parameters = parameters
    self.needsMemory = needsMemory
  }
}
