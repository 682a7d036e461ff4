import Spec

/// One attempt at a stage or a segment, on its own thread: look, lock, look again, work, publish.
struct Attempt: Sendable {
  struct Done: Sendable {
    var outputs: [Output]?
    var finish: StageEvent.Finish
    var key: Digest?
    var trained: [StepRange] = []
    var healed: [StoreError] = []
  }

  enum Outcome: Sendable {
    case done(Done)
    /// Somebody else has the lock of this key.
    case busy(Digest, holder: String)
    /// Something that it reads failed its checks and has to be made again first.
    case damaged(StoreError)
    case failed(message: String, log: String?)
    case cancelled

    /// For the telemetry; nil if nothing was done.
    var word: String? {
      switch self {
      case .done(let done): "\(done.finish)"
      case .busy: nil
      case .damaged: "damaged"
      case .failed: "failed"
      case .cancelled: "cancelled"
      }
    }
  }

  let executor: Executor
  let step: Plan.Step
  let inputs: [String: StageContext.Input]
  /// The contents of the inputs in order; `nil` if one is not known, which only a trajectory allows.
  let contents: [Digest]?
  /// The segment to train first, if one is to be trained.
  let segment: Segment?
  /// Whether the stage's result is made.
  let makesResult: Bool
  /// What the stage gave that does the same work.
  let twin: [Output]?
  let cores: Int
  let number: Int
  /// The lock of the key, if it was waited for.
  let heldLock: KeyLock?

  /// What became of it, and the last that it said of its progress.
  func perform() -> (Outcome, Progress?) {
    if segment == nil, let twin { return (.done(Done(outputs: twin, finish: .doneElsewhere)), nil) }
    let log = StageLog(step.stage.name, attempt: number, run: executor.telemetry.run, in: executor.store)
    let (stage, part, report) = (step.stage.name, segment?.range, executor.report)
    var elsewhere: Done?
    let share: CoreShare
    do {
      // Many may wait for few cores: what others do meanwhile needs none.
      elsewhere = try known()
      share = try CoreShare(
        cores, of: executor.settings.cores, in: executor.store, mayWait: heldLock == nil && elsewhere == nil,
        isMoot: { () throws(StoreError) in
          elsewhere = try known()
          return elsewhere != nil || executor.cancellation.isCancelled
        })
    } catch {
      return (.failed(message: "\(error)", log: nil), nil)
    }
    if let elsewhere { return (.done(elsewhere), nil) }
    let context = StageContext(
      stage: stage, cores: share.count, store: executor.store, numericClass: executor.settings.numericClass(),
      cancellation: executor.cancellation, log: log, inputs: inputs,
      report: { report(StageEvent(stage: stage, part: part, $0)) })
    return withExtendedLifetime(share) { (outcome(context), context.progress) }
  }

  private func outcome(_ context: StageContext) -> Outcome {
    do {
      return try attempt(context)
    } catch StoreError.busy(let holder) {
      return .busy(lockKey, holder: holder)
    } catch {
      if executor.cancellation.isCancelled { return .cancelled }
      if let damage = context.damage { return .damaged(damage) }
      context.write(toLog: "\(error)")
      return .failed(message: "\(error)", log: context.log.exists ? context.log.path : nil)
    }
  }

  private func attempt(_ context: StageContext) throws -> Outcome {
    var trainer = SegmentTrainer(context)
    if let segment {
      try train(segment, &trainer)
      let finish: StageEvent.Finish = trainer.trained.isEmpty ? .doneElsewhere : .ran
      if !makesResult {
        return .done(Done(finish: finish, trained: trainer.trained, healed: trainer.healed))
      }
    }
    guard let key else {
      preconditionFailure("stage '\(step.stage.name)' was launched before its inputs were known")
    }
    let lock = try lock(key)
    defer { lock.release() }
    // Somebody else may have published while we waited.
    if var known = try known() {
      (known.trained, known.healed) = (trainer.trained, trainer.healed)
      return .done(known)
    }
    if segment == nil {
      executor.report(StageEvent(stage: step.stage.name, .started(attempt: number)))
    }
    return .done(try work(key, context, &trainer))
  }

  private func train(_ segment: Segment, _ trainer: inout SegmentTrainer) throws {
    let lock = try heldLock ?? executor.store.lock(segment.group, wait: .no)
    defer { lock.release() }
    executor.report(StageEvent(stage: step.stage.name, part: segment.range, .started(attempt: number)))
    if step.isForced { try trainer.train(segment) } else { try trainer.ensure(segment) }
  }

  /// The lock of the stage's own key. After a segment somebody else can only be putting its rows together.
  private func lock(_ key: StageKey) throws -> KeyLock {
    if segment != nil {
      return try executor.store.lock(key.digest, isCancelled: { executor.cancellation.isCancelled })
    }
    return try heldLock ?? executor.store.lock(key.digest, wait: .no)
  }

  private var lockKey: Digest { segment?.group ?? key?.digest ?? step.group }

  private var key: StageKey? {
    if let demand = step.stage.demand { return step.stageKey ?? StageKey(demand, group: step.group) }
    return contents.map { StageKey(step.stage, group: step.group, contents: $0) }
  }

  /// The stored result, if it is whole.
  private func known() throws(StoreError) -> Done? {
    guard makesResult, !step.isForced, let key, let record = try executor.store.record(at: key.address),
      executor.store.holdsEverything(of: record),
      step.stage.outputs.allSatisfy({ record[output: $0] != nil })
    else { return nil }
    let finish: StageEvent.Finish = step.state == .maybe ? .unchanged : .doneElsewhere
    return Done(outputs: record.outputs, finish: finish, key: key.digest)
  }

  private func work(
    _ key: StageKey, _ context: StageContext, _ trainer: inout SegmentTrainer
  ) throws -> Done {
    switch step.stage.work {
    case .trajectory(let demand):
      let result = try trainer.result(of: demand, for: step.stage.name)
      let outputs = try publish(result, key)
      let finish: StageEvent.Finish = step.state == .restore && trainer.trained.isEmpty ? .restored : .ran
      return Done(
        outputs: outputs, finish: finish, key: key.digest, trained: trainer.trained, healed: trainer.healed)
    case .function(let run):
      try checkSources()
      let result = try run(context)
      try executor.cancellation.check()
      try checkSources()
      return Done(outputs: try publish(result, key), finish: .ran, key: key.digest)
    }
  }

  /// A source that is not what the plan was made with would give a result that belongs to another key.
  private func checkSources() throws {
    for case .source(let source) in inputs.values where try source.current() != source.digest {
      throw ChangedSource(name: source.name)
    }
  }

  private func publish(_ result: StageOutputs, _ key: StageKey) throws -> [Output] {
    guard result.contents.map(\.name).sorted() == step.stage.outputs.sorted() else {
      throw WrongOutputs(declared: step.stage.outputs, made: result.contents.map(\.name))
    }
    let outputs = try result.contents.map { name, content in
      switch content {
      case .bytes(let bytes, let encoding): try executor.store.output(named: name, bytes, as: encoding)
      case .stored(let reference): Output(name: name, reference: reference)
      }
    }
    let record = Record(
      kind: step.stage.kind, components: components(key), outputs: outputs,
      numericClass: executor.settings.numericClass(), references: Set(result.references).sorted())
    guard case .differs(let present) = try executor.store.publish(record, at: key.address) else {
      return outputs
    }
    // Across numeric classes the last bits may differ: what others may have used already stays.
    guard present.numericClass != record.numericClass else { throw Nondeterminism(record, unlike: present) }
    return present.outputs
  }

  /// What the key was made of, for explanations and for whoever collects garbage.
  private func components(_ key: StageKey) -> JSON {
    var components: [String: JSON] = [
      "kind": .string(step.stage.kind), "parameters": step.stage.parameters, "key": .string(key.digest.hex),
    ]
    if let demand = step.stage.demand {
      components["groups"] = .array(
        demand.trajectory.stretches(until: demand.until).map { .string($0.key.hex) })
    } else if let contents {
      components["inputs"] = .object(
        Dictionary(zip(step.stage.inputs.map(\.name), contents.map { .string($0.hex) })) { first, _ in first }
      )
    }
    return .object(components)
  }
}

/// A stage made other outputs than it declares.
public struct WrongOutputs: Error, Sendable, Hashable, CustomStringConvertible {
  public let declared: [String]
  public let made: [String]

  public var description: String {
    "the stage made \(made.sorted().joined(separator: ", ")) "
      + "where \(declared.sorted().joined(separator: ", ")) was declared"
  }
}
