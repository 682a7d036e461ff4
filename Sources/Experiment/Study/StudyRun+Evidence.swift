internal import FoundationEssentials
public import Pipeline

/// What a run with nothing to do rests on, for whoever asks the same once more.
extension StudyRun {
  /// Whether everything was there, in the store and in the results folder.
  public func foundAllDone(_ plan: Plan, _ report: RunReport) -> Bool {
    let summary = report.summary
    return plan.isUpToDate && summary.isComplete && report.obstacle == nil && report.written.isEmpty
      && summary.ran.isEmpty && summary.trained.isEmpty && summary.healed.isEmpty
  }

  /// Every file that says so: the program, the spec and what it extends, data, records and objects, and the results; absolute,
  /// or from the store's folder.
  public func evidence(of plan: Plan) -> [String] {
    let working = FileManager.default.currentDirectoryPath
    let sources = study.graph.stages.flatMap(\.inputs).compactMap { input in
      if case .source(let source) = input.origin { source.file } else { nil }
    }
    return ["/proc/self/exe"] + study.file.files.map { absolute($0, from: working) }
      + Set(sources).sorted().map { absolute($0, from: study.project.root) }
      + study.exports.evidence(for: study.exported.flatMap(\.files))
      + [Ledger.pathInStore(study.name)] + plan.evidence(in: store)
  }
}
