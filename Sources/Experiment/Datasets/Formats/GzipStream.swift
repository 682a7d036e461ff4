/// Reads gzip members (RFC 1952) that lie in memory, one after the other, and checks sum and length of each.
///
/// Owned by one reader at a time.
final class GzipStream {
  private let bytes: [UInt8]
  private var inflater: Inflater
  private var checksum = CRC32()
  private var count = 0
  private var isDone = false

  static func begins(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x1F, 0x8B]) }

  init(_ bytes: [UInt8]) throws(MalformedBytes) {
    self.bytes = bytes
    inflater = Inflater(bytes, from: try GzipStream.header(bytes, at: 0))
  }

  /// The next bytes of the content; none at the end.
  func read() throws(MalformedBytes) -> [UInt8] {
    while !isDone {
      let chunk = try inflater.read()
      if !chunk.isEmpty {
        checksum.append(chunk)
        count += chunk.count
        return chunk
      }
      try endMember(inflater.position)
    }
    return []
  }

  private func endMember(_ end: Int) throws(MalformedBytes) {
    guard end + 8 <= bytes.count else {
      throw MalformedBytes("the file ends inside of gzip's checksum", at: bytes.count)
    }
    guard bytes.littleEndian(at: end, count: 4) == Int(checksum.value) else {
      throw MalformedBytes("gzip's checksum does not fit what was compressed", at: end)
    }
    guard bytes.littleEndian(at: end + 4, count: 4) == count & 0xFFFF_FFFF else {
      throw MalformedBytes("gzip's length does not fit what was compressed", at: end + 4)
    }
    // Tapes are filled up with zeros.
    guard let next = bytes[(end + 8)...].firstIndex(where: { $0 != 0 }) else {
      isDone = true
      return
    }
    guard next == end + 8 else { throw MalformedBytes("something after the end of gzip", at: next) }
    inflater = Inflater(bytes, from: try GzipStream.header(bytes, at: next))
    checksum = CRC32()
    count = 0
  }

  /// Where the compressed data of the member at `start` begin.
  private static func header(_ bytes: [UInt8], at start: Int) throws(MalformedBytes) -> Int {
    func need(_ end: Int) throws(MalformedBytes) {
      if end > bytes.count { throw MalformedBytes("the file ends inside of gzip's header", at: bytes.count) }
    }
    try need(start + 10)
    guard bytes[start] == 0x1F, bytes[start + 1] == 0x8B else {
      throw MalformedBytes("something after the end of gzip", at: start)
    }
    guard bytes[start + 2] == 8 else {
      throw MalformedBytes("gzip's method \(bytes[start + 2]) is not deflate, 8", at: start + 2)
    }
    let flags = bytes[start + 3]
    guard flags & 0xE0 == 0 else { throw MalformedBytes("gzip's header has unknown flags", at: start + 3) }
    var position = start + 10
    if flags & 4 != 0 {
      try need(position + 2)
      position += 2 + bytes.littleEndian(at: position, count: 2)
      try need(position)
    }
    // A name and a comment, each with a zero behind it.
    for flag in [8, 16] as [UInt8] where flags & flag != 0 {
      guard let end = bytes[position...].firstIndex(of: 0) else {
        throw MalformedBytes("the file ends inside of gzip's header", at: bytes.count)
      }
      position = end + 1
    }
    if flags & 2 != 0 { position += 2 }
    try need(position)
    return position
  }
}

/// The checksum of gzip and zip: the polynomial 0xEDB88320, reflected.
struct CRC32 {
  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ value >> 1 : value >> 1 }
  }

  private var state = UInt32.max

  var value: UInt32 { ~state }

  mutating func append(_ bytes: [UInt8]) {
    var state = state
    CRC32.table.withUnsafeBufferPointer { table in
      bytes.withUnsafeBufferPointer { bytes in
        for byte in bytes { state = table[Int(UInt8(truncatingIfNeeded: state) ^ byte)] ^ state >> 8 }
      }
    }
    self.state = state
  }
}
