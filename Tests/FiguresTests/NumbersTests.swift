import Foundation
import Testing

@testable import Figures

@Suite struct NumbersTests {
  @Test("thinning keeps both ends and every extreme", arguments: [false, true])
  func extremesSurvive(logarithmic: Bool) {
    let x = (1...50_000).map(Double.init)
    var y = x.map { sin($0 / 4000) }
    y[31_337] = 9
    y[7] = -9
    let low = x.map { $0 == 20_000 ? -50 : -1.0 }
    let kept = thinned(x, [y, low], columns: 200, logarithmic: logarithmic)
    #expect(kept.count <= 200 * 6)
    #expect(kept.first == 0 && kept.last == 49_999)
    #expect(kept.contains(31_337) && kept.contains(7) && kept.contains(19_999))
    #expect(kept == kept.sorted())
  }

  @Test func thinningOnALogarithmicAxisKeepsTheFirstSteps() {
    let x = (1...50_000).map(Double.init)
    let kept = thinned(x, [x], columns: 200, logarithmic: true)
    #expect(Array(kept.prefix(5)) == [0, 1, 2, 3, 4])
  }

  @Test func aLongCurveMakesASmallPicture() {
    let runs = (0..<8).map { run in
      Curves.Series(
        "run \(run)", ink: .category(run),
        points: (1...30_000).map { step in
          let y = sin(Double(step * (run + 3)))
          return Curves.Point(x: Double(step * 10), y: y, low: y - 0.1, high: y + 0.1)
        })
    }
    let figure = Figure(Curves(x: Samples.step, y: Axis("loss"), series: runs), width: 380, title: "")
    #expect(figure.script.utf8.count < 2_000_000)
  }

  @Test func smoothingStartsAtTheFirstValueAndSkipsGaps() {
    #expect(smoothed([1, 0, 0], momentum: 0.5) == [1, 0.5, 0.25])
    #expect(smoothed([1, .nan, 3], momentum: 0.5) == [1, 1, 2])
  }

  @Test func contoursOfACircleLieOnIt() throws {
    let places = (0...40).map { Double($0) / 20 - 1 }
    let grid = Grid(x: places, y: places, values: places.flatMap { y in places.map { x in x * x + y * y } })
    let lines = contours(of: grid, at: 0.25)
    #expect(lines.count == 1)
    let line = try #require(lines.first)
    for point in line { #expect(abs((point.x * point.x + point.y * point.y).squareRoot() - 0.5) < 0.002) }
    let (first, last) = (try #require(line.first), try #require(line.last))
    #expect(first == last)
  }

  @Test func contoursStopAtMissingCells() {
    var grid = Grid(x: [0, 1, 2], y: [0, 1, 2], values: [0, 0, 0, 1, 1, 1, 2, 2, 2])
    #expect(contours(of: grid, at: 0.5).map(\.count) == [3])
    grid[0, 2] = .nan
    #expect(contours(of: grid, at: 0.5).map(\.count) == [2])
    #expect(contours(of: grid, at: 5).isEmpty)
  }

  @Test func blurringKeepsConstantsAndUpsamplingKeepsTheGrid() {
    let flat = Grid(x: [0, 1, 2], y: [0, 1], values: [3, 3, 3, 3, .nan, 3])
    let blurred = flat.blurred(1)
    for (value, original) in zip(blurred.values, flat.values) {
      #expect(original.isNaN ? value.isNaN : abs(value - 3) < 1e-12)
    }
    let grid = Grid(x: [0, 1, 3], y: [0, 1], values: [0, 1, 2, 10, 11, 12])
    let fine = grid.upsampled(2)
    #expect(fine.x == [0, 0.5, 1, 2, 3])
    #expect(fine.y == [0, 0.5, 1])
    #expect(fine.values == [0, 0.5, 1, 1.5, 2, 5, 5.5, 6, 6.5, 7, 10, 10.5, 11, 11.5, 12])
  }

  @Test func cellsOfADataFileAreQuotedWhereTheyMustBe() {
    let table = DataTable(columns: ["a", "b"], rows: [["x,y", "say \"hi\""], ["1", "two\nlines"]])
    #expect(table.csv == "a,b\n\"x,y\",\"say \"\"hi\"\"\"\n1,\"two\nlines\"\n")
  }

  @Test func numbersOfADataFileReadBackExactly() {
    for value in [0.1, 1.0 / 3, 1e-300, 12345678, -0.5] { #expect(Double(cell(value)) == value) }
    #expect(cell(60_000) == "60000")
    #expect(cell(nil) == "")
  }
}
