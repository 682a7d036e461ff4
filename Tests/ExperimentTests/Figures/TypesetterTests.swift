import Figures
import Testing

@testable import Experiment

@Suite struct TypesetterTests {
  private static var isComplete: Bool {
    do {
      _ = try Typesetter().check()
      return true
    } catch {
      return false
    }
  }

  private func sample() throws -> Figure {
    let plot = try curves(
      "{kind: curves, y: accuracy, x: {axis: step, scale: log}, band: range, lines: {y: [0.95]}}",
      FigureSamples.inputs(
        FigureSamples.twoRuns,
        labels: Labels(["grokfast": "<b>'`id`' & \\101 {/:x} %s \"q\""])))
    return Figure(plot, width: 380, title: "a & b", summary: "Two runs.")
  }

  @Test(
    "the same figure gives the same bytes", .enabled(if: isComplete, "gnuplot or rsvg-convert is missing"))
  func determinism() throws {
    let typesetter = Typesetter()
    let first = try typesetter.svg(sample())
    #expect(try typesetter.svg(sample()) == first)
    for rendering in Typesetter.Rendering.allCases {
      let bytes = try typesetter.render(first, as: rendering)
      #expect(try typesetter.render(first, as: rendering) == bytes, "\(rendering)")
      #expect(bytes.count > 1000)
    }
  }

  @Test(
    "a figure arrives as it was described", .enabled(if: isComplete, "gnuplot or rsvg-convert is missing"))
  func content() throws {
    let document = try Typesetter().svg(sample())
    #expect(document.text.contains("<title>a &amp; b</title>"))
    #expect(document.text.contains("'`id`' &amp; \\101 {/:x} %s \"q\""))
    let png = try #require(PNGDocument(try Typesetter().render(document, as: .png)))
    #expect(png.with(text: "spec", keyword: "grokline").text(keyword: "grokline") == "spec")
    // Metadata do not change what is rendered.
    #expect(try Typesetter().render(document.with(metadata: "spec"), as: .png) == png.bytes)
  }

  @Test func aMissingProgramIsNamedWithTheWayToGetIt() {
    let nowhere = Typesetter(searchPath: "/nonexistent", fontFolders: [])
    #expect(
      throws: TypesettingFailure(
        "figures need the program 'gnuplot', which is not installed: "
          + "apt-get install gnuplot-nox librsvg2-bin fonts-inter")
    ) { try nowhere.check() }
  }

  @Test("a missing font is a warning", .enabled(if: isComplete, "gnuplot or rsvg-convert is missing"))
  func missingFont() throws {
    let path = "/usr/local/bin:/usr/bin:/bin"
    let warning = try Typesetter(searchPath: path, fontFolders: ["/nonexistent"]).check()
    #expect(warning?.description.contains("fonts-inter") == true)
  }

  @Test func aProgramThatFailsIsQuoted() throws {
    let result = try runToEnd(
      "/bin/sh", ["-c", "cat; echo wrong >&2; exit 3"], environment: [], input: [104, 105])
    #expect(result.status == 3)
    #expect(result.output == [104, 105])
    #expect(result.errors == Array("wrong\n".utf8))
  }
}
