internal import Pipeline

/// Notes in the store what a run is about to do, and how it ended.
///
/// As long as it lives, the store knows that its process uses what the plan names.
struct RunDiary: Sendable {
  private let note: RunNote
  private let ledger: Ledger
  private let store: ArtifactStore
  private let user: StoreUser?
  private let start = ContinuousClock.now

  init(_ run: String, _ study: Study, _ plan: Plan, in store: ArtifactStore) {
    user = store.signedUser()
    user?.announce(plan.roots)
    note = RunNote(
      run: run, experiment: study.name, spec: study.file.files.last ?? "", user: user?.name ?? "")
    ledger = Ledger(plan)
    self.store = store
    // Nobody's result: where it cannot be written, the run itself will say why if that matters.
    try? note.save(ledger, in: store)
  }

  func close(_ summary: Pipeline.RunSummary) {
    var note = note
    note.outcome = summary.wasCancelled ? "stopped" : summary.isComplete ? "complete" : "failed"
    note.seconds = (ContinuousClock.now - start) / .seconds(1)
    note.ran = summary.ran.count
    note.failed = summary.failures.map(\.stage)
    var ledger = ledger
    ledger.note(summary)
    try? note.save(ledger, in: store)
  }
}
