internal import Pipeline
internal import Spec

/// Names of runs that people type, against those that a store has notes of.
struct RunNames {
  private let store: ArtifactStore
  let runs: [RunNote]

  init(_ store: ArtifactStore) throws {
    self.store = store
    runs = try store.history()
  }

  /// The run of this name, or whose name begins or ends so; nil for a name that no run has.
  ///
  /// - Throws: `UsageProblems` where it names several.
  func find(_ word: String) throws -> (note: RunNote, ledger: Ledger)? {
    let named = runs.filter { $0.run == word }
    let meant = named.isEmpty ? runs.filter { $0.run.hasPrefix(word) || $0.run.hasSuffix("-" + word) } : named
    if meant.count > 1 {
      throw UsageProblems(
        "'\(word)' names \(meant.count) runs",
        hint: "name one of " + meant.prefix(5).map(\.run).joined(separator: ", "))
    }
    return try meant.first.flatMap { try store.note(of: $0.run) }
  }

  /// How a run that is named on the command line and not there is told.
  func unknown(_ word: String) -> UsageProblems {
    UsageProblems(
      "no run is called '\(word)'",
      hint: nearest(to: word, among: runs.map(\.run)).map { "did you mean '\($0)'?" }
        ?? "'grokline runs' lists them")
  }
}
