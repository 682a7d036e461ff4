/// The name of some content, whether or not the store holds it.
public struct ObjectReference: Sendable, Hashable {
  /// The digest of the content.
  public let digest: Digest
  /// The bytes of the content.
  public let size: Int

  public init(digest: Digest, size: Int) {
    self.digest = digest
    self.size = size
  }
}

/// What content is made of, which decides how it is compressed. It never changes what is read back.
public enum ObjectEncoding: Sendable, Hashable, CaseIterable {
  /// Anything: zstd.
  case bytes
  /// Mostly float32: the four bytes of the numbers are gathered plane by plane before zstd.
  case floats
}
