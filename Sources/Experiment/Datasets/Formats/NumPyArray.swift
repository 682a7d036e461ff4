/// Reads NumPy's file format: versions 1 to 3, numbers only, rows first.
enum NumPyArray {
  /// A header is some 128 bytes long; this is what NumPy itself accepts.
  private static let longestHeader = 10_000

  static func read(_ bytes: [UInt8]) throws(MalformedBytes) -> NumberArray {
    guard bytes.starts(with: [0x93] + Array("NUMPY".utf8)) else {
      throw MalformedBytes("not an array of NumPy: it does not begin with \\x93NUMPY", at: 0)
    }
    guard bytes.count >= 12 else {
      throw MalformedBytes("the file ends inside of the header", at: bytes.count)
    }
    guard 1...3 ~= bytes[6] else {
      throw MalformedBytes("version \(bytes[6]) of NumPy's format is unknown", at: 6)
    }
    let width = bytes[6] == 1 ? 2 : 4
    let length = bytes.littleEndian(at: 8, count: width)
    let start = 8 + width + length
    guard length <= longestHeader else { throw MalformedBytes("a header of \(length) bytes", at: 8) }
    guard start <= bytes.count else {
      throw MalformedBytes("the file ends inside of the header", at: bytes.count)
    }
    let header = String(decoding: bytes[(8 + width)..<start], as: UTF8.self)
    guard let typeText = text(after: "'descr':", in: header), let type = type(typeText) else {
      throw MalformedBytes(
        "the header names no type of number that is known: \(header.prefix(60))", at: 8 + width)
    }
    guard header.contains("'fortran_order': False") else {
      throw MalformedBytes("columns come first: save it with order C", at: 8 + width)
    }
    guard let shape = shape(header) else { throw MalformedBytes("the header has no shape", at: 8 + width) }
    return try NumberArray(type, shape: shape, bytes, from: start)
  }

  /// `<f4`, `|u1`, `>i8`, …
  private static func type(_ text: String) -> NumberType? {
    let letters = Array(text)
    guard letters.count == 3, let size = letters[2].wholeNumberValue, "<>|=".contains(letters[0]) else {
      return nil
    }
    let kind: NumberType.Kind
    switch (letters[1], size) {
    case ("f", 2), ("f", 4), ("f", 8): kind = .float
    case ("i", 1), ("i", 2), ("i", 4), ("i", 8): kind = .signed
    case ("u", 1), ("u", 2), ("u", 4), ("u", 8), ("b", 1): kind = .unsigned
    default: return nil
    }
    return NumberType(kind: kind, size: size, isBigEndian: letters[0] == ">")
  }

  /// The text in quotes that follows a key.
  private static func text(after key: String, in header: String) -> String? {
    header.firstRange(of: key).flatMap { range in
      let parts = header[range.upperBound...].split(
        separator: "'", maxSplits: 2, omittingEmptySubsequences: false)
      return parts.count > 1 && parts[0].allSatisfy { $0 == " " } ? String(parts[1]) : nil
    }
  }

  private static func shape(_ header: String) -> [Int]? {
    guard let key = header.firstRange(of: "'shape':") else { return nil }
    let rest = header[key.upperBound...].drop { $0 == " " }
    guard rest.first == "(", let end = rest.firstIndex(of: ")") else { return nil }
    let parts = rest[..<end].dropFirst().split(separator: ",").map { $0.filter { $0 != " " } }
    let lengths = parts.compactMap { Int($0) }
    return lengths.count == parts.count && lengths.allSatisfy { $0 >= 0 } ? lengths : nil
  }
}
