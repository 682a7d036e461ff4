import Testing

@testable import grokline

@Suite struct TextTests {
  @Test("Columns are as wide as their widest cell, and numbers end at the same place")
  func table() {
    var table = TextTable(indent: 2, trailing: [1])
    table.add(["train", "12", "up to date"])
    table.add(["figure", "3", ""])
    #expect(table.text(.plain) == "  train   12  up to date\n  figure   3\n")
  }

  @Test("Colours are put around a cell's text and not around its blanks")
  func colors() {
    var table = TextTable()
    table.add([.init("a", .red), "b"])
    table.add(["longer", "c"])
    #expect(table.text(Style(isColored: true)) == "\u{1B}[31ma\u{1B}[0m       b\nlonger  c\n")
    #expect(table.text(.plain) == "a       b\nlonger  c\n")
  }

  @Test(
    "Times are written as people read them",
    arguments: [
      (0.04, "0.0 s"), (0.96, "1.0 s"), (41.25, "41.3 s"), (59.99, "1:00"), (727, "12:07"),
      (10812, "3:00:12"),
      (-1, "—"), (.infinity, "—"),
    ])
  func times(seconds: Double, text: String) {
    #expect(readable(seconds: seconds) == text)
  }

  @Test(
    "Sizes are written as people read them",
    arguments: [(812, "812 B"), (4200, "4.2 KB"), (96_000_000, "96 MB"), (999_600, "1 MB"), (0, "0 B")])
  func sizes(bytes: Int, text: String) {
    #expect(readable(bytes: bytes) == text)
  }

  @Test(
    "A shell reads a quoted word back as it was",
    arguments: [
      ("run", "run"), ("--set", "--set"), ("a=[1, 2]", "'a=[1, 2]'"), ("it's", "'it'\\''s'"), ("", "''"),
      ("train/*", "'train/*'"),
    ])
  func shellWords(word: String, text: String) {
    #expect(shellWord(word) == text)
  }
}
