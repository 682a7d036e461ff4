import Experiment
import FoundationEssentials
import Spec
import Testing

/// The trial specs of the language, where their folder lies beside this repository or `GROKLINE_SHARED` names it.
private let trials: String? = {
  let beside = repository.split(separator: "/").dropLast().joined(separator: "/")
  let named = ProcessInfo.processInfo.environment["GROKLINE_SHARED"]
  let folder = (named ?? "/" + beside + "/shared") + "/spec-trials"
  return FileManager.default.fileExists(atPath: folder) ? folder : nil
}()

@Suite("Trial specs as studies", .enabled(if: trials != nil, "the folder of trial specs is not here"))
struct TrialStudyTests {
  /// What is reported of a trial spec, because its kinds come later or came with other settings; nothing else may be.
  static let later: [(file: String, errors: Set<String>)] = [
    ("01-table-1", []), ("02-figure-8", []), ("03-figure-12-table-2", []),
    ("04-nanogpt", ["'characters' is not a kind of dataset"]),
    ("05-omnigrok-2", []),
    (
      "06-omnigrok-3",
      ["'float64' is reserved: parameters are float32 so far"]
    ),
    (
      "07-omnigrok-6",
      [
        "unknown key 'descend'", "unknown key 'start'", "unknown key 'rates'", "a mapping is not a number",
        "missing 'x': expected a name", "missing 'y': expected a name", "missing 'descends': expected a name",
        "missing 'from': expected a place, such as {scale: 3, messiness: 0.5}, or a list of these",
        "missing 'rate': expected a number", "missing 'steps': expected a whole number",
        "there is no axis or column 'time'",
      ]
    ),
    ("08-imdb", []),
    (
      "09-band-pass",
      [
        "'tokens' is not a kind of layer", "'attention' is not a kind of layer",
        "'mean-pool' is not a kind of layer", "unknown key 'points'",
      ]
    ),
    ("10-base", []), ("10a-two-stage", []), ("10b-window-and-gain", []), ("10c-weight-decay", []),
    ("10d-ema-or-ma", []),
  ]

  @Test("of a trial spec only what came later or otherwise is reported", arguments: later)
  func studied(file: String, errors: Set<String>) throws {
    let path = try #require(trials) + "/\(file).yaml"
    var found: Set<String> = []
    do {
      _ = try Study.open(path, project: Project.enclosing(path))
    } catch let invalid as InvalidSpec {
      found = Set(invalid.diagnostics.map(\.message))
    }
    #expect(found == errors)
  }

  @Test("every trial spec is among those that are tried")
  func complete() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: try #require(trials))
    let stems = files.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(".yaml".count)) }
    #expect(Set(stems) == Set(Self.later.map(\.file)))
  }
}
