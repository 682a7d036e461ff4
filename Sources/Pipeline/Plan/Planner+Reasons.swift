import Spec

/// Why a stage that is not known has to run.
extension Planner {
  func reason(for step: Plan.Step, _ missing: String?, siblings: [String]) throws -> Reason {
    if step.isForced { return .forced }
    if let missing { return .outputMissing(missing) }
    let upstream = zip(step.stage.inputs, graph.makers[step.position]).first { _, maker in
      maker.map { steps[$0]?.outputs == nil } ?? false
    }
    if let entry = try ledger()?[step.stage.name] {
      if let reason = entry.difference(from: Ledger.Entry(step, inputs: inputs(of: step))) { return reason }
      return upstream.flatMap { $0.0.stage }.map { .upstreamMayChange($0) } ?? .recordMissing
    }
    if siblings.isEmpty { return .neverBuilt }
    if let maker = upstream?.0.stage { return .upstreamMayChange(maker) }
    return try nearest(to: step, among: siblings.prefix(8)) ?? .neverBuilt
  }

  /// Without a ledger, a record with the same settings shows which input is another one.
  private func nearest(to step: Plan.Step, among names: some Sequence<String>) throws -> Reason? {
    let now = inputs(of: step)
    var best: (same: Int, reason: Reason)?
    for name in names {
      guard let record = try store.record(at: RecordAddress(group: step.group, name: name)),
        let before = record.components["inputs"]?.object
      else { continue }
      let different = now.filter { before[$0.name]?.string != $0.digest?.hex }
      let same = now.count - different.count
      guard let first = different.first, same >= best?.same ?? 0 else { continue }
      best = (
        same,
        .inputChanged(
          input: first.name, from: first.from, old: before[first.name]?.string.flatMap(Digest.init(hex:)),
          new: first.digest)
      )
    }
    return best?.reason
  }

  private func inputs(of step: Plan.Step) -> [Ledger.Input] {
    zip(step.stage.inputs, graph.makers[step.position]).map { input, maker in
      Ledger.Input(input, outputs: maker.flatMap { steps[$0]?.outputs })
    }
  }
}
