import Spec
import Testing

@Suite("Parsing JSON")
struct JSONParsingTests {
  static let accepted: [(text: String, value: JSON)] = [
    ("null", .null), (" true ", true), ("false", false), ("0", 0), ("-0", 0), ("-12", -12), ("1.5", 1.5),
    ("1e3", 1000.0), ("-1.25E-2", -0.0125), ("9223372036854775807", .integer(.max)),
    ("-9223372036854775808", .integer(.min)), ("9223372036854775808", 9_223_372_036_854_775_808.0),
    ("\"\"", ""), (#""a\"\\\/\b\f\n\r\t""#, "a\"\\/\u{8}\u{C}\n\r\t"), (#""\u00e4\uD83D\uDE42""#, "ä🙂"),
    ("\"ä🙂\u{7F}\"", "ä🙂\u{7F}"), ("[]", []), ("[1,[2,[]], {}]", [1, [2, []], [:]]), ("{}", [:]),
    ("\t{\"a\" : 1,\r\n\"b\":{\"\":[null]}}", ["a": 1, "b": ["": [.null]]]),
  ]

  @Test("what RFC 8259 allows is read", arguments: accepted)
  func reads(text: String, value: JSON) throws {
    #expect(try JSON(parsing: text) == value)
    #expect(try JSON(parsing: Array(text.utf8)) == value)
    #expect(try JSON(parsing: value.description) == value)
  }

  static let rejected: [(text: String, offset: Int)] = [
    ("", 0), ("  ", 2), ("nul", 0), ("tru", 0), ("truex", 4), ("1 2", 2), ("01", 1), ("-", 1), ("+1", 0),
    ("1.", 2),
    (".5", 0), ("1e", 2), ("1e999", 0), ("NaN", 0), ("Infinity", 0), ("'a'", 0), ("\"a", 2), ("\"a\nb\"", 2),
    (#""\x""#, 2), (#""\u12g4""#, 5), (#""\uD83D""#, 3), (#""\uDE42""#, 3), (#""\uD83D\u0041""#, 3),
    ("[1,]", 3),
    ("[1 2]", 3), ("[1", 2), ("{a:1}", 1), ("{\"a\"}", 4), ("{\"a\":1,}", 7), ("{\"a\":1 \"b\":2}", 7),
    ("{\"a\":1,\"a\":2}", 7), ("[1]]", 3), ("/* */1", 0), ("\u{FEFF}1", 0),
  ]

  @Test("what it does not allow is refused at its byte", arguments: rejected)
  func refuses(text: String, offset: Int) {
    let error = #expect(throws: InvalidJSON.self) { try JSON(parsing: text) }
    #expect(error?.offset == offset)
  }

  @Test("bytes that are not UTF-8 and bottomless nesting are refused")
  func hostile() {
    let broken: [UInt8] = [0x22, 0xC3, 0x28, 0x22]
    #expect(throws: InvalidJSON.self) { try JSON(parsing: broken) }
    let deep = String(repeating: "[", count: 512) + String(repeating: "]", count: 512)
    #expect(throws: Never.self) { try JSON(parsing: deep) }
    #expect(throws: InvalidJSON.self) { try JSON(parsing: "[" + deep + "]") }
    #expect(throws: InvalidJSON.self) { try JSON(parsing: String(repeating: "[", count: 1_000_000)) }
  }
}
