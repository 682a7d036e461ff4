import Spec
import Testing

@Suite("Reading YAML")
struct YAMLReaderTests {
  /// What a user sees; empty if there is no error.
  private func errors(_ text: String) -> String {
    do {
      _ = try readYAML(text, file: "a.yaml")
      return ""
    } catch {
      return error.rendered(in: SourceTexts(["a.yaml": text]))
    }
  }

  @Test("nodes keep their line and column, counted in Unicode scalars")
  func locations() throws {
    let node = try readYAML("a: 1\n\"ä→\": {b: [x, 'y']}\n", file: "a.yaml")
    #expect(node.location == SourceLocation(file: "a.yaml", line: 1, column: 1))
    #expect(node.entries?.map(\.location.line) == [1, 2])
    let list = try #require(node["ä→"]?["b"])
    #expect(list.location == SourceLocation(file: "a.yaml", line: 2, column: 11))
    #expect(list.items?.map(\.location.column) == [12, 15])
    guard case .scalar("y", plain: false)? = list.items?.last?.value else {
      Issue.record("a quoted word was read as \(String(describing: list.items?.last))")
      return
    }
  }

  @Test("a byte order mark, CR LF and a document's marks are accepted")
  func decorations() throws {
    let node = try readYAML("\u{FEFF}---\r\na: 1\r\nb: [2,\r\n  3]\r\n...\r\n", file: "a.yaml")
    #expect(node.json == ["a": 1, "b": [2, 3]])
    #expect(node["b"]?.items?[1].location == SourceLocation(file: "a.yaml", line: 4, column: 3))
    #expect(try readYAML("\u{FEFF}a: 1", file: "a.yaml").entries?.first?.location.column == 1)
  }

  @Test("the same text through CR LF and a byte order mark has errors at the same place")
  func decoratedErrors() {
    let plain = "a: 1\nb: {c: &x 2}\n"
    let decorated = "\u{FEFF}" + plain.split(separator: "\n").map { $0 + "\r\n" }.joined()
    #expect(errors(plain) == errors(decorated))
    #expect(
      errors(plain).hasPrefix(
        "a.yaml:2:8: error: anchors such as '&x' are not read\n  2 | b: {c: &x 2}\n    |        ^\n"))
  }

  static let messages: [(text: String, expected: String)] = [
    (
      "a: 1\nb: 2\na: 3\n",
      """
      a.yaml:3:1: error: 'a' is written twice: on line 1 and on line 3
        3 | a: 3
          | ^
        hint: keep one of them
      """
    ),
    (
      "a: {x: 1}\nb: {<<: *a, y: 2}\n",
      """
      a.yaml:2:5: error: merge keys ('<<') are not read
        2 | b: {<<: *a, y: 2}
          |     ^
        hint: to reuse settings, write 'extends: other.yaml' for a file or 'like: OTHER' in a run or figure

      a.yaml:2:9: error: aliases such as '*a' are not read
        2 | b: {<<: *a, y: 2}
          |         ^
        hint: to reuse settings, write 'extends: other.yaml' for a file or 'like: OTHER' in a run or figure; \
      quote a pattern that starts with '*'
      """
    ),
    (
      "a: !!python/object 1\n",
      """
      a.yaml:1:4: error: tags such as 'tag:yaml.org,2002:python/object' are not read
        1 | a: !!python/object 1
          |    ^
        hint: remove it: the field decides how its value is read
      """
    ),
    (
      "a: 1\n---\nb: 2\n",
      """
      a.yaml:2:1: error: a second document starts here: a file holds one
        2 | ---
          | ^
        hint: remove the line '---', or move what follows to a file of its own
      """
    ),
    ("", "a.yaml:1:1: error: the file is empty"),
    ("# nothing\n", "a.yaml:1:1: error: the file is empty\n  1 | # nothing\n    | ^"),
    (
      "a:\nb: ~\nc: [1, , 2]\n",
      """
      a.yaml:1:1: error: 'a' has no value
        1 | a:
          | ^
        hint: write none to remove an inherited value

      a.yaml:2:4: error: '~' is no value
        2 | b: ~
          |    ^
        hint: write none to remove an inherited value

      a.yaml:3:8: error: expected a value here
        3 | c: [1, , 2]
          |        ^
      """
    ),
    (
      "- \n- 1\n",
      """
      a.yaml:1:2: error: this item of a list is empty
        1 | - 
          |  ^
      """
    ),
    (
      "{a:1}",
      """
      a.yaml:1:2: error: 'a:1' has no value
        1 | {a:1}
          |  ^
        hint: write a space after the colon: 'a: 1'
      """
    ),
    (
      "[1, 2]: a\n",
      """
      a.yaml:1:1: error: a list cannot be a key: expected text
        1 | [1, 2]: a
          | ^
      """
    ),
    (
      "null: a\n?\n: b\n",
      """
      a.yaml:1:1: error: 'null' cannot be a key: expected text
        1 | null: a
          | ^

      a.yaml:2:2: error: a key is missing before ':'
        2 | ?
          |  ^
      """
    ),
    (
      "a:\n\tb: 1\n",
      """
      a.yaml:2:1: error: a tab cannot indent
        2 |     b: 1
          | ^
        hint: use spaces
      """
    ),
    (
      "a: b: c\n",
      """
      a.yaml:1:5: error: a ':' does not belong here
        1 | a: b: c
          |     ^
        hint: check the indentation of this line, or quote the text
      """
    ),
    (
      "a: 1\nbcd\ne: 2\n",
      """
      a.yaml:2:1: error: expected ':' after this key
        2 | bcd
          | ^
        hint: check the indentation of this line, or quote the text
      """
    ),
    (
      "a: - 2\n",
      """
      a.yaml:1:4: error: an item, '- …', does not belong here
        1 | a: - 2
          |    ^
        hint: check the indentation of this line
      """
    ),
    (
      "a: {b: 1, c: [1, 2}\n",
      """
      a.yaml:1:19: error: expected ',' or ']' in the list that starts on line 1
        1 | a: {b: 1, c: [1, 2}
          |                   ^
      """
    ),
    (
      "a: {b: 1\n\n",
      """
      a.yaml:1:4: error: this '{' is not closed
        1 | a: {b: 1
          |    ^
        hint: add '}' at its end
      """
    ),
    (
      "a: [b, 1\n",
      """
      a.yaml:1:4: error: this '[' is not closed
        1 | a: [b, 1
          |    ^
        hint: add ']' at its end
      """
    ),
    (
      "a: \"b\n",
      """
      a.yaml:1:4: error: this text has no closing quote
        1 | a: "b
          |    ^
      """
    ),
    (
      "a: @b\n",
      """
      a.yaml:1:4: error: '@' cannot start a value
        1 | a: @b
          |    ^
        hint: quote the text
      """
    ),
    (
      "a: *.weight\n",
      """
      a.yaml:1:4: error: a value cannot start with '*'
        1 | a: *.weight
          |    ^
        hint: quote a pattern that starts with '*': "*.weight"
      """
    ),
    (
      #"a: "\d""# + "\n",
      """
      a.yaml:1:5: error: unknown escape in this text
        1 | a: "\\d"
          |     ^
        hint: 'single quotes' keep a backslash as it is
      """
    ),
    (
      "a: 1\u{0}\n",
      """
      a.yaml:1:5: error: the invisible character U+0000 is not allowed
        1 | a: 1\u{FFFD}
          |     ^
        hint: remove it, or write "\\u0000" in double quotes
      """
    ),
    (
      "a: x\u{2028}y\n",
      """
      a.yaml:1:5: error: the invisible character U+2028 is not allowed
        1 | a: x\u{FFFD}y
          |     ^
        hint: remove it, or write "\\u2028" in double quotes
      """
    ),
  ]

  @Test("what the language leaves out of YAML is an error that points", arguments: messages)
  func rejected(text: String, expected: String) {
    #expect(errors(text) == expected)
  }

  @Test("a text is limited in bytes, values and depth")
  func limits() {
    #expect(
      errors("a: \"" + String(repeating: "x", count: 2_000_000) + "\"").contains("expected at most 2,000,000")
    )
    #expect(
      errors("[" + String(repeating: "1,", count: 100_000) + "1]").contains(
        "more than 100,000 keys and values"))
    let deep = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
    #expect(errors(deep) == "")
    #expect(errors("[" + deep + "]").contains("a.yaml:1:65: error: more than 64 levels of nesting"))
    #expect(errors(String(repeating: "[", count: 100_000)).contains("more than 64 levels"))
  }

  @Test("bytes that are not UTF-8 are found where they stand")
  func invalidBytes() throws {
    #expect(try decodeText(Array("a: ä\n".utf8), file: "b.yaml") == "a: ä\n")
    let error = #expect(throws: InvalidSpec.self) {
      try decodeText(Array("a: ä\nb: ".utf8) + [0xFF, 0x0A], file: "b.yaml")
    }
    #expect(error?.diagnostics.first?.location == SourceLocation(file: "b.yaml", line: 2, column: 4))
  }

  @Test("the canonical text of JSON reads back as the same value")
  func canonicalText() throws {
    let odd: [String] = [
      "", " ", "none", "~", "1", "1e3", "true", "a: b", "- a", "#c", "'", "\"", "\\", "\\n",
      "tab\tnew\nline\r",
      "\u{0}\u{1}\u{7F}\u{80}\u{85}\u{9F}\u{A0}", "\u{2028}\u{2029}", "\u{FEFF}x", "\u{FFFE}\u{FFFF}",
      "🙂 é e\u{301}", "{[,]}",
      "  lead", "trail  ", "*a", "&b", "!c", "%d", "@e", "`f", "?", ":", "a\u{1F}b", "\u{10FFFF}",
    ]
    let value = JSON.object([
      "texts": .array(odd.map(JSON.string)),
      "keys": .object(Dictionary(uniqueKeysWithValues: odd.map { ($0 + "k", 1) })),
      "numbers": [0, -1, 1.5, 1e-7, 1e300, .number(Double.leastNonzeroMagnitude), 123_456_789],
      "words": [true, false], "nested": [["a": [[]]], [:]],
    ])
    let node = try readYAML(value.description, file: "a.json")
    #expect(node.json == value)
    #expect(try JSON(parsing: value.description) == value)
  }
}
