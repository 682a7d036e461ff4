/// Reads single files out of a zip archive that lies in memory: stored or deflated, without encryption.
struct ZipArchive {
  private struct Entry {
    let method: Int
    let checksum: Int
    let packedSize: Int
    let size: Int
    let header: Int
  }

  private let bytes: [UInt8]
  private var entries: [String: Entry] = [:]

  var names: [String] { entries.keys.sorted() }

  /// Reads the directory at the end.
  init(_ bytes: [UInt8]) throws(MalformedBytes) {
    self.bytes = bytes
    guard bytes.count >= 22 else { throw MalformedBytes("too short for a zip archive", at: bytes.count) }
    let earliest = max(bytes.count - 22 - 0xFFFF, 0)
    let candidates = (earliest...(bytes.count - 22)).reversed()
    guard let end = candidates.first(where: { bytes.littleEndian(at: $0, count: 4) == 0x0605_4B50 }) else {
      throw MalformedBytes("not a zip archive, or the end of it is missing", at: bytes.count)
    }
    let count = bytes.littleEndian(at: end + 10, count: 2)
    var position = bytes.littleEndian(at: end + 16, count: 4)
    for _ in 0..<count {
      guard position + 46 <= end, bytes.littleEndian(at: position, count: 4) == 0x0201_4B50 else {
        throw MalformedBytes("the archive's directory is damaged", at: min(position, bytes.count))
      }
      func number(_ offset: Int, _ width: Int) -> Int {
        bytes.littleEndian(at: position + offset, count: width)
      }
      let nameLength = number(28, 2)
      guard position + 46 + nameLength <= end else {
        throw MalformedBytes("the archive's directory is damaged", at: position)
      }
      let name = String(decoding: bytes[(position + 46)..<(position + 46 + nameLength)], as: UTF8.self)
      guard number(8, 2) & 1 == 0 else { throw MalformedBytes("'\(name)' is encrypted", at: position) }
      entries[name] = Entry(
        method: number(10, 2), checksum: number(16, 4), packedSize: number(20, 4), size: number(24, 4),
        header: number(42, 4))
      position += 46 + nameLength + number(30, 2) + number(32, 2)
    }
  }

  /// The content of one file; nil if there is none of that name.
  func content(_ name: String) throws(MalformedBytes) -> [UInt8]? {
    guard let entry = entries[name] else { return nil }
    guard entry.header + 30 <= bytes.count, bytes.littleEndian(at: entry.header, count: 4) == 0x0403_4B50
    else {
      throw MalformedBytes("'\(name)' is not where the directory says", at: entry.header)
    }
    let start =
      entry.header + 30 + bytes.littleEndian(at: entry.header + 26, count: 2)
      + bytes.littleEndian(at: entry.header + 28, count: 2)
    guard start + entry.packedSize <= bytes.count else {
      throw MalformedBytes("the file ends inside of '\(name)'", at: bytes.count)
    }
    let content: [UInt8]
    switch entry.method {
    case 0: content = Array(bytes[start..<(start + entry.packedSize)])
    case 8: content = try inflated(name, entry, from: start)
    case let method:
      throw MalformedBytes("'\(name)' is compressed by the unknown method \(method)", at: entry.header)
    }
    var checksum = CRC32()
    checksum.append(content)
    guard content.count == entry.size, Int(checksum.value) == entry.checksum else {
      throw MalformedBytes("'\(name)' does not fit its checksum", at: start)
    }
    return content
  }

  private func inflated(_ name: String, _ entry: Entry, from start: Int) throws(MalformedBytes) -> [UInt8] {
    let inflater = Inflater(Array(bytes[..<(start + entry.packedSize)]), from: start)
    var content: [UInt8] = []
    while true {
      let chunk = try inflater.read()
      if chunk.isEmpty { return content }
      content += chunk
      guard content.count <= entry.size else {
        throw MalformedBytes("'\(name)' is longer than the directory says", at: start)
      }
    }
  }
}
