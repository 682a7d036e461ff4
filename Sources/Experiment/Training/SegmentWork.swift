internal import Learning
internal import Pipeline
internal import Spec

/// Trains one segment and hands in what comes of it. It runs in a worker process, or in place.
struct SegmentWork {
  private let request: SegmentRequest
  private let store: ArtifactStore
  private let damages: FoundDamage
  private let run: TrainingRun
  private let trainer: Trainer
  private let emit: (SegmentEvent) throws -> Void
  private let isCancelled: () -> Bool
  private var recorder: RowRecorder
  private var ends: [RunEnd]

  /// Goes to the start of the segment.
  init(
    _ request: SegmentRequest, designs: DesignMemory = DesignMemory(),
    emit: @escaping (SegmentEvent) throws -> Void, isCancelled: @escaping () -> Bool
  ) throws {
    self.request = request
    self.emit = emit
    self.isCancelled = isCancelled
    let damages = FoundDamage()
    self.damages = damages
    store = try ArtifactStore(root: request.store) { damages.add($0) }
    let (design, files) = try designs.design(for: request)
    let run = TrainingRun(design, request.recipe)
    guard run.trajectory.origin == request.origin else { throw OtherOrigin() }
    self.run = run
    trainer = try run.makeTrainer(threads: request.threads, files: files)
    recorder = RowRecorder(run, wanted: request.observers, store)
    ends = request.ends
    if let start = request.start {
      let progress = try run.progress(of: trainer, at: request.from, request.memories)
      switch start {
      case .object(let reference):
        try trainer.restore(StoredState(reference, in: store), progress: progress)
      case .bytes(let bytes): try trainer.restore(StateFile.decode(bytes), progress: progress)
      }
    }
    for (name, rows) in request.earlierRows where !rows.isEmpty { try look(back: rows, of: name) }
  }

  /// Trains to the end of the segment, or to where all served runs end; throws `Cancelled` after saving, if asked.
  mutating func train() throws {
    var clock = WorkClock(from: request.from, checkpointInterval: request.checkpointInterval)
    try advance(to: request.from)
    while trainer.step < target {
      try advance(to: min(target, nextStop(clock)))
      clock.reached(trainer.step)
      if clock.takeReport() {
        try emit(progress(rate: clock.rate))
      }
      if trainer.step < target, isCancelled() || clock.isCheckpointDue {
        let began = monotonicSeconds()
        let saved = try save()
        try tellDamage()
        try emit(.checkpoint(saved))
        clock.didSave(seconds: monotonicSeconds() - began)
        if isCancelled() { throw Cancelled() }
      }
    }
    var saved = try save()
    for name in request.finals { saved.finals[name] = try run.final(name, of: trainer, store) }
    try tellDamage()
    try emit(progress(rate: clock.average))
    try emit(.finished(saved))
  }

  private func progress(rate: Double) -> SegmentEvent {
    .progress(step: trainer.step, rate: rate, peakMemory: PeakMemory.bytes, text: recorder.watched)
  }

  /// The last step, as far as is known.
  private var target: Int {
    let known = ends.map { $0.end ?? Int.max }
    guard let last = known.max(), last < Int.max else { return request.to }
    return min(request.to, max(last, request.from))
  }

  /// Where to pause next: at every row that a stop rule reads, and often enough to report and to be stopped.
  private func nextStop(_ clock: WorkClock) -> Int {
    let pause = trainer.step + clock.stepsUntilPause
    guard ends.contains(where: \.isOpen) else { return pause }
    let read = ends.reduce(into: Set<String>()) { $0.formUnion($1.metrics) }
    let due = run.design.plan.evaluations.filter { !read.isDisjoint(with: $0.metrics) }.compactMap {
      $0.every.next(after: trainer.step, stepsPerEpoch: run.design.plan.stepsPerEpoch)
    }
    return min(pause, due.min() ?? pause)
  }

  private mutating func advance(to step: Int) throws {
    _ = try trainer.advance(to: step, &recorder)
    for row in recorder.takeFresh() { look(row.step, row.values) }
  }

  private mutating func look(_ step: Int, _ values: [String: Double]) {
    for index in ends.indices { ends[index].look(at: step) { values[$0] } }
  }

  private mutating func look(back rows: String, of observer: String) throws {
    let table = try Table(csv: Array(rows.utf8), axes: ["step"])
    guard let steps = table.axis("step") else { return }
    for row in 0..<table.count {
      var values: [String: Double] = [:]
      for column in table.columns { values[column.name] = column[row].number }
      look(Int(steps[row].number ?? 0), values)
    }
  }

  /// Names the stored files that turned out to be damaged.
  private func tellDamage() throws {
    for damage in damages.take() { try emit(.foundDamage("\(damage)")) }
  }

  /// Writes the state; the rows since the last save go with it.
  private mutating func save() throws -> SegmentEvent.Saved {
    SegmentEvent.Saved(
      step: trainer.step, state: try StateFile.write(trainer.saveState(), to: store),
      memories: run.memories(of: trainer, observers: request.observers), rows: try recorder.takeRows())
  }
}

/// Another program, or other files, than those that the plan was made with.
struct OtherOrigin: Error, CustomStringConvertible {
  var description: String { "a data file or the program changed since the run was planned: run again" }
}

/// Collects the damage that a store reports. Only the thread that trains uses that store, so nobody else adds to it.
private final class FoundDamage: @unchecked Sendable {
  private var found: [Damage] = []

  func add(_ damage: Damage) { found.append(damage) }

  func take() -> [Damage] {
    defer { found = [] }
    return found
  }
}
