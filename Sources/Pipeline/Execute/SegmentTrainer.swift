import Spec

/// Trains what a demand lacks, segment by segment, looking at the store before each.
struct SegmentTrainer {
  private(set) var trained: [StepRange] = []
  private(set) var healed: [StoreError] = []
  private let context: StageContext
  /// The group whose lock the caller holds.
  private var held: Digest?
  /// What was trained from step 0 on and handed in at once: nobody need read it back.
  private var whole: WholeRun?
  private var store: ArtifactStore { context.store }

  /// How often what is missing is looked up again: after damage, after a race, after a stop rule ended a run.
  private static let tries = 8

  init(_ context: StageContext) { self.context = context }

  /// Trains whatever of a segment is still missing, whose lock the caller holds; nothing if somebody else has done it.
  mutating func ensure(_ segment: Segment) throws {
    held = segment.group
    defer { held = nil }
    let asked = zip(segment.stages, segment.demands).map { Coverage.Asked(stage: $0, demand: $1) }
    try repeatedly { trainer in
      let missing = try Coverage(asked, Survey(trainer.store)).segments.map(\.segment)
        .filter { $0.range.to <= segment.range.to && $0.isPartOfTheWay(to: segment) }
      guard let next = missing.first else { return true }
      // What was trained to its end under our lock need not be looked for.
      return try trainer.locked(next) && next.range == segment.range && next.group == segment.group
    }
  }

  /// Puts a demand's result together, and trains what is missing for it.
  mutating func result(of demand: Demand, for stage: String) throws -> StageOutputs {
    if let outputs = try whole?.outputs(of: demand) { return outputs }
    var result: StageOutputs?
    try repeatedly { trainer in
      let survey = Survey(trainer.store)
      let coverage = try Coverage([Coverage.Asked(stage: stage, demand: demand)], survey)
      if let next = coverage.segments.first {
        _ = try trainer.locked(next.segment)
        return false
      }
      result = try trainer.assemble(demand, end: coverage.extents[0].end)
      return true
    }
    guard let result else { throw MissingPiece() }
    return result
  }

  /// Trains a segment from its start, whatever is stored, and says whether it got to its end.
  @discardableResult
  mutating func train(_ segment: Segment) throws -> Bool {
    try context.cancellation.check()
    guard let train = segment.demands.first?.train else { return false }
    let work = SegmentContext(segment, context)
    try train(segment, work)
    let done = StepRange(segment.range.from, work.written)
    if work.saves > 1 {
      for observer in segment.observers { try work.pieces.compact(observer, within: done) }
    }
    trained.append(done)
    whole = work.whole
    return work.written == segment.range.to
  }

  private mutating func locked(_ segment: Segment) throws -> Bool {
    guard segment.group != held else { return try train(segment) }
    let lock = try store.lock(segment.group, isCancelled: { context.isCancelled })
    defer { lock.release() }
    // What was missing before the wait may be there now.
    let asked = zip(segment.stages, segment.demands).map { Coverage.Asked(stage: $0, demand: $1) }
    let missing = try Coverage(asked, Survey(store)).segments.map(\.segment)
    guard let same = missing.first(where: { $0.group == segment.group && $0.range == segment.range }) else {
      return false
    }
    return try train(same)
  }

  /// Repeats a step until it says that it is done; damage and vanished pieces only mean another look.
  private mutating func repeatedly(_ step: (inout SegmentTrainer) throws -> Bool) throws {
    var setbacks = 0
    while true {
      try context.cancellation.check()
      do {
        let before = trained.count
        if try step(&self) { return }
        if trained.count == before { setbacks += 1 }
        if setbacks > SegmentTrainer.tries { throw MissingPiece() }
      } catch let error as MissingPiece where setbacks < SegmentTrainer.tries {
        setbacks += 1
        _ = error
      } catch let error as StoreError where setbacks < SegmentTrainer.tries {
        context.note(damage: error)
        guard let damage = context.damage, try concernsTrajectory(damage) else { throw error }
        context.forgetDamage()
        context.note("\(error); its steps are trained again")
        healed.append(error)
        setbacks += 1
      }
    }
  }

  /// Whether damage is in the trajectory's own pieces, which are mended here, and not in an input.
  private func concernsTrajectory(_ damage: StoreError) throws -> Bool {
    let lost: Digest
    switch damage {
    case .damaged(let damage):
      guard case .object(let digest) = damage.subject else { return true }
      lost = digest
    case .missing(let reference): lost = reference.digest
    default: return false
    }
    return !context.isInput(lost)
  }

  private func assemble(_ demand: Demand, end: Int) throws -> StageOutputs {
    let pieces = TrajectoryStore(store, demand.trajectory, numericClass: context.numericClass)
    let result = try StageOutputs(of: demand, end: end) {
      try pieces.observation(by: $0, until: end)
    } final: {
      try pieces.final($0, at: end)
    }
    if demand.keep != .none { try pieces.keepState(at: end) }
    return result
  }
}

extension Segment {
  /// Whether the other segment continues this one, directly or not, or is this one.
  fileprivate func isPartOfTheWay(to other: Segment) -> Bool { other.trajectory.key(at: range.to) == group }
}
