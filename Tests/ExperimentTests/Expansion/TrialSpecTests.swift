import Experiment
import FoundationEssentials
import Spec
import Testing

/// The trial specs of the language, where their folder lies beside this repository or `GROKLINE_SHARED` names it.
private let trials: String? = {
  let beside = #filePath.split(separator: "/").dropLast(5).joined(separator: "/")
  let shared = ProcessInfo.processInfo.environment["GROKLINE_SHARED"] ?? "/" + beside + "/shared"
  let folder = shared + "/spec-trials"
  return FileManager.default.fileExists(atPath: folder) ? folder : nil
}()

@Suite("Trial specs", .enabled(if: trials != nil, "the folder of trial specs is not here"))
struct TrialSpecTests {
  /// Points without and with the budget `small`, counted by hand.
  static let counts: [(file: String, points: Int, small: Int?)] = [
    ("01-table-1", 4 * 5, nil),
    ("02-figure-8", (1 + 1 + 5 + 5 + 6 + 6) * 3, nil),
    ("03-figure-12-table-2", 2 * 5, 10),
    ("04-nanogpt", 6, 6),
    ("05-omnigrok-2", 11 + 2 * 3 + 8, nil),
    ("06-omnigrok-3", 21 * 28 + 1, 7 * 4 + 1),
    ("07-omnigrok-6", 21 * 21 + 21 * 21 * 4 + 3, nil),
    ("08-imdb", 3, 3),
    ("09-band-pass", 4 * 3, nil),
    ("10-base", 5, 1),
    ("10a-two-stage", 3 * 5, 3),
    ("10b-window-and-gain", (1 + 7 * 4) * 5, 1 + 2),
    ("10c-weight-decay", 2 * 4 * 5, 2 * 4),
    ("10d-ema-or-ma", 2, 2),
  ]

  private func load(_ name: String, _ overrides: [String] = []) throws -> ExperimentFile {
    let folder = try #require(trials)
    do {
      return try ExperimentFile.load("\(folder)/\(name).yaml", root: folder, overrides: overrides) { path in
        try decodeText(Array(try #require(FileManager.default.contents(atPath: path))), file: path)
      }
    } catch {
      Issue.record("\(error.rendered())")
      throw error
    }
  }

  @Test("every trial spec loads and has the points counted by hand", arguments: counts)
  func counted(file: String, points: Int, small: Int?) throws {
    #expect(try load(file).points.count == points)
    if let small { #expect(try load(file, ["budget=small"]).points.count == small) }
  }

  @Test("labels of all points of a trial spec differ", arguments: counts.map(\.file))
  func labels(file: String) throws {
    let points = try load(file).points
    #expect(Set(points.map(\.label)).count == points.count)
  }

  @Test("another kind in a file that extends leaves no option of the old kind")
  func anotherKind() throws {
    let file = try load("10d-ema-or-ma")
    #expect(file.name == "10d-ema-or-ma")
    #expect(file.budget == "small")
    #expect(file.runNames == ["baseline", "one-stage"])
    let filter = try #require(file.points.last?.training.at("filter"))
    #expect(filter == ["kind": "exponential-moving-average", "decay": 0.98, "gain": 2])
    #expect(file.points.last?.training.at("limit") == 3000)
  }

  @Test("a filter that a phase switches off is gone there and acts elsewhere")
  func phaseWithoutFilter() throws {
    let points = try load("04-nanogpt").points
    func phases(_ run: String) throws -> [Point.Phase] { try #require(points.first { $0.run == run }).phases }
    #expect(try phases("from-1000").map(\.name) == ["plain", "filtered"])
    #expect(try phases("from-1000")[0].node.at("filter") == nil)
    #expect(try phases("from-1000")[1].node.at("filter.gain") == 5)
    #expect(try phases("from-start").map(\.name) == ["filtered"])
    #expect(try phases("never").allSatisfy { $0.node.at("filter") == nil })
    #expect(try phases("from-2000")[0].node.at("filter") == nil)
    #expect(
      try phases("from-2000-fed")[0].node.at("filter") == [
        "kind": "exponential-moving-average", "decay": 0.99, "gain": 5, "initial": "first-gradient",
        "apply": false,
      ])
  }
}
