import Testing

@testable import Figures

@Suite struct MetadataTests {
  private static let drawn = """
    <?xml version="1.0" encoding="utf-8"  standalone="no"?>
    <svg
     width="10" viewBox="0 0 1 > 1"
     xmlns="http://www.w3.org/2000/svg">

    <title>Gnuplot</title>
    <desc>Produced by GNUPLOT 5.4 patchlevel 4 </desc>
    <g font-family="Inter:Bold"/><g font-family="Inter" />
    </svg>
    """

  @Test(
    "metadata of an SVG read back as they were written",
    arguments: [
      "", "plain", "<a & b> ]]> \"quotes\" 'too'", "&amp; &lt;", "λ → 日本語\n\ttab", "eJxLSk4BAA==",
      "carriage\r\nreturn",
    ])
  func svgRoundTrip(text: String) throws {
    let document = try #require(SVGDocument(Self.drawn))
    let marked = document.with(metadata: text)
    #expect(marked.metadata == text)
    #expect(marked.with(metadata: "other").metadata == "other")
    #expect(marked.with(metadata: text) == marked)
    #expect(document.metadata == nil)
  }

  @Test func anSVGNamesItselfInsteadOfItsMaker() throws {
    let document = try #require(SVGDocument(gnuplot: Self.drawn, title: "a < b", summary: "two & three"))
    #expect(!document.text.contains("GNUPLOT") && !document.text.contains("Gnuplot"))
    #expect(document.text.contains("<title>a &lt; b</title>"))
    #expect(document.text.contains("<desc>two &amp; three</desc>"))
    #expect(
      document.text.contains("font-family=\"Inter, Helvetica, Arial, sans-serif\" font-weight=\"bold\""))
    #expect(SVGDocument("no picture") == nil)
  }

  /// A grey pixel: signature, IHDR, IDAT, IEND.
  private static let pixel: [UInt8] = [
    0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 1, 0, 0, 0,
    1, 8, 0,
    0, 0, 0, 0x3A, 0x7E, 0x9B, 0x55, 0, 0, 0, 10, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9C, 0x63, 0x68, 0, 0, 0,
    0x82, 0,
    0x81, 0x77, 0xCD, 0x72, 0xB6, 0, 0, 0, 0, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82,
  ]

  @Test("text in a PNG reads back as it was written", arguments: ["", "plain", "λ → 日本語\n", "a\u{0}b"])
  func pngRoundTrip(text: String) throws {
    let document = try #require(PNGDocument(Self.pixel))
    let marked = document.with(text: text, keyword: "grokline")
    #expect(marked.text(keyword: "grokline") == text)
    #expect(marked.text(keyword: "other") == nil)
    #expect(document.text(keyword: "grokline") == nil)
    let again = try #require(PNGDocument(marked.bytes))
    #expect(again.with(text: "new", keyword: "grokline").text(keyword: "grokline") == "new")
    #expect(again.with(text: text, keyword: "grokline") == again)
  }

  @Test func thePixelsOfAPNGStayAsTheyAre() throws {
    let document = try #require(PNGDocument(Self.pixel))
    let marked = document.with(text: "x", keyword: "grokline").bytes
    let added = 12 + "grokline".utf8.count + 5 + 1
    #expect(marked.count == Self.pixel.count + added)
    #expect(Array(marked.prefix(33)) == Array(Self.pixel.prefix(33)))
    #expect(Array(marked.suffix(Self.pixel.count - 33)) == Array(Self.pixel.suffix(Self.pixel.count - 33)))
  }

  @Test func aDamagedPNGIsNoPNG() {
    for index in Self.pixel.indices {
      var bytes = Self.pixel
      bytes[index] ^= 4
      #expect(PNGDocument(bytes) == nil, "byte \(index)")
    }
    for count in 0..<Self.pixel.count { #expect(PNGDocument(Array(Self.pixel.prefix(count))) == nil) }
  }
}
