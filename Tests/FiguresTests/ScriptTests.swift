import Testing

@testable import Figures

@Suite struct ScriptTests {
  @Test(
    "text of a user stays text",
    arguments: [
      ("plain", "'plain'"), ("it's", "'it''s'"), ("a`touch x`b", "'a`touch x`b'"),
      ("\\101 %d @x", "'\\101 %d @x'"),
      ("line\nbreak\u{2028}\u{0}", "'line break  '"), ("λ = 5", "'λ = 5'"),
    ])
  func quoting(text: String, literal: String) { #expect(quoted(text) == literal) }

  @Test func everyTextOfAUserIsWrittenWithoutMarkup() {
    let hostile = "'; system(\"touch x\") # {/:Bold x}^2_1"
    let plot = Curves(
      x: Axis("x", label: hostile), y: Axis("y", label: hostile),
      series: [
        .init(hostile, ink: .category(0), points: [.init(x: 0, y: 0), .init(x: 1, y: 1)]),
        .init("other", ink: .category(1), points: [.init(x: 0, y: 0), .init(x: 1, y: 1)]),
      ], thresholds: [.init(y: 0.5, text: hostile)], marks: [.init(x: 0.5, text: hostile)])
    let lines = Figure(plot, width: 780, title: hostile).script.split(separator: "\n")
    let labels = lines.filter { $0.hasPrefix("set label") }
    #expect(labels.filter { $0.hasSuffix(" enhanced") }.allSatisfy { $0.hasPrefix("set label '10^{") })
    #expect(lines.filter { $0.contains("system") }.allSatisfy { $0.hasPrefix("set label '''; system") })
    #expect(lines.contains { $0.contains("system") })
  }

  @Test func textThatIsTooWideIsCut() {
    let long = String(repeating: "wide ", count: 100)
    let cut = TextStyle.body.fitted(long, to: 100)
    #expect(cut.hasSuffix("…"))
    #expect(TextStyle.body.width(of: cut) <= 100)
    #expect(TextStyle.body.fitted("short", to: 100) == "short")
  }

  @Test(
    "numbers read as people write them",
    arguments: [
      (39890.0, "39,890"), (790, "790"), (0.95, "0.95"), (-3.0103, "−3.01"), (0.00025, "2.5×10⁻⁴"),
      (1e9, "1×10⁹"),
      (0, "0"), (1234.5, "1,235"), (0.1, "0.1"), (.infinity, "∞"),
    ])
  func readableNumbers(value: Double, text: String) { #expect(readable(value) == text) }
}
