/// The first 128 bytes of an object file; the stored bytes follow.
///
/// | bytes | what |
/// |---|---|
/// | 0…7 | magic, the format's version in its last byte |
/// | 8…15 | form of the stored bytes |
/// | 16…23 | size of the content |
/// | 24…31 | number of stored bytes |
/// | 32…63 | SHA-256 of the content: also the file's name |
/// | 64…95 | SHA-256 of the stored bytes; for chunks, of their ``ChunkIndex``, which covers the rest |
/// | 96…127 | SHA-256 of bytes 0…95 |
///
/// Numbers are little-endian.
struct ObjectHeader: Equatable {
  /// How content became stored bytes.
  enum Form: UInt64 {
    case raw = 0
    case zstd = 1
    /// Chunks of 32-bit words behind a ``ChunkIndex``, in snapshots mostly of differences to another object.
    case chunks = 2
  }

  var form: Form
  var reference: ObjectReference
  var storedSize: Int
  var storedDigest: Digest

  static let size = 128
  private static let magic = Array("GRKLOBJ".utf8) + [1]

  var fileSize: Int { ObjectHeader.size + storedSize }

  var bytes: [UInt8] {
    var bytes = ObjectHeader.magic
    for number in [form.rawValue, UInt64(reference.size), UInt64(storedSize)] {
      bytes += (0..<8).map { UInt8(truncatingIfNeeded: number >> UInt64(8 * $0)) }
    }
    bytes += reference.digest.bytes + storedDigest.bytes
    return bytes + Digest.of(bytes).bytes
  }

  init(form: Form, reference: ObjectReference, storedSize: Int, storedDigest: Digest) {
    self.form = form
    self.reference = reference
    self.storedSize = storedSize
    self.storedDigest = storedDigest
  }

  /// Reads 128 bytes; `nil` unless every one of them is as a header's must be.
  init?(bytes: [UInt8]) {
    guard bytes.count == ObjectHeader.size, bytes.starts(with: ObjectHeader.magic),
      Digest(bytes: bytes[96...]) == Digest.of(Array(bytes[..<96])),
      let form = Form(rawValue: ObjectHeader.number(bytes[8..<16])),
      let size = Int(exactly: ObjectHeader.number(bytes[16..<24])),
      let storedSize = Int(exactly: ObjectHeader.number(bytes[24..<32])),
      storedSize <= Int.max - ObjectHeader.size,
      ObjectHeader.canHold(size, in: storedSize, form),
      let content = Digest(bytes: bytes[32..<64]), let stored = Digest(bytes: bytes[64..<96])
    else { return nil }
    self.init(
      form: form, reference: ObjectReference(digest: content, size: size), storedSize: storedSize,
      storedDigest: stored)
  }

  private static func canHold(_ size: Int, in stored: Int, _ form: Form) -> Bool {
    switch form {
    case .raw: stored == size
    case .zstd: Zstd.canHold(size, in: stored)
    // A chunk of 64 KiB has an entry of 144 bytes.
    case .chunks: size.isMultiple(of: 4) && size >> 11 <= stored && ChunkIndex.size(size) <= stored
    }
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}
