import Spec

/// One pass through a plan: launches what is ready, in order, and takes down what became of it.
struct Round {
  /// What a thread says when it ends.
  enum Report: Sendable {
    case ended(node: Int, Attempt.Outcome, Progress?, seconds: Double)
    /// The lock that a node waited for is ours now, or could not be had.
    case locked(node: Int, Result<KeyLock, StoreError>)
  }

  private(set) var summary: RunSummary
  /// The stages that met damage, which is to be mended before they can run.
  private(set) var damaged: [(stage: String, error: StoreError)] = []
  private let plan: Plan
  private let executor: Executor
  private let graph: ExecutionGraph
  private var waiting: [Int]
  private var ready = ReadyQueue()
  private var locks: [Int: KeyLock] = [:]
  private var attempts: [Int: Int] = [:]
  private var outputs: [[Output]?]
  private var freeCores: Int
  private var freeMemory: Int
  private var running = 0
  private var isStopped = false
  private var ended: Set<Int> = []

  init(_ plan: Plan, _ executor: Executor, _ summary: RunSummary) {
    self.plan = plan
    self.executor = executor
    self.summary = summary
    graph = ExecutionGraph(plan)
    waiting = graph.nodes.map(\.waitsFor.count)
    outputs = plan.steps.map { $0.hasWork ? nil : $0.outputs }
    freeCores = executor.settings.threads
    freeMemory = executor.settings.memory
    places = Dictionary(uniqueKeysWithValues: plan.steps.enumerated().map { ($1.position, $0) })
    for node in graph.nodes.indices where waiting[node] == 0 { ready.insert(node) }
  }

  /// The cores that running nodes hold.
  private var allotted: [Int: Int] = [:]
  /// Where the stages of the graph are among the steps.
  private let places: [Int: Int]

  mutating func run() async {
    await withTaskGroup(of: Report.self) { group in
      launch(in: &group)
      while let report = await group.next() {
        take(report, &group)
        launch(in: &group)
      }
    }
    finish()
  }

  private mutating func launch(in group: inout TaskGroup<Report>) {
    while !isStopped, !executor.cancellation.isCancelled, running < executor.settings.jobs,
      let node = ready.first
    {
      // Strictly in order: a small stage never overtakes a large one, so that nothing starves.
      guard freeCores >= 1, memory(of: node) <= freeMemory else { return }
      // Whoever could start now shares what is free; no result depends on it.
      let share = freeCores / min(ready.count, executor.settings.jobs - running)
      let cores = min(cores(of: node), max(share, 1))
      ready.removeFirst()
      freeCores -= cores
      allotted[node] = cores
      freeMemory -= memory(of: node)
      running += 1
      attempts[node, default: 0] += 1
      let attempt = attempt(at: node, cores: cores)
      group.addTask(executorPreference: OwnThread.shared) {
        let clock = ContinuousClock()
        let start = clock.now
        let (outcome, progress) = attempt.perform()
        return .ended(node: node, outcome, progress, seconds: (clock.now - start) / .seconds(1))
      }
    }
  }

  private mutating func take(_ report: Report, _ group: inout TaskGroup<Report>) {
    switch report {
    case .locked(let node, .success(let lock)):
      locks[node] = lock
      ready.insert(node)
    case .locked(let node, .failure(let error)):
      if case .waitCancelled = error { return }
      fail(node, "\(error)", log: nil)
    case .ended(let node, let outcome, let progress, let seconds):
      running -= 1
      freeCores += allotted.removeValue(forKey: node) ?? 0
      freeMemory += memory(of: node)
      locks.removeValue(forKey: node)?.release()
      note(node, seconds, outcome.word, progress)
      settle(node, outcome, seconds, &group)
    }
  }

  private mutating func settle(
    _ node: Int, _ outcome: Attempt.Outcome, _ seconds: Double, _ group: inout TaskGroup<Report>
  ) {
    let name = plan.steps[graph.nodes[node].step].stage.name
    switch outcome {
    case .done(let result):
      for damage in result.healed { summary.healed.append("\(damage)") }
      for range in result.trained { summary.trained.append((name, range)) }
      tell(node, result, seconds)
      if graph.nodes[node].makesResult { finish(graph.nodes[node].step, result) }
      release(node)
    case .busy(let key, let holder):
      tell(node, .waiting(holder: holder))
      wait(for: key, node, in: &group)
    case .damaged(let error):
      ended.insert(node)
      damaged.append((name, error))
      tell(node, .damaged(message: "\(error)"))
    case .failed(let message, let log):
      fail(node, message, log: log)
    case .cancelled:
      summary.wasCancelled = true
    }
  }

  /// Waits without holding a core, then stands in line again.
  private func wait(for key: Digest, _ node: Int, in group: inout TaskGroup<Report>) {
    let (store, cancellation) = (executor.store, executor.cancellation)
    group.addTask(executorPreference: OwnThread.shared) {
      .locked(
        node: node,
        Result { () throws(StoreError) in try store.lock(key, isCancelled: { cancellation.isCancelled }) })
    }
  }

  private mutating func finish(_ step: Int, _ result: Attempt.Done) {
    let stage = plan.steps[step].stage
    outputs[step] = result.outputs
    switch result.finish {
    case .ran: summary.ran.append(stage.name)
    case .unchanged, .doneElsewhere: summary.reused.append(stage.name)
    case .restored: break
    }
    var done = plan.steps[step]
    if let key = result.key { done.key = key }
    summary.entries[stage.name] = Ledger.Entry(done, inputs: inputs(of: step))
  }

  private mutating func release(_ node: Int) {
    ended.insert(node)
    for user in graph.nodes[node].users {
      waiting[user] -= 1
      if waiting[user] == 0 { ready.insert(user) }
    }
  }

  private mutating func fail(_ node: Int, _ message: String, log: String?) {
    ended.insert(node)
    let name = plan.steps[graph.nodes[node].step].stage.name
    summary.failures.append(RunSummary.Failure(stage: name, message: message, log: log))
    tell(node, .failed(message: message, log: log))
    if !executor.settings.keepGoing { isStopped = true }
  }

  /// Takes down what was known from the start, and what never started.
  private mutating func finish() {
    if executor.cancellation.isCancelled { summary.wasCancelled = true }
    for (index, step) in plan.steps.enumerated() {
      if let known = outputs[index] { summary.outputs[step.stage.name] = known }
      if !step.hasWork, step.outputs != nil {
        summary.entries[step.stage.name] = Ledger.Entry(step, inputs: inputs(of: index))
      }
    }
    for (index, node) in graph.nodes.enumerated() where !ended.contains(index) {
      guard node.makesResult else { continue }
      let name = plan.steps[node.step].stage.name
      summary.skipped.append(name)
      if damaged.isEmpty { executor.report(StageEvent(stage: name, .skipped(because: obstacle))) }
    }
    for lock in locks.values { lock.release() }
  }

  private var obstacle: String {
    if let failure = summary.failures.first { return "'\(failure.stage)' failed" }
    return "the run was stopped"
  }

  private func cores(of node: Int) -> Int {
    let stage = plan.steps[graph.nodes[node].step].stage
    // Putting a trajectory's rows together is the work of one thread.
    if graph.nodes[node].segment == nil, stage.demand != nil { return 1 }
    return stage.cores
  }

  private func memory(of node: Int) -> Int {
    min(plan.steps[graph.nodes[node].step].stage.memory, executor.settings.memory)
  }

  private func inputs(of step: Int) -> [Ledger.Input] {
    let position = plan.steps[step].position
    return zip(plan.steps[step].stage.inputs, plan.graph.makers[position]).map { input, maker in
      Ledger.Input(input, outputs: maker.flatMap { places[$0] }.flatMap { outputs[$0] })
    }
  }

  private func attempt(at node: Int, cores: Int) -> Attempt {
    let step = graph.nodes[node].step
    var inputs: [String: StageContext.Input] = [:]
    var contents: [Digest]? = []
    for (input, maker) in zip(plan.steps[step].stage.inputs, plan.graph.makers[plan.steps[step].position]) {
      switch input.origin {
      case .source(let source):
        inputs[input.name] = .source(source)
        contents?.append(source.digest)
      case .output(let output, of: _):
        if let found = maker.flatMap({ places[$0] }).flatMap({ outputs[$0] })?.first(where: {
          $0.name == output
        }) {
          inputs[input.name] = .stored(found)
          contents?.append(found.reference.digest)
        } else {
          contents = nil
        }
      }
    }
    return Attempt(
      executor: executor, step: plan.steps[step], inputs: inputs, contents: contents,
      segment: segment(of: node),
      makesResult: graph.nodes[node].makesResult,
      twin: plan.steps[step].twin.flatMap { places[$0] }.flatMap { outputs[$0] }, cores: cores,
      number: attempts[node, default: 1], heldLock: locks[node])
  }

  private func segment(of node: Int) -> Segment? {
    graph.nodes[node].segment.map { plan.segments[$0].segment }
  }

  private func tell(_ node: Int, _ kind: StageEvent.Kind) {
    let stage = plan.steps[graph.nodes[node].step].stage.name
    executor.report(StageEvent(stage: stage, part: segment(of: node)?.range, kind))
  }

  /// The end of a segment is one thing, that its stage has a result another.
  private func tell(_ node: Int, _ result: Attempt.Done, _ seconds: Double) {
    tell(node, .finished(seconds: seconds, result.finish))
    if graph.nodes[node].segment != nil, graph.nodes[node].makesResult {
      let stage = plan.steps[graph.nodes[node].step].stage.name
      executor.report(StageEvent(stage: stage, .finished(seconds: 0, result.finish)))
    }
  }

  /// Takes down times and memory, which are nobody's result.
  private mutating func note(_ node: Int, _ seconds: Double, _ outcome: String?, _ progress: Progress?) {
    guard let outcome else { return }
    let step = plan.steps[graph.nodes[node].step]
    var members: [String: JSON] = [
      "stage": .string(step.stage.name), "seconds": .number(seconds), "outcome": .string(outcome),
      "attempt": .integer(attempts[node, default: 1]),
    ]
    if let key = step.key { members["key"] = .string(key.hex) }
    if let segment = segment(of: node) { members["steps"] = .string("\(segment.range)") }
    if let rate = progress?.rate { members["rate"] = .number(rate) }
    if let peakMemory = progress?.peakMemory { members["peak_memory"] = .integer(peakMemory) }
    executor.telemetry.write([.object(members)])
    summary.telemetry.append(.object(members))
  }
}
