public import Compute
public import Spec

/// Walks along a trajectory: one update after another, with everything that has to be known to go on from anywhere.
///
/// The trajectory (parameters, memory of filter and optimiser, order of batches) follows from the rules, the data and
/// the random streams alone. Evaluating, recording and cutting change nothing in it, bit for bit. A step allocates
/// nothing.
public final class Trainer {
  /// Raised when the same rules give other numbers; part of every rule.
  public static let version = 3
  /// How many samples are predicted together, each with so many predictions. Not the machine's choice: products of
  /// other shapes round differently.
  public static func samplesPredictedTogether(_ predictionsEach: Int) -> Int {
    max(1, 8192 / predictionsEach)
  }

  public let plan: TrainingPlan
  /// How many updates were done.
  public internal(set) var step = 0

  let model: any Trainable
  let examples: [Split: Examples]
  let initial: [Float]
  let seed: UInt64
  let obeysStopRules: Bool
  /// `[parameters]` each; `last*` are empty unless a measure needs them.
  var parameters: [Float]
  var gradient: [Float]
  var lastParameters: [Float] = []
  var lastGradient: [Float] = []
  var lastUpdate: Int?

  var rule: UpdateRule
  var sequence: BatchSequence
  var phase = 0
  /// Where each phase ends: its `until`, or earlier.
  var ends: [Int]
  var stops: [StopTracker?]
  var advances: [StopTracker?]
  var evaluators: [Evaluator]
  var snapshotDue: Int?
  /// nil if no gradients are written down.
  var watch: GradientWatch?
  /// Whether the row of step 0 is still to be measured.
  var isFresh = true

  /// - Parameters:
  ///   - initial: The parameters of step 0, `[model.layout.count]`.
  ///   - order: The stream that shuffles batches, where it stands after all draws that precede training.
  ///   - seed: Of the run; random choices of evaluation rows follow from it.
  ///   - obeysStopRules: False where others decide when to stop, because they share this trajectory.
  /// - Throws: If a selector matches no parameter.
  public init(
    _ plan: TrainingPlan, model: any Trainable, train: Examples, validation: Examples, initial: [Float],
    order: any RandomSource, seed: UInt64, obeysStopRules: Bool = true
  ) throws(InvalidSpec) {
    precondition(
      initial.count == model.layout.count, "\(initial.count) numbers for \(model.layout.count) parameters")
    precondition(!plan.phases.isEmpty, "a plan without phases")
    self.plan = plan
    self.model = model
    self.initial = initial
    self.seed = seed
    self.obeysStopRules = obeysStopRules
    examples = [.train: train, .validation: validation]
    parameters = initial
    gradient = [Float](repeating: 0, count: initial.count)
    sequence = BatchSequence(plan.order, rows: train.count, batch: plan.batch, random: order)
    ends = plan.phases.map(\.until)
    stops = plan.phases.map { $0.stop.map { StopTracker($0, stepsPerEpoch: plan.stepsPerEpoch) } }
    advances = plan.phases.map { $0.advance.map { StopTracker($0, stepsPerEpoch: plan.stepsPerEpoch) } }
    evaluators = []
    for var evaluation in plan.evaluations {
      try evaluation.prepare(model.layout)
      evaluators.append(Evaluator(evaluation, stepsPerEpoch: plan.stepsPerEpoch))
    }
    if plan.evaluations.contains(where: \.needsLastUpdate) {
      lastParameters = gradient
      lastGradient = gradient
    }
    snapshotDue = plan.snapshots?.every.next(after: -1, stepsPerEpoch: plan.stepsPerEpoch)
    watch = try plan.gradients.map { (gradients) throws(InvalidSpec) in
      GradientWatch(try gradients.sample(of: model.layout))
    }
    rule = plan.phases[0].rule
    for phase in plan.phases {
      var rule = phase.rule
      try rule.prepare(model.layout)
    }
    enter(0, from: nil)
    watchGradients(after: 0)
  }

  /// Shows the parameters as they are now, without copying them.
  public func withParameters<Result>(_ body: (UnsafeBufferPointer<Float>) throws -> Result) rethrows -> Result
  {
    try parameters.withUnsafeBufferPointer(body)
  }

  /// The step at which the run ends as far as is known now.
  public var end: Int {
    let stopped = obeysStopRules ? stops.compactMap { $0?.due }.filter { $0 >= 0 } : []
    return ([ends.last ?? 0] + stopped).min() ?? 0
  }

  /// Trains up to step `target`, or to the end of the run if that comes first.
  public func advance(to target: Int, _ observer: inout some TrainingObserver) throws -> TrainingOutcome {
    try flushingSubnormals {
      if isFresh {
        isFresh = false
        try observe(&observer)
      }
      while step < min(target, end) {
        update()
        try observe(&observer)
      }
    }
    return step >= end ? .ended(step: step) : .reached
  }

  /// Goes over to another phase's rule; memory that means the same there lives on.
  func enter(_ index: Int, from previous: UpdateRule?) {
    var next = plan.phases[index].rule
    var previous = previous
    do {
      try initial.withUnsafeBufferPointer { (initial) throws(InvalidSpec) in
        try next.prepare(model.layout, initial: initial)
      }
    } catch {
      preconditionFailure("a selector that matched at first matches no more: \(error.diagnostics)")
    }
    // The only other holder of the memory, which must move and not be copied.
    rule = next
    next.allocate(takingFrom: &previous)
    rule = next
    phase = index
  }

  private func update() {
    while step >= ends[phase], phase + 1 < plan.phases.count {
      enter(phase + 1, from: rule)
    }
    let isMeasured = !lastParameters.isEmpty && evaluators.contains { $0.due == step + 1 }
    let isWatched = watch?.due == step + 1
    let isFrozen = plan.freezeAt.map { step >= $0 } ?? false
    guard let train = examples[.train] else { return }
    if let epoch = plan.stepsPerEpoch, step % epoch == 0 { model.forget() }
    sequence.withBatch(step) { rows in
      // Nobody sees what a batch gives that neither moves nor measures anything, and leaves nothing for the next.
      let isIdle = isFrozen && !isMeasured && !isWatched && model.carried.isEmpty
      if isIdle, !evaluators.contains(where: \.evaluation.isRunning) { return }
      let readsFirst = rule.constraint?.projection == .beforeBackward
      if readsFirst, evaluators.contains(where: \.evaluation.isRunning) { predict(train, rows) }
      if readsFirst { addRunning(train, rows) }
      parameters.withUnsafeMutableBufferPointer { parameters in
        if !isFrozen { rule.project(parameters, team: model.team) }
        gradient.withUnsafeMutableBufferPointer { gradient in
          guard let start = parameters.baseAddress, let target = gradient.baseAddress else { return }
          _ = model.gradient(
            parameters: UnsafePointer(start), examples: train, rows: rows, step: step, into: target)
          if !readsFirst { addRunning(train, rows) }
          if isMeasured { keep(parameters, gradient) }
          if isWatched { watch?.begin(parameters, gradient) }
          if isFrozen { return }
          rule.apply(
            gradient, parameters: parameters, step: step, stepsPerEpoch: plan.stepsPerEpoch,
            team: model.team)
        }
      }
    }
    if isWatched { watch?.finish(parameters) }
    lastUpdate = isMeasured ? step + 1 : nil
    step += 1
  }

  private func addRunning(_ train: Examples, _ rows: UnsafeBufferPointer<Int32>) {
    for index in evaluators.indices { evaluators[index].add(model, plan.loss, train, rows) }
  }

  private func keep(
    _ parameters: UnsafeMutableBufferPointer<Float>, _ gradient: UnsafeMutableBufferPointer<Float>
  ) {
    for index in parameters.indices {
      lastParameters[index] = parameters[index]
      lastGradient[index] = gradient[index]
    }
  }

  private func predict(_ examples: Examples, _ rows: UnsafeBufferPointer<Int32>) {
    parameters.withUnsafeBufferPointer { parameters in
      guard let start = parameters.baseAddress else { return }
      model.predict(parameters: start, examples: examples, rows: rows)
    }
  }
}
