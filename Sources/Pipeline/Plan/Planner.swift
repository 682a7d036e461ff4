import Spec

/// Works a plan out in two passes: forward what is known, backward what is needed.
struct Planner {
  let graph: StageGraph
  private let request: PlanRequest
  let store: ArtifactStore
  let ledger: () throws -> Ledger?
  /// Stages that take nothing from the store, as flags per stage.
  private let forced: [Bool]
  private(set) var steps: [Plan.Step?]
  private let survey: Survey
  /// For each piece of work, the first stage that does it.
  private var workers: [Digest: Int] = [:]
  /// By position, of trajectory stages, whose keys need no other stage.
  private let found: [Int: Finding]
  private var listed: [Digest: [String]] = [:]
  private var isNeeded: [Bool]
  /// For each stage, who reads it first, if anybody does.
  private var reader: [String?]

  init(
    _ graph: StageGraph, _ request: PlanRequest, _ store: ArtifactStore,
    ledger: @escaping () throws -> Ledger?
  ) throws {
    self.graph = graph
    self.request = request
    self.store = store
    self.ledger = ledger
    var forced = [Bool](repeating: false, count: graph.stages.count)
    for index in try graph.matching(request.force) { forced[index] = true }
    self.forced = forced
    let asked = request.targets.isEmpty ? Array(graph.stages.indices) : try graph.matching(request.targets)
    let wanted = graph.withAncestors(asked)
    var groups: [JSON: Digest] = [:]
    let steps = zip(graph.stages.indices, graph.stages).map { index, stage -> Plan.Step? in
      guard wanted[index] else { return nil }
      let settings: JSON = [.string(stage.kind), stage.parameters]
      // Thousands of runs have the same.
      let group = groups[settings] ?? StageKey.group(of: stage)
      groups[settings] = group
      return Plan.Step(stage: stage, state: .idle, reason: .unneeded, position: index, group: group)
    }
    self.steps = steps
    found = try Planner.lookUp(steps, in: store)
    reader = [String?](repeating: nil, count: graph.stages.count)
    // Without targets, everything that nothing reads from is asked for.
    isNeeded = [Bool](repeating: false, count: graph.stages.count)
    for index in asked where !request.targets.isEmpty || graph.users[index].isEmpty { isNeeded[index] = true }
    let remade = graph.stages.indices.filter { forced[$0] && wanted[$0] }.compactMap {
      graph.stages[$0].demand
    }
    survey = Survey(
      store, ignoring: Set(remade.flatMap { $0.trajectory.stretches(until: $0.until).map(\.key) }))
  }

  /// What is known of a stage's work.
  private struct Finding: Sendable {
    let key: StageKey
    let record: Record?
  }

  /// Looks up the trajectory stages, on all cores.
  private static func lookUp(_ steps: [Plan.Step?], in store: ArtifactStore) throws -> [Int: Finding] {
    let asked = steps.compactMap { step in
      step.flatMap { step in
        step.stage.demand.map { (position: step.position, group: step.group, demand: $0) }
      }
    }
    let parts = concurrently(asked.count, least: 64) { range in
      Result { () throws(StoreError) in
        try asked[range].map { asked throws(StoreError) in
          let key = StageKey(asked.demand, group: asked.group)
          return (asked.position, Finding(key: key, record: try store.record(at: key.address)))
        }
      }
    }
    return Dictionary(uniqueKeysWithValues: try parts.flatMap { try $0.get() })
  }

  mutating func plan() throws -> Plan {
    for index in steps.indices { try look(at: index) }
    for index in steps.indices.reversed() { try decide(index) }
    let trainers = steps.indices.filter { index in
      guard let step = steps[index], step.stage.demand != nil, step.twin == nil else { return false }
      return step.state == .run || step.state == .restore && step.trajectory != nil
    }
    let coverage = try Coverage(trainers.compactMap { steps[$0]?.asked }, survey)
    let shares = coverage.segmentsByDemand
    for (order, index) in trainers.enumerated() {
      share(shares[order], end: coverage.extents[order], with: index)
    }

    let kept = steps.compactMap(\.self)
    let places = Dictionary(uniqueKeysWithValues: kept.enumerated().map { ($1.position, $0) })
    return Plan(
      graph: graph, request: request, steps: kept, segments: coverage.segments,
      trainers: trainers.compactMap { places[$0] })
  }

  /// Forward: the key, if every input is known, and the record, if there is one.
  private mutating func look(at index: Int) throws {
    guard var step = steps[index] else { return }
    var record: Record?
    if let found = found[index] {
      step.set(found.key)
      record = found.record
    } else if let contents = contents(of: step) {
      let key = StageKey(step.stage, group: step.group, contents: contents)
      step.set(key)
      record = try store.record(at: key.address)
    }
    if let record, step.stage.outputs.allSatisfy({ record[output: $0] != nil }) {
      step.outputs = record.outputs
      step.references = record.references
    }
    step.isForced = forced[index]
    let identity = identity(of: step)
    if let first = workers[identity] { step.twin = first } else { workers[identity] = index }
    steps[index] = step
  }

  /// The key where it is known, else what it is going to be made of: equal for stages that do the same work.
  private func identity(of step: Plan.Step) -> Digest {
    if let key = step.key { return key }
    var parts: [Digest.Part] = [.digest(step.group)]
    for (input, maker) in zip(step.stage.inputs, graph.makers[step.position]) {
      parts.append(.text(input.name))
      switch input.origin {
      case .source(let source): parts.append(.digest(source.digest))
      case .output(let output, of: _):
        let known = maker.flatMap { steps[$0]?.outputs }?.first { $0.name == output }?.reference.digest
        let worker = maker.map { steps[$0]?.twin ?? $0 }
        parts += known.map { [.digest($0)] } ?? [.integer(worker ?? -1), .text(output)]
      }
    }
    return Digest.of("work", parts: parts)
  }

  /// The contents of a stage's inputs, or `nil` as long as one is unknown.
  private func contents(of step: Plan.Step) -> [Digest]? {
    var contents: [Digest] = []
    for (input, maker) in zip(step.stage.inputs, graph.makers[step.position]) {
      switch input.origin {
      case .source(let source): contents.append(source.digest)
      case .output(let output, of: _):
        guard let outputs = maker.flatMap({ steps[$0]?.outputs }),
          let digest = outputs.first(where: { $0.name == output })?.reference.digest
        else { return nil }
        contents.append(digest)
      }
    }
    return contents
  }

  /// The names of a group's records, listed once: many stages may share it.
  private mutating func records(in group: Digest) throws -> [String] {
    if let known = listed[group] { return known }
    let names = try store.records(in: group)
    listed[group] = names
    return names
  }

  /// Backward: whether a stage runs, given that everything that could read from it is decided.
  private mutating func decide(_ index: Int) throws {
    guard var step = steps[index] else { return }
    defer { steps[index] = step }
    if reader[index] == nil, step.stage.outputs.contains(where: { request.isRead(step.stage.name, $0) }) {
      reader[index] = "an export"
    }
    guard isNeeded[index] || reader[index] != nil || step.isForced else {
      if step.outputs != nil { (step.state, step.reason) = (.hit, .known) }
      return
    }
    let missing = missingOutput(of: step)
    if step.outputs != nil, missing == nil, !step.isForced {
      (step.state, step.reason) = (.hit, .known)
      if let reader = reader[index] { (step.state, step.reason) = (.restore, .needed(by: reader)) }
      return
    }
    if let twin = step.twin, forced[twin] || !step.isForced {
      (step.state, step.reason) = (.run, .sameAs(graph.stages[twin].name))
      for maker in graph.makers[index] + [twin] { markRead(maker, by: step) }
      return
    }
    step.twin = nil
    // Nothing was ever done with these settings: then it runs whatever comes before it gives.
    let siblings = try records(in: step.group)
    step.reason = try reason(for: step, missing, siblings: siblings)
    if let demand = step.stage.demand {
      step.state = try isCovered(demand, for: step.stage.name) ? .restore : .run
      step.trajectory = Plan.TrajectoryShare(
        end: demand.until, mayEndEarlier: false, trained: [], replayedFor: [])
      if step.state == .restore { return }
    } else if step.key == nil, !siblings.isEmpty {
      step.state = .maybe
    } else {
      step.state = .run
    }
    for maker in graph.makers[index] { markRead(maker, by: step) }
  }

  /// Whether a demand can be answered without training.
  private func isCovered(_ demand: Demand, for stage: String) throws -> Bool {
    let groups = demand.groups
    if try groups.allSatisfy({ try survey.inventory($0).isEmpty }) { return false }
    return try Coverage([Coverage.Asked(stage: stage, demand: demand)], survey).segments.isEmpty
  }

  private mutating func markRead(_ maker: Int?, by step: Plan.Step) {
    if let maker, reader[maker] == nil { reader[maker] = step.stage.name }
  }

  /// The first output that is not there although somebody needs it.
  private func missingOutput(of step: Plan.Step) -> String? {
    let missing = step.outputs?.first { $0.inline == nil && !store.holds($0.reference) }
    if let missing { return missing.name }
    return step.references.allSatisfy(store.holdsObject) ? nil : step.outputs?.first?.name
  }

  /// Says for one trajectory stage what the joint coverage trains for it.
  private mutating func share(_ mine: [Segment], end: Survey.Extent, with index: Int) {
    guard let demand = steps[index]?.stage.demand else { return }
    let observers = Set(demand.observers.map(\.id))
    let watched = mine.flatMap { $0.observers.map(\.id) }
    // Added later: some of the demand's rows for these steps are there, others are not.
    let lacking = demand.observers.filter { watched.contains($0.id) }
    let isReplay = !mine.isEmpty && lacking.count < observers.count && !lacking.isEmpty
    steps[index]?.trajectory = Plan.TrajectoryShare(
      end: end.end, mayEndEarlier: !end.isKnown,
      trained: StepRanges(mine.map(\.range)).all + mine.filter(\.range.isEmpty).map(\.range),
      replayedFor: isReplay ? lacking.map(\.name) : [])
  }
}

extension Plan {
  /// Plans without running anything.
  ///
  /// - Parameter ledger: what the last run's stages were made of, for reasons; read only if something is to run.
  /// - Throws: `InvalidGraph.noMatch` for an unknown target, or a failure of the file system.
  public init(
    _ graph: StageGraph, _ request: PlanRequest = PlanRequest(), store: ArtifactStore,
    ledger: @escaping @autoclosure () throws -> Ledger? = nil
  ) throws {
    var planner = try Planner(graph, request, store, ledger: ledger)
    self = try planner.plan()
  }
}

extension Plan.Step {
  var asked: Coverage.Asked? { stage.demand.map { Coverage.Asked(stage: stage.name, demand: $0) } }

  mutating func set(_ key: StageKey) {
    self.key = key.digest
    stageKey = key
  }
}
