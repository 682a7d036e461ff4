import Spec
import Testing

@testable import Experiment

private func selection(_ written: Written) throws -> Selection {
  let diagnostics = Diagnostics()
  let selection = Selection.decode(written.node(), diagnostics)
  try diagnostics.throwIfAny()
  return try #require(selection)
}

private let points: [Coordinates] = [
  ["run": "baseline", "seed": 0], ["run": "by-gain", "gain": 1, "seed": 0],
  ["run": "by-gain", "gain": 5, "seed": 1],
]

@Suite struct SelectionTests {
  @Test func aValueAListAndAPatternSelectOnTheirAxis() throws {
    #expect(points.map(try selection(["run": "baseline"]).accepts) == [true, false, false])
    #expect(
      points.map(try selection(["run": ["baseline", "by-*"], "seed": 0]).accepts) == [true, true, false])
    #expect(points.map(try selection(["run": "b?-gai*"]).accepts) == [false, true, true])
    #expect(points.map(try selection([:]).accepts) == [true, true, true])
  }

  @Test func aPointWithoutTheAxisPasses() throws {
    #expect(points.map(try selection(["gain": [5]]).accepts) == [true, false, true])
  }

  @Test func aNumberIsMeantHoweverItIsSpelt() throws {
    #expect(points.map(try selection(["gain": .scalar("5e0", plain: true)]).accepts) == [true, false, true])
  }

  @Test func tablesAreSelectedLikePoints() throws {
    var table = Table(axes: ["run", "gain"], columns: ["x"])
    for (index, point) in points.enumerated() { table.append(at: point, [.number(Double(index))]) }
    let chosen = table.selecting(try selection(["run": "by-*", "gain": 5]))
    #expect((0..<chosen.count).map { chosen.columns[0][$0] } == [2])
  }

  @Test func aValueThatNoPointHasIsReportedWithTheNearest() throws {
    let wrong = try selection(["run": ["baselin", "by-*"], "gain": 4, "sed": 0])
    #expect(
      messages { wrong.check(against: points, $0) } == [
        "no point has run 'baselin'; did you mean 'baseline'?", "no point has gain '4'; the nearest is 5",
        "no point has an axis 'sed'; did you mean 'seed'?",
      ])
  }

  @Test func selectionsAreEqualWhateverTheirOrderAndSpelling() throws {
    let a = try selection(["run": ["x", "y"], "gain": 5])
    #expect(a == (try selection(["gain": [.scalar("5.0", plain: true)], "run": ["y", "x"]])))
    #expect(a != (try selection(["gain": 5, "run": "x"])))
  }

  @Test func whatIsNoSelectionIsReported() {
    func reading(_ written: Written) -> [String] { messages { _ = Selection.decode(written.node(), $0) } }
    #expect(reading("x") == ["'x' is not a mapping from axes to a value, a list or a pattern"])
    #expect(reading(["run": []]) == ["an empty list selects nothing"])
    #expect(reading(["run": ["a": 1]]) == ["a mapping is not a value of an axis"])
  }
}
