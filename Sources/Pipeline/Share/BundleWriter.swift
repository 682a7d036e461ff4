import Glibc
public import Spec

/// Something to put into a bundle.
public struct BundleItem {
  let entry: BundleManifest.Entry
  let load: () throws -> [UInt8]

  public var path: String { entry.path }
  public var digest: Digest { entry.digest }
  public var size: Int { entry.bytes }

  /// Bytes that are in memory.
  public init(_ path: String, _ bytes: [UInt8]) {
    entry = BundleManifest.Entry(path: path, bytes: bytes.count, digest: Digest.of(bytes))
    load = { bytes }
  }

  /// Content that is known by its digest, and read when its turn comes.
  public init(_ path: String, _ reference: ObjectReference, load: @escaping () throws -> [UInt8]) {
    entry = BundleManifest.Entry(path: path, bytes: reference.size, digest: reference.digest)
    self.load = load
  }
}

/// Writes bundles: a tar archive in one zstd frame, the manifest first.
///
/// The bytes follow from facts and items, given the version of zstd; the identity follows from them alone. `tar --zstd`
/// reads it.
public enum BundleWriter {
  private static let level = 9
  private static let piece = 1 << 20

  /// Writes a bundle, which appears whole or not at all.
  ///
  /// - Returns: the bundle's identity.
  /// - Throws: `BundleFlaw` for what no reader would accept, errors of reading the items, failures of the file system.
  @discardableResult
  public static func write(
    to path: String, facts: JSON, items: [BundleItem], limits: BundleLimits = BundleLimits()
  ) throws -> Digest {
    let manifest = BundleManifest(facts: facts, entries: items.map(\.entry))
    let known = Dictionary(items.map { ($0.path, $0) }) { first, _ in first }
    let draft = try Draft(in: Disk.parent(of: path), mode: 0o644)
    var written = 0
    let encoder = try ZstdEncoder(level: level)
    let head = manifest.bytes
    guard head.count <= limits.manifest else {
      throw BundleFlaw("its manifest would have \(head.count) bytes, more than \(limits.manifest)")
    }
    try append(BundleManifest.path, head, to: encoder) {
      try draft.write($0)
      written += $0.count
    }
    for entry in manifest.entries {
      guard let item = known[entry.path] else { preconditionFailure("'\(entry.path)' has no content") }
      let bytes = try item.load()
      guard bytes.count == entry.bytes, Digest.of(bytes) == entry.digest else {
        throw BundleFlaw("'\(entry.path)' changed while the bundle was written")
      }
      try append(entry.path, bytes, to: encoder) {
        try draft.write($0)
        written += $0.count
      }
    }
    let end = [UInt8](repeating: 0, count: 2 * TarHeader.block)
    try end.withUnsafeBytes { end in
      try encoder.append(end) {
        try draft.write($0)
        written += $0.count
      }
    }
    try encoder.finish {
      try draft.write($0)
      written += $0.count
    }
    // What is written here must be accepted everywhere.
    _ = try BundleManifest(parsing: head, limits: limits, fileSize: written)
    try draft.replace(path)
    return manifest.id
  }

  private static func append(
    _ path: String, _ bytes: [UInt8], to encoder: ZstdEncoder,
    _ write: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    if let flaw = BundlePath.flaw(of: path) { throw BundleFlaw("'\(path)' cannot be shared: \(flaw)") }
    try TarHeader(path: path, size: bytes.count).bytes.withUnsafeBytes { try encoder.append($0, write) }
    try bytes.withUnsafeBytes { content in
      for start in stride(from: 0, to: content.count, by: piece) {
        try encoder.append(
          UnsafeRawBufferPointer(rebasing: content[start..<min(start + piece, content.count)]), write)
      }
    }
    try [UInt8](repeating: 0, count: TarHeader.padded(bytes.count) - bytes.count)
      .withUnsafeBytes { try encoder.append($0, write) }
  }
}
