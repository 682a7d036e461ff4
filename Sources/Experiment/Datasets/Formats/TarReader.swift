/// Reads the members of a tar archive (POSIX ustar, with GNU's and pax's long names) in their order.
struct TarReader {
  /// A file in the archive.
  struct Member {
    let name: String
    let size: Int
    /// Where its content begins.
    let start: Int

    /// The last part of its name.
    var file: Substring { name.split(separator: "/").last ?? "" }
    var end: Int { start + size }
  }

  private static let block = 512
  private static let longestName = 1 << 16

  private(set) var reader: ByteReader
  private var next = 0

  init(_ bytes: [UInt8]) throws(MalformedBytes) { reader = try ByteReader(bytes) }

  /// Goes to the next regular file; nil at the end of the archive.
  mutating func nextMember() throws(MalformedBytes) -> Member? {
    var longName: String?
    while true {
      try reader.skip(next - reader.offset, "a member of the archive")
      if try reader.isAtEnd() {
        throw reader.flaw("the archive ends without its mark")
      }
      let start = reader.offset
      let header = try reader.take(TarReader.block, "a header of the archive")
      if header.allSatisfy({ $0 == 0 }) { return nil }
      let size = try TarReader.check(header, at: start)
      let content = start + TarReader.block
      next = content + (size + TarReader.block - 1) / TarReader.block * TarReader.block
      switch header[156] {
      case UInt8(ascii: "0"), 0:
        let prefix = header[257..<262].elementsEqual("ustar".utf8) ? TarReader.text(header[345..<500]) : ""
        let short = TarReader.text(header[0..<100])
        return Member(
          name: longName ?? (prefix.isEmpty ? short : prefix + "/" + short), size: size, start: content)
      case UInt8(ascii: "L"), UInt8(ascii: "x"):
        guard size <= TarReader.longestName else {
          throw MalformedBytes("a name of \(size) bytes", at: start)
        }
        let text = try reader.take(size, "a long name")
        longName =
          header[156] == UInt8(ascii: "L") ? TarReader.text(text[...]) : TarReader.path(text) ?? longName
      default: longName = nil
      }
    }
  }

  /// The whole content of the member that was reached last.
  mutating func content(of member: Member, atMost limit: Int) throws(MalformedBytes) -> [UInt8] {
    guard member.size <= limit else {
      throw MalformedBytes("'\(member.name)' has \(member.size) bytes, more than \(limit)", at: member.start)
    }
    return try reader.take(member.size, "'\(member.name)'")
  }

  /// The next line of that member without its end; nil at its end.
  mutating func line(of member: Member, longest: Int) throws(MalformedBytes) -> [UInt8]? {
    let line = try reader.line(before: member.end, longest: longest)
    if reader.offset < member.end, try reader.isAtEnd() {
      throw reader.flaw("the file ends inside of '\(member.name)'")
    }
    return line
  }

  /// The size of a member whose header fits its checksum.
  private static func check(_ header: [UInt8], at start: Int) throws(MalformedBytes) -> Int {
    let blanked = header.enumerated().reduce(0) { sum, byte in
      sum + (148..<156 ~= byte.offset ? Int(UInt8(ascii: " ")) : Int(byte.element))
    }
    guard octal(header[148..<156]) == blanked else {
      throw MalformedBytes("a header of the archive does not fit its checksum", at: start + 148)
    }
    guard let size = octal(header[124..<136]) else {
      throw MalformedBytes("the size of a member is no number", at: start + 124)
    }
    return size
  }

  private static func octal(_ bytes: ArraySlice<UInt8>) -> Int? {
    let digits = bytes.drop { $0 == UInt8(ascii: " ") }.prefix { $0 != 0 && $0 != UInt8(ascii: " ") }
    guard !digits.isEmpty, digits.count <= 12 else { return nil }
    return Int(String(decoding: digits, as: UTF8.self), radix: 8).flatMap { $0 >= 0 ? $0 : nil }
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
  }

  /// The `path` among pax's records, each `LENGTH KEY=VALUE\n`.
  private static func path(_ records: [UInt8]) -> String? {
    let lines = String(decoding: records, as: UTF8.self).split(separator: "\n")
    return lines.last { $0.contains(" path=") }.flatMap { line in
      line.firstIndex(of: "=").map { String(line[line.index(after: $0)...]) }
    }
  }
}
