import Testing

@testable import Figures

@Suite struct PlotTests {
  @Test("every kind of plot gives the script that was looked at", arguments: Samples.all.map(\.name))
  func goldenScripts(name: String) throws {
    let sample = try #require(Samples.all.first { $0.name == name })
    let figure = Figure(sample.plot, width: sample.width, title: name)
    try expectGolden(figure.script, name + ".gp")
    try expectGolden(figure.csv, name + ".csv")
  }

  @Test func aScriptIsTheSameEveryTime() {
    for sample in Samples.all {
      let scripts = (0..<3).map { _ in Figure(sample.plot, width: sample.width, title: "").script }
      #expect(Set(scripts).count == 1, "\(sample.name)")
    }
  }

  @Test func nothingIsPlacedOutsideTheSheet() throws {
    for sample in Samples.all {
      let script = Figure(sample.plot, width: sample.width, title: "").script
      for line in script.split(separator: "\n")
      where line.hasPrefix("set label") || line.hasPrefix("set arrow") {
        for piece in line.components(after: "screen ") {
          let numbers = piece.prefix { "0123456789.,-".contains($0) }.split(separator: ",").compactMap {
            Double($0)
          }
          #expect(numbers.count == 2 && numbers.allSatisfy { $0 >= 0 && $0 <= 1 }, "\(sample.name): \(line)")
        }
      }
    }
  }

  /// Reds are dark above the middle: there the level is white, elsewhere dark.
  @Test(arguments: [(0.33, "#FFFFFF"), (0.07, Color.ink.hex)])
  func theLevelOfAContourIsWrittenInTheColourThatShows(level: Double, color: String) throws {
    let (x, y) = ((0...8).map(Double.init), (0...8).map(Double.init))
    let values = y.flatMap { _ in x.map { $0 < 4 ? 0.05 * $0 : 0.5 + 0.05 * $0 } }
    let plot = HeatMap(
      x: Axis("scale"), y: Axis("messiness"), value: Axis("loss", lower: 0, upper: 1),
      layers: [.init("grid", ink: .category(0), grid: Grid(x: x, y: y, values: values))],
      coloring: HeatMap.Coloring(map: .reds, power: level > 0.2 ? 0.25 : 1), contours: [level])
    let script = Figure(plot, width: 500, title: "").script
    let label = try #require(
      script.split(separator: "\n").first { $0.contains("'\(level)'") || $0.contains("\"\(level)\"") })
    #expect(label.lowercased().contains(color.lowercased()), "\(label)")
  }

  @Test func legendsFollowTheOrderOfTheSeries() {
    var plot = Samples.curves
    #expect(plot.legend.entries.map(\.label) == ["baseline", "grokfast", "train", "validation"])
    plot = Curves(x: plot.x, y: plot.y, series: Array(plot.series.reversed()))
    #expect(plot.legend.entries.map(\.label) == ["grokfast", "baseline", "validation", "train"])
  }

  @Test func aSingleRunNeedsNoNameInItsLegend() {
    let plot = Samples.curves
    let one = Curves(x: plot.x, y: plot.y, series: Array(plot.series.prefix(2)))
    #expect(one.legend.entries.map(\.label) == ["train", "validation"])
    #expect(Curves(x: plot.x, y: plot.y, series: Array(plot.series.prefix(1))).legend.isEmpty)
  }

  @Test func rawValuesBehindASmoothedLineAreNotInTheLegend() {
    let points = Samples.rise(to: 300, until: 3000)
    let plot = Curves(
      x: Samples.step, y: Samples.accuracy,
      series: [
        .init("a", ink: .category(0), weight: .faint, points: points),
        .init("a", ink: .category(0), points: points),
        .init("b", ink: .category(1), points: points),
      ])
    #expect(plot.legend.entries.map(\.label) == ["a", "b"])
  }

  @Test func aLegendNeverCoversData() throws {
    // Lines that leave no corner free push the legend above the axes.
    let zigzag = (1...200).map { Curves.Point(x: Double($0), y: $0.isMultiple(of: 2) ? 0 : 1) }
    let full = Curves(
      x: Axis("x"), y: Axis("y"),
      series: ["a", "b"].enumerated().map { .init($1, ink: .category($0), points: zigzag) })
    #expect(full.insets(width: 380, height: 260, atLeast: Insets(), showsLegend: true).legend > 0)

    let plot = Samples.curves
    let insets = plot.insets(width: 380, height: 260, atLeast: Insets(), showsLegend: true)
    let frame = plot.frame(in: Box(left: 0, bottom: 0, width: 380, height: 260).inset(by: insets))
    if insets.legend == 0 {
      let box = try #require(plot.legendBox(frame))
      #expect(plot.occupancy(frame).conflicts(box) == 0)
      #expect(frame.box.contains(box))
    }
  }

  @Test func marksAtTheSamePlaceShareOneText() {
    var plot = Samples.curves
    plot.marks = [.init(x: 500, text: "B", ink: .category(0)), .init(x: 500, text: "B", ink: .category(1))]
    let script = Figure(plot, width: 380, title: "").script
    #expect(script.components(after: "set label 'B'").count == 1)
  }

  @Test func facetsShareTheirAxesAndNumberOnlyTheOuterOnes() {
    let cells = Samples.facets.cells.map { $0.compactMap(\.self) }
    let ranges = cells.flatMap(\.self).map { [$0.x.lower, $0.x.upper, $0.y.lower, $0.y.upper] }
    #expect(Set(ranges).count == 1)
    #expect(cells.map { $0.map(\.y.showsNumbers) } == [[true, false], [true, false]])
    #expect(cells.map { $0.map(\.x.showsNumbers) } == [[false, false], [true, true]])
    #expect(Samples.facets.data.columns.prefix(2) == ["row", "column"])
  }

  @Test func plotsInARowShowACommonLegendOnce() {
    let script = Figure(Panels([[Samples.curves, Samples.curves]]), width: 780, title: "").script
    #expect(script.components(after: "'grokfast'").count == 1)
    #expect(script.components(after: "'(b)'").count == 1)
  }

  @Test func theDataFileHoldsWhatIsDrawn() {
    let rows = Samples.curves.data.rows
    #expect(rows.count == Samples.curves.series.map(\.points.count).reduce(0, +))
    #expect(Samples.curves.data.columns == ["series", "variant", "step", "accuracy", "low", "high"])
  }
}

extension StringProtocol {
  /// What follows each occurrence of a text.
  func components(after words: String) -> [SubSequence] {
    var found: [SubSequence] = []
    var index = startIndex
    while index < endIndex {
      if self[index...].hasPrefix(words) { found.append(self[self.index(index, offsetBy: words.count)...]) }
      index = self.index(after: index)
    }
    return found
  }
}
