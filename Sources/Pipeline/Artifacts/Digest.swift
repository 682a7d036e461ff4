import CCrypto

/// The SHA-256 of some bytes.
///
/// Ordered as its hexadecimal spelling is.
public struct Digest: Sendable, Hashable, Comparable {
  /// In memory they are the 32 bytes in their order, whatever the machine's.
  private let words: SIMD4<UInt64>

  static let byteCount = 32

  /// Reads 32 bytes; `nil` for any other number of them.
  init?(bytes: some Collection<UInt8>) {
    guard bytes.count == Digest.byteCount else { return nil }
    var words = SIMD4<UInt64>()
    withUnsafeMutableBytes(of: &words) { $0.copyBytes(from: bytes) }
    self.words = words
  }

  /// Reads 64 hexadecimal digits in lower case; `nil` for anything else.
  public init?(hex: String) {
    var words = SIMD4<UInt64>()
    let isWhole = withUnsafeMutableBytes(of: &words) { bytes in
      var count = 0
      for digit in hex.utf8 {
        let value: UInt8
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): value = digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): value = digit - UInt8(ascii: "a") + 10
        default: return false
        }
        guard count < 2 * Digest.byteCount else { return false }
        bytes[count / 2] = bytes[count / 2] << 4 | value
        count += 1
      }
      return count == 2 * Digest.byteCount
    }
    guard isWhole else { return nil }
    self.words = words
  }

  /// The 32 bytes.
  public var bytes: [UInt8] { withUnsafeBytes(of: words) { [UInt8]($0) } }

  /// 64 hexadecimal digits in lower case.
  public var hex: String {
    func digit(_ value: UInt8) -> UInt8 { value + (value < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10) }
    return withUnsafeBytes(of: words) { bytes in
      String(unsafeUninitializedCapacity: 2 * Digest.byteCount) { text in
        for index in 0..<Digest.byteCount {
          text[2 * index] = digit(bytes[index] >> 4)
          text[2 * index + 1] = digit(bytes[index] & 15)
        }
        return 2 * Digest.byteCount
      }
    }
  }

  /// The first 12 hexadecimal digits: enough for a person to tell digests apart.
  public var short: String { String(hex.prefix(12)) }

  /// The first eight bytes as a number, evenly spread over all numbers.
  var prefix: UInt64 { UInt64(bigEndian: words.x) }

  public static func < (left: Digest, right: Digest) -> Bool {
    for index in 0..<4 where left.words[index] != right.words[index] {
      return UInt64(bigEndian: left.words[index]) < UInt64(bigEndian: right.words[index])
    }
    return false
  }
}

extension Digest: CustomStringConvertible {
  public var description: String { hex }
}

extension Digest {
  /// One of the things that a digest is made of.
  public enum Part: Sendable, Hashable {
    case text(String)
    case bytes([UInt8])
    case digest(Digest)
    case integer(Int)
  }

  /// The digest of some bytes.
  public static func of(_ bytes: [UInt8]) -> Digest {
    var builder = DigestBuilder()
    builder.append(bytes)
    return builder.finish()
  }

  static func of(_ bytes: UnsafeRawBufferPointer) -> Digest {
    var builder = DigestBuilder()
    builder.append(bytes)
    return builder.finish()
  }

  /// The digest of a list of parts under a tag that says what the list is.
  ///
  /// Tag and parts are written with their kind and length before them, so that two different lists, or equal
  /// lists under two tags, never give the same bytes.
  public static func of(_ tag: String, parts: [Part]) -> Digest {
    var builder = DigestBuilder()
    builder.append(kind: "T", Array(tag.utf8))
    for part in parts {
      switch part {
      case .text(let text): builder.append(kind: "s", Array(text.utf8))
      case .bytes(let bytes): builder.append(kind: "b", bytes)
      case .digest(let digest): builder.append(kind: "d", digest.bytes)
      case .integer(let value): builder.append(kind: "i", Array(String(value).utf8))
      }
    }
    return builder.finish()
  }
}

/// A SHA-256 in the making: bytes go in, piece after piece, and a digest comes out.
public struct DigestBuilder: ~Copyable {
  private let context: OpaquePointer

  public init() {
    guard let context = EVP_MD_CTX_new() else { preconditionFailure("libcrypto has no memory left") }
    self.context = context
    start()
  }

  private func start() {
    let done = EVP_DigestInit_ex(context, EVP_sha256(), nil)
    precondition(done == 1, "libcrypto was built without SHA-256")
  }

  deinit { EVP_MD_CTX_free(context) }

  /// Appends bytes; how they are cut into pieces has no effect.
  public mutating func append(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { append($0) }
  }

  public mutating func append(_ bytes: UnsafeRawBufferPointer) {
    guard let start = bytes.baseAddress else { return }
    let done = EVP_DigestUpdate(context, start, bytes.count)
    precondition(done == 1, "libcrypto refused \(bytes.count) bytes of a SHA-256")
  }

  fileprivate mutating func append(kind: Unicode.Scalar, _ bytes: [UInt8]) {
    append([UInt8(truncatingIfNeeded: kind.value)] + Array("\(bytes.count):".utf8))
    append(bytes)
  }

  /// The digest of everything appended since the start or the last call.
  public mutating func finish() -> Digest {
    defer { start() }
    var bytes = [UInt8](repeating: 0, count: Digest.byteCount)
    let done = bytes.withUnsafeMutableBufferPointer { EVP_DigestFinal_ex(context, $0.baseAddress, nil) }
    guard done == 1, let digest = Digest(bytes: bytes) else {
      preconditionFailure("libcrypto did not finish a SHA-256")
    }
    return digest
  }
}
