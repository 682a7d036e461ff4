import Spec
import Testing

@Suite("Rendering of diagnostics")
struct DiagnosticRenderingTests {
  private func rendered(_ line: String, column: Int, hint: String? = nil) -> String {
    Diagnostic("bad", at: SourceLocation(file: "a.yaml", line: 1, column: column), hint: hint)
      .rendered(source: line)
  }

  @Test("the caret stands below the place, whatever the width of what is before it")
  func caret() {
    #expect(
      rendered("a: b", column: 4, hint: "so") == "a.yaml:1:4: error: bad\n  1 | a: b\n    |    ^\n  hint: so")
    #expect(rendered("\ta:\tb", column: 5) == "a.yaml:1:5: error: bad\n  1 |     a:  b\n    |         ^")
    #expect(rendered("日本: b", column: 5) == "a.yaml:1:5: error: bad\n  1 | 日本: b\n    |       ^")
    #expect(rendered("e\u{301}: b", column: 5) == "a.yaml:1:5: error: bad\n  1 | e\u{301}: b\n    |    ^")
    #expect(rendered("🙂: b", column: 4) == "a.yaml:1:4: error: bad\n  1 | 🙂: b\n    |     ^")
  }

  @Test("a place past the end of the line has its caret there")
  func pastEnd() {
    #expect(rendered("a:", column: 40) == "a.yaml:1:40: error: bad\n  1 | a:\n    |   ^")
  }

  @Test("a long line is cut around the place")
  func longLine() {
    let text = String(repeating: "x", count: 300) + "!" + String(repeating: "y", count: 300)
    let lines = rendered(text, column: 301).split(separator: "\n").map(String.init)
    #expect(
      lines[1] == "  1 | …" + String(repeating: "x", count: 67) + "!" + String(repeating: "y", count: 32)
        + "…")
    #expect(lines[2] == "    | " + String(repeating: " ", count: 68) + "^")
    let start = rendered(text, column: 1).split(separator: "\n").map(String.init)
    #expect(start[1] == "  1 | " + String(repeating: "x", count: 100) + "…")
    #expect(start[2] == "    | ^")
  }

  @Test("without its text, or past it, an error stands alone")
  func noText() {
    let diagnostic = Diagnostic("bad", at: SourceLocation(file: "a.yaml", line: 7, column: 2), hint: "so")
    #expect(diagnostic.rendered(in: SourceTexts()) == "a.yaml:7:2: error: bad\n  hint: so")
    #expect(diagnostic.rendered(source: "one line") == "a.yaml:7:2: error: bad\n  hint: so")
  }

  @Test("several errors come in the order of their texts, file by file")
  func order() {
    func at(_ file: String, _ line: Int, _ column: Int) -> Diagnostic {
      Diagnostic("bad", at: SourceLocation(file: file, line: line, column: column))
    }
    let invalid = InvalidSpec([at("b", 2, 1), at("a", 1, 1), at("b", 1, 9), at("b", 1, 2)])
    #expect(
      invalid.rendered() == "b:1:2: error: bad\n\nb:1:9: error: bad\n\nb:2:1: error: bad\n\na:1:1: error: bad"
    )
  }

  @Test("lines end as YAML's do")
  func lines() {
    #expect(SourceText("a\r\nb\rc\n\nd").lines == ["a", "b", "c", "", "d"])
    #expect(SourceText("\u{FEFF}a\n").lines == ["a"])
    #expect(SourceText("").lines == [])
  }

  @Test("the same error reported twice is one error")
  func twice() {
    let diagnostics = Diagnostics()
    for _ in 0..<3 { diagnostics.report("bad", at: SourceLocation(file: "a", line: 1, column: 1)) }
    #expect(diagnostics.all.count == 1)
  }
}
