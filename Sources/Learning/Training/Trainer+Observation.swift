internal import Compute
internal import Spec

extension Trainer {
  /// Measures and keeps what is due at this step, then lets the stop rules look.
  func observe(_ observer: inout some TrainingObserver) throws {
    for index in evaluators.indices where evaluators[index].due == step {
      let values = measure(index)
      evaluators[index].skip(to: step)
      let evaluation = evaluators[index].evaluation
      look(evaluation, at: step, values)
      try observer.didEvaluate(evaluation, step: step, values: values)
    }
    if snapshotDue == step {
      snapshotDue = plan.snapshots?.every.next(after: step, stepsPerEpoch: plan.stepsPerEpoch)
      try parameters.withUnsafeBufferPointer { try observer.didReachSnapshot(step: step, parameters: $0) }
    }
    try showGradients(&observer)
  }

  /// Shows the stop rules a row that was recorded before the state that this trainer was restored from.
  public func replay(_ evaluation: Evaluation, step: Int, values: [Double?]) {
    look(evaluation, at: step, values)
  }

  /// The values of all measures at the end of a run, outside of any cadence; running means have none there.
  public func measureEnd(_ evaluation: Evaluation) -> [Double?] {
    guard let index = evaluators.firstIndex(where: { $0.evaluation.name == evaluation.name }) else {
      return []
    }
    let prepared = evaluators[index].evaluation
    return prepared.splits.flatMap { split in
      prepared.isRunning && split == .train ? prepared.measures.map { _ in nil } : means(prepared, split)
    } + weights(prepared)
  }

  private func look(_ evaluation: Evaluation, at step: Int, _ values: [Double?]) {
    for (metric, value) in zip(evaluation.metrics, values) {
      guard let value else { continue }
      if stops[phase]?.rule.metric == metric { stops[phase]?.observe(value, at: step) }
      if advances[phase]?.rule.metric == metric {
        advances[phase]?.observe(value, at: step)
        if let due = advances[phase]?.due, due >= 0 { ends[phase] = min(ends[phase], due) }
      }
    }
  }

  private func measure(_ index: Int) -> [Double?] {
    let evaluation = evaluators[index].evaluation
    var values: [Double?] = []
    for split in evaluation.splits {
      let isRunning = evaluation.isRunning && split == .train
      values += isRunning ? evaluators[index].takeRunningMeans() : means(evaluation, split)
    }
    return values + weights(evaluation)
  }

  private func weights(_ evaluation: Evaluation) -> [Double?] {
    guard !evaluation.weights.isEmpty else { return [] }
    return parameters.withUnsafeBufferPointer { parameters in
      initial.withUnsafeBufferPointer { initial in
        lastParameters.withUnsafeBufferPointer { lastParameters in
          lastGradient.withUnsafeBufferPointer { lastGradient in
            let reading = WeightReading(
              parameters: parameters, initial: initial,
              last: lastUpdate == step && step > 0 ? (lastParameters, lastGradient) : nil)
            return evaluation.weights.map { $0.measure.value(reading) }
          }
        }
      }
    }
  }

  /// Means over the chosen rows of a split, predicted in pieces.
  private func means(_ evaluation: Evaluation, _ split: Split) -> [Double?] {
    guard !evaluation.measures.isEmpty, let examples = examples[split], examples.count > 0 else {
      return evaluation.measures.map { _ in nil }
    }
    let rows = evaluation.chosenRows(
      split, count: examples.count, distance: examples.distance, batch: plan.batch, seed: seed, step: step)
    var sums = [Double](repeating: 0, count: evaluation.measures.count)
    let together = Self.samplesPredictedTogether(examples.predictionsEach)
    for start in stride(from: 0, to: rows.count, by: together) {
      let end = min(start + together, rows.count)
      rows.withUnsafeBufferPointer { all in
        let piece = UnsafeBufferPointer(rebasing: all[start..<end])
        parameters.withUnsafeBufferPointer { parameters in
          guard let start = parameters.baseAddress else { return }
          model.predict(parameters: start, examples: examples, rows: piece)
        }
        guard let predictions = model.predictions.baseAddress else { return }
        let outputs = model.predictions.count / (piece.count * examples.predictionsEach)
        for (index, (_, measure)) in evaluation.measures.enumerated() {
          sums[index] += measure.sum(
            of: predictions, outputs: outputs, examples: examples, rows: piece, loss: plan.loss)
        }
      }
    }
    return sums.map { $0 / Double(rows.count) }
  }
}
