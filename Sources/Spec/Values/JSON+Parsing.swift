/// Why a text is not JSON, and at which byte.
public struct InvalidJSON: Error, Sendable, Hashable, CustomStringConvertible {
  public let message: String
  /// Bytes before the place.
  public let offset: Int

  public var description: String { "\(message) at byte \(offset)" }
}

extension JSON {
  /// Reads JSON as RFC 8259 defines it: one value, no comments, no trailing commas, no doubled keys, at most 512
  /// levels deep. A number without fraction and exponent that fits is an integer.
  public init(parsing text: String) throws(InvalidJSON) {
    // One utf8 buffer for the whole parse: walking characters would cost a hundred times as much.
    let result: Result<JSON, InvalidJSON> = Array(text.utf8).withUnsafeBufferPointer { bytes in
      var parser = JSONParser(bytes)
      return Result { () throws(InvalidJSON) in try parser.document() }
    }
    self = try result.get()
  }

  /// The same for bytes, which must be UTF-8.
  public init(parsing bytes: [UInt8]) throws(InvalidJSON) {
    let result: Result<JSON, InvalidJSON> = bytes.withUnsafeBufferPointer { bytes in
      var parser = JSONParser(bytes)
      return Result { () throws(InvalidJSON) in try parser.document() }
    }
    self = try result.get()
  }
}

/// A recursive descent over UTF-8 bytes.
private struct JSONParser {
  static let deepest = 512
  private let bytes: UnsafeBufferPointer<UInt8>
  private var position = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  mutating func document() throws(InvalidJSON) -> JSON {
    let value = try value(depth: 1)
    skipBlanks()
    if position < bytes.count { throw failure("expected the end of the text") }
    return value
  }

  private mutating func value(depth: Int) throws(InvalidJSON) -> JSON {
    if depth > Self.deepest { throw failure("more than \(Self.deepest) levels of nesting") }
    skipBlanks()
    switch peek {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case UInt8(ascii: "-"): return try number()
    case _ where isDigit: return try number()
    default: throw failure("expected a value")
    }
  }

  private mutating func object(depth: Int) throws(InvalidJSON) -> JSON {
    var members: [String: JSON] = [:]
    position += 1
    skipBlanks()
    if take("}") { return .object(members) }
    while true {
      skipBlanks()
      let start = position
      guard peek == UInt8(ascii: "\"") else { throw failure("expected a key in double quotes") }
      let key = try string()
      skipBlanks()
      if !take(":") { throw failure("expected ':'") }
      if members.updateValue(try value(depth: depth + 1), forKey: key) != nil {
        throw InvalidJSON(message: "the key '\(key)' is written twice", offset: start)
      }
      skipBlanks()
      if take("}") { return .object(members) }
      if !take(",") { throw failure("expected ',' or '}'") }
    }
  }

  private mutating func array(depth: Int) throws(InvalidJSON) -> JSON {
    var items: [JSON] = []
    position += 1
    skipBlanks()
    if take("]") { return .array(items) }
    while true {
      items.append(try value(depth: depth + 1))
      skipBlanks()
      if take("]") { return .array(items) }
      if !take(",") { throw failure("expected ',' or ']'") }
    }
  }

  private mutating func string() throws(InvalidJSON) -> String {
    position += 1
    let start = position
    while let byte = peek, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 {
      position += 1
    }
    if peek == UInt8(ascii: "\"") {
      // Most strings have no escape and are copied as they stand.
      defer { position += 1 }
      return try text(UnsafeBufferPointer(rebasing: bytes[start..<position]), at: start)
    }
    var unescaped = Array(bytes[start..<position])
    while let byte = peek {
      switch byte {
      case UInt8(ascii: "\""):
        position += 1
        return try unescaped.withUnsafeBufferPointer { utf8 throws(InvalidJSON) in try text(utf8, at: start) }
      case UInt8(ascii: "\\"):
        position += 1
        unescaped.append(contentsOf: try escape())
      case 0..<0x20: throw failure("a control character must be escaped")
      default:
        unescaped.append(byte)
        position += 1
      }
    }
    throw failure("expected a closing quote")
  }

  private func text(_ utf8: UnsafeBufferPointer<UInt8>, at start: Int) throws(InvalidJSON) -> String {
    guard let text = String(validating: utf8, as: UTF8.self) else {
      throw InvalidJSON(message: "a text that is not UTF-8", offset: start)
    }
    return text
  }

  /// The bytes that the escape after a backslash stands for.
  private mutating func escape() throws(InvalidJSON) -> [UInt8] {
    guard let byte = peek else { throw failure("expected an escape") }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "f"): return [0x0C]
    case UInt8(ascii: "n"): return [0x0A]
    case UInt8(ascii: "r"): return [0x0D]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "u"): return Array(String(try escapedScalar()).utf8)
    default:
      position -= 1
      throw failure("unknown escape")
    }
  }

  private mutating func escapedScalar() throws(InvalidJSON) -> Unicode.Scalar {
    let start = position
    var code = try hexadecimal()
    if code >= 0xD800, code < 0xDC00, take("\\"), take("u") {
      let low = try hexadecimal()
      guard low >= 0xDC00, low < 0xE000 else {
        throw InvalidJSON(message: "half a surrogate pair", offset: start)
      }
      code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
    }
    guard let scalar = Unicode.Scalar(code) else {
      throw InvalidJSON(message: "half a surrogate pair", offset: start)
    }
    return scalar
  }

  private mutating func hexadecimal() throws(InvalidJSON) -> UInt32 {
    var code: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = peek, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw failure("expected four hexadecimal digits")
      }
      code = code << 4 + UInt32(digit)
      position += 1
    }
    return code
  }

  private mutating func number() throws(InvalidJSON) -> JSON {
    let start = position
    var isInteger = true
    _ = take("-")
    if take("0") {
      if isDigit { throw failure("a number cannot start with 0") }
    } else {
      try digits()
    }
    if take(".") {
      isInteger = false
      try digits()
    }
    if take("e") || take("E") {
      isInteger = false
      if !take("+") { _ = take("-") }
      try digits()
    }
    if isInteger, position - start < 19 { return .integer(smallInteger(from: start)) }
    let text = String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<position]), as: UTF8.self)
    if isInteger, let value = Int(text) { return .integer(value) }
    guard let value = Double(text), value.isFinite else {
      throw InvalidJSON(message: "the number \(text) is out of range", offset: start)
    }
    return .number(value)
  }

  /// The digits since `start`, which are too few to overflow.
  private func smallInteger(from start: Int) -> Int {
    let isNegative = bytes[start] == UInt8(ascii: "-")
    let magnitude = bytes[(isNegative ? start + 1 : start)..<position].reduce(0) {
      $0 * 10 + Int($1 - UInt8(ascii: "0"))
    }
    return isNegative ? -magnitude : magnitude
  }

  private mutating func digits() throws(InvalidJSON) {
    if !isDigit { throw failure("expected a digit") }
    while isDigit { position += 1 }
  }

  private mutating func word(_ word: StaticString, _ value: JSON) throws(InvalidJSON) -> JSON {
    let matches = word.withUTF8Buffer { letters in
      position + letters.count <= bytes.count
        && bytes[position..<position + letters.count].elementsEqual(letters)
    }
    if !matches { throw failure("expected a value") }
    position += word.utf8CodeUnitCount
    return value
  }

  private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  private var isDigit: Bool { peek.map { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") } ?? false }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard peek == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func skipBlanks() {
    while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
  }

  private func failure(_ message: String) -> InvalidJSON { InvalidJSON(message: message, offset: position) }
}
