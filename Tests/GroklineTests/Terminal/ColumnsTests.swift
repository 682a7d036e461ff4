import Testing

@testable import grokline

@Suite struct ColumnsTests {
  @Test("Wide characters take two columns, marks none")
  func widths() {
    #expect("abc".columns == 3)
    #expect("日本".columns == 4)
    #expect("e\u{301}".columns == 1)
  }

  @Test("A text is cut by columns, and never in the middle of a wide character")
  func clipping() {
    #expect("training".clipped(to: 8) == "training")
    #expect("training".clipped(to: 6) == "train…")
    #expect("日本語".clipped(to: 4) == "日…")
    #expect("日本語".clipped(to: 4).columns == 3)
    #expect("日本語".clipped(to: 0).isEmpty)
  }

  @Test("Padding counts columns, not characters")
  func padding() {
    #expect("日".padded(to: 4) == "日  ")
    #expect("12".padded(toTrailing: 4) == "  12")
    #expect("12345".padded(to: 4) == "12345")
  }

  @Test("Nothing that a stage says can move the cursor")
  func controlCharacters() {
    #expect("a\nb\u{1B}[2Jc\u{9B}".onOneLine == "a b\u{FFFD}[2Jc\u{FFFD}")
  }
}
