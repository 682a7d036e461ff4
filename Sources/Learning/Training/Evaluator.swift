internal import Compute
internal import Spec

/// Takes the measures of one evaluation, and keeps its running means.
struct Evaluator {
  let evaluation: Evaluation
  private let stepsPerEpoch: Int?
  /// The next step at which to measure; nil if none follows.
  private(set) var due: Int?
  /// `[measures]`: sums over the training rows since the last evaluation.
  private var sums: [Double]
  private var count = 0

  init(_ evaluation: Evaluation, stepsPerEpoch: Int?) {
    self.evaluation = evaluation
    self.stepsPerEpoch = stepsPerEpoch
    sums = [Double](repeating: 0, count: evaluation.isRunning ? evaluation.measures.count : 0)
    due = evaluation.every.next(after: -1, stepsPerEpoch: stepsPerEpoch)
  }

  /// Adds one training batch, whose predictions the model has just made.
  mutating func add(
    _ model: any Trainable, _ loss: any Loss, _ examples: Examples, _ rows: UnsafeBufferPointer<Int32>
  ) {
    guard evaluation.isRunning, let predictions = model.predictions.baseAddress else { return }
    let outputs = model.predictions.count / (rows.count * examples.predictionsEach)
    for (index, (_, measure)) in evaluation.measures.enumerated() {
      sums[index] += measure.sum(
        of: predictions, outputs: outputs, examples: examples, rows: rows, loss: loss)
    }
    count += rows.count
  }

  /// The running means since the last call, which begins them anew.
  mutating func takeRunningMeans() -> [Double?] {
    defer {
      for index in sums.indices { sums[index] = 0 }
      count = 0
    }
    return sums.map { count == 0 ? nil : $0 / Double(count) }
  }

  /// Moves on to the first step of the cadence after `step`.
  mutating func skip(to step: Int) { due = evaluation.every.next(after: step, stepsPerEpoch: stepsPerEpoch) }

  /// Whether nothing is open after the evaluation at `step`: it needs no step before it.
  func isClean(at step: Int) -> Bool {
    !evaluation.isRunning || step == 0 || evaluation.every.contains(step, stepsPerEpoch: stepsPerEpoch)
  }

  mutating func visitState(_ visitor: inout some StateVisitor) {
    guard evaluation.isRunning else { return }
    visitor.visit("sums", &sums, count: sums.count)
    visitor.visit("count", &count)
  }
}

extension Evaluation {
  /// Finds the parameters that weight measures look at.
  mutating func prepare(_ layout: ParameterLayout) throws(InvalidSpec) {
    for index in weights.indices { try weights[index].measure.prepare(layout) }
  }

  /// The rows of a split to look at, in ascending order; a random choice follows from seed, names and step alone.
  ///
  /// - Parameter distance: How far apart examples are that share nothing; all of them are those at this distance.
  func chosenRows(
    _ split: Split, count: Int, distance: Int = 1, batch: Int, seed: UInt64, step: Int
  ) -> [Int32] {
    let wanted: Int
    switch rows[split] ?? .all {
    case .all, .running: return stride(from: 0, to: count, by: distance).map { Int32(truncatingIfNeeded: $0) }
    case .batches(let batches): wanted = batches.multipliedReportingOverflow(by: batch).partialValue
    case .samples(let samples): wanted = min(samples, count)
    }
    var random = CounterRandom(seed: seed, stream: "evaluate/\(name)/\(split.rawValue)/\(step)")
    var chosen: [Int32] = []
    // More rows than there are: every row comes once before any comes twice.
    while chosen.count < wanted { chosen += random.permutation(count).prefix(wanted - chosen.count) }
    return chosen.sorted()
  }
}
