internal import Spec

extension Trainer {
  /// Shows the trajectory's state without copying it: everything that decides the updates from here on.
  ///
  /// It names no phase, so every run with the same rules up to this step can go on from it. Whoever keeps the shown
  /// values makes the next step copy them.
  public func readState(_ show: (String, NamedTensor.Values) -> Void) {
    withoutActuallyEscaping(show) { show in
      var reader = StateReader(show)
      visitTrajectory(&reader)
    }
  }

  /// Shows what the observers and stop rules keep between two of their steps; it depends on the plan.
  public func readProgress(_ show: (String, NamedTensor.Values) -> Void) {
    withoutActuallyEscaping(show) { show in
      var reader = StateReader(show)
      visitProgress(&reader)
    }
  }

  /// The trajectory's state as values.
  public func saveState() -> [NamedTensor] {
    var tensors: [NamedTensor] = []
    readState { tensors.append(NamedTensor($0, $1)) }
    return tensors
  }

  /// The observers' state as values.
  public func saveProgress() -> [NamedTensor] {
    var tensors: [NamedTensor] = []
    readProgress { tensors.append(NamedTensor($0, $1)) }
    return tensors
  }

  /// Goes on from a saved state, as if this trainer had come there itself.
  ///
  /// - Parameter progress: The observers' state of a run with the same plan. Without it, stop rules begin anew (see
  ///   `replay`) and no running mean may be open.
  /// - Throws: `UnfitState` if the state belongs to other rules, or a running mean misses its beginning; or why the
  ///   state cannot be read. The trainer is of no use then.
  public func restore(_ state: some SavedState, progress: [NamedTensor]? = nil) throws {
    var at = 0
    guard try withUnsafeMutablePointer(to: &at, { try state.read("step", into: .init(start: $0, count: 1)) })
    else {
      throw UnfitState("the saved state has no 'step'")
    }
    // The state is that of the rule that made the last update; the next one's is entered when it acts.
    let last = progress == nil ? plan.phases.lastIndex { $0.from < at } ?? 0 : savedPhase(progress ?? [])
    enter(last, from: nil)
    var restorer = StateRestorer(state)
    visitTrajectory(&restorer)
    try restorer.finish()
    if let progress {
      var restorer = StateRestorer(progress)
      visitProgress(&restorer)
      try restorer.finish()
    } else if let open = evaluators.first(where: { !$0.isClean(at: step) }) {
      let name = open.evaluation.name.isEmpty ? "evaluate" : open.evaluation.name
      throw UnfitState("the running means of '\(name)' began before step \(step): start at one of its steps")
    }
    isFresh = step == 0
    lastUpdate = nil
    let after = isFresh ? -1 : step
    for index in evaluators.indices { evaluators[index].skip(to: after) }
    snapshotDue = plan.snapshots?.every.next(after: after, stepsPerEpoch: plan.stepsPerEpoch)
    watchGradients(after: after)
  }

  /// Whether a run of this plan may begin at a stored state of `step` without the observers' state.
  public func canStart(at step: Int) -> Bool { evaluators.allSatisfy { $0.isClean(at: step) } }

  private func savedPhase(_ progress: [NamedTensor]) -> Int {
    guard case .integers(let saved)? = progress.first(where: { $0.name == "phase" })?.values,
      let index = saved.first,
      plan.phases.indices.contains(index)
    else { return 0 }
    return index
  }

  private func visitTrajectory(_ visitor: inout some StateVisitor) {
    visitor.visit("step", &step)
    visitor.visit("parameters", &parameters, count: model.layout.count)
    let carried = model.carried.count
    if carried > 0 { visitor.visit("carried", &model.carried, count: carried) }
    rule.visitState(&visitor)
    visitor.enter("order") { sequence.visitState(&$0) }
  }

  private func visitProgress(_ visitor: inout some StateVisitor) {
    visitor.visit("phase", &phase)
    visitor.visit("ends", &ends, count: plan.phases.count)
    for index in evaluators.indices where evaluators[index].evaluation.isRunning {
      let name = evaluators[index].evaluation.name
      visitor.enter("running" + (name.isEmpty ? "" : "." + name)) { evaluators[index].visitState(&$0) }
    }
    for index in plan.phases.indices {
      visitor.enter("stop.\(index)") { stops[index]?.visitState(&$0) }
      visitor.enter("advance.\(index)") { advances[index]?.visitState(&$0) }
    }
  }
}
