import CCrypto

/// The SHA-256 of some bytes.
///
/// Ordered as its hexadecimal spelling is.
public struct Digest: Sendable, Hashable, Comparable {
  /// In memory they are the 32 bytes in their order, whatever the machine's.
  private let words: SIMD4<UInt64>

  static let byteCount = 32

  fileprivate init(_ words: SIMD4<UInt64>) { self.words = words }

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
    var message: [UInt8] = []
    message.reserveCapacity(64 * (parts.count + 1))
    func append(_ kind: Unicode.Scalar, _ count: Int) {
      message.append(UInt8(truncatingIfNeeded: kind.value))
      message += "\(count):".utf8
    }
    append("T", tag.utf8.count)
    message += tag.utf8
    for part in parts {
      switch part {
      case .text(let text):
        append("s", text.utf8.count)
        message += text.utf8
      case .bytes(let bytes):
        append("b", bytes.count)
        message += bytes
      case .digest(let digest):
        append("d", byteCount)
        withUnsafeBytes(of: digest.words) { message += $0 }
      case .integer(let value):
        let digits = String(value)
        append("i", digits.utf8.count)
        message += digits.utf8
      }
    }
    return .of(message)
  }
}

/// A SHA-256 in the making: bytes go in, piece after piece, and a digest comes out.
public struct DigestBuilder: ~Copyable {
  private var context = SHA256_CTX()

  public init() { start() }

  private mutating func start() { _ = SHA256_Init(&context) }

  /// Appends bytes; how they are cut into pieces has no effect.
  public mutating func append(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { append($0) }
  }

  public mutating func append(_ bytes: UnsafeRawBufferPointer) {
    guard let start = bytes.baseAddress else { return }
    _ = SHA256_Update(&context, start, bytes.count)
  }

  /// The digest of everything appended since the start or the last call.
  public mutating func finish() -> Digest {
    defer { start() }
    var words = SIMD4<UInt64>()
    withUnsafeMutableBytes(of: &words) { bytes in
      _ = SHA256_Final(bytes.assumingMemoryBound(to: UInt8.self).baseAddress, &context)
    }
    return Digest(words)
  }
}
