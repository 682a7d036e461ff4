/// A PNG picture as bytes, to which text is added without touching a pixel.
public struct PNGDocument: Sendable, Hashable {
  public private(set) var bytes: [UInt8]

  private static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  /// nil if the bytes are not a PNG file: the signature, then whole chunks with correct checksums from IHDR to IEND.
  public init?(_ bytes: [UInt8]) {
    self.bytes = bytes
    guard let chunks, chunks.first?.type == "IHDR", chunks.last?.type == "IEND" else { return nil }
  }

  /// One chunk: its type, and where its data and the whole chunk lie.
  private struct Chunk {
    var type: String
    var data: Range<Int>
    var whole: Range<Int>
  }

  /// The chunks up to IEND; nil if one is cut off or its checksum is wrong.
  private var chunks: [Chunk]? {
    guard bytes.starts(with: PNGDocument.signature) else { return nil }
    var found: [Chunk] = []
    var offset = PNGDocument.signature.count
    while found.last?.type != "IEND" {
      guard offset + 12 <= bytes.count else { return nil }
      let length = Int(number(at: offset))
      guard length <= bytes.count - offset - 12 else { return nil }
      let data = offset + 8..<offset + 8 + length
      guard checksum(bytes[offset + 4..<data.upperBound]) == number(at: data.upperBound) else { return nil }
      let type = String(decoding: bytes[offset + 4..<offset + 8], as: UTF8.self)
      found.append(Chunk(type: type, data: data, whole: offset..<data.upperBound + 4))
      offset = data.upperBound + 4
    }
    return found
  }

  /// The text of the first uncompressed iTXt chunk with this keyword; nil if there is none.
  public func text(keyword: String) -> String? {
    for chunk in chunks ?? [] where chunk.type == "iTXt" {
      let parts = bytes[chunk.data].split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
      // After the keyword: compression flag, compression method, language, zero, translated keyword, zero, text.
      guard parts.count == 2, parts[0].elementsEqual(keyword.utf8), parts[1].first == 0 else { continue }
      let fields = parts[1].dropFirst(2).split(separator: 0, maxSplits: 2, omittingEmptySubsequences: false)
      if fields.count == 3 { return String(decoding: fields[2], as: UTF8.self) }
    }
    return nil
  }

  /// The picture with this text in an iTXt chunk before the first IDAT, in place of any with the same keyword.
  ///
  /// - Parameter keyword: 1 to 79 ASCII letters.
  public func with(text: String, keyword: String) -> PNGDocument {
    precondition((1...79).contains(keyword.utf8.count), "a PNG keyword of \(keyword.utf8.count) bytes")
    var result = PNGDocument.signature
    let data = Array(keyword.utf8) + [0, 0, 0, 0, 0] + Array(text.utf8)
    var written = false
    for chunk in chunks ?? [] {
      let isOld = chunk.type == "iTXt" && bytes[chunk.data].starts(with: Array(keyword.utf8) + [0])
      if isOld { continue }
      if chunk.type == "IDAT", !written {
        result += PNGDocument.chunk("iTXt", data)
        written = true
      }
      result += bytes[chunk.whole]
    }
    var document = self
    document.bytes = result
    return document
  }

  private static func chunk(_ type: String, _ data: [UInt8]) -> [UInt8] {
    let body = Array(type.utf8) + data
    return bigEndian(UInt32(data.count)) + body + bigEndian(checksum(body[...]))
  }

  private func number(at offset: Int) -> UInt32 {
    bytes[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) }
  }

  private static func bigEndian(_ value: UInt32) -> [UInt8] {
    [UInt8(value >> 24), UInt8(value >> 16 & 255), UInt8(value >> 8 & 255), UInt8(value & 255)]
  }
}

/// CRC-32 as PNG defines it (ISO 3309, polynomial 0xEDB88320 reflected).
private func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
  ~bytes.reduce(~0) { $0 >> 8 ^ checksumTable[Int(($0 ^ UInt32($1)) & 255)] }
}

private let checksumTable: [UInt32] = (0..<256).map { byte in
  (0..<8).reduce(UInt32(byte)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ value >> 1 : value >> 1 }
}
