/// Why a file is not a bundle, or not one that can be trusted.
public struct BundleFlaw: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong, in lower case, without the name of the file.
  public let description: String

  public init(_ description: String) { self.description = description }
}

/// How large a bundle may be that is read.
public struct BundleLimits: Sendable {
  /// Entries, the manifest among them.
  public var entries = 8192
  /// Bytes of the manifest.
  public var manifest = 8 << 20
  /// Bytes of all entries together.
  public var content = 64 << 30
  /// How many bytes of content a byte of the file may stand for, beyond the first ``grace``.
  public var ratio = 1000
  /// Bytes of content that any file may have.
  public var grace = 64 << 20

  public init() {}

  /// The most content that a file of so many bytes may unpack to.
  func content(ofFile size: Int) -> Int {
    let (product, overflows) = size.multipliedReportingOverflow(by: ratio)
    return min(content, overflows ? content : max(product, grace))
  }
}
