/// What is known of a finished stage: enough to tell what it was made of and what it gave, without doing it.
public struct StageAccount: Sendable {
  public struct Input: Sendable {
    public let name: String
    /// The stage or file that it comes from.
    public let from: String
    /// Which output of that stage; `nil` for a file.
    public let output: String?
    public let digest: Digest?
  }

  public let stage: String
  /// Where its record lies.
  public let address: RecordAddress
  public let key: Digest
  public let record: Record
  public let inputs: [Input]
}

/// A complete state of a trajectory, with what observers remember of the steps before.
public struct KeptState: Sendable {
  public let step: Int
  public let state: Output
  public let memories: [(observer: Digest, content: Output)]

  public init(step: Int, state: Output, memories: [(observer: Digest, content: Output)]) {
    (self.step, self.state, self.memories) = (step, state, memories)
  }
}

extension Plan {
  /// The stages of the plan whose records are in the store, inputs before users.
  public func accounts(in store: ArtifactStore) throws(StoreError) -> [StageAccount] {
    let places = Dictionary(uniqueKeysWithValues: steps.enumerated().map { ($1.position, $0) })
    var accounts: [StageAccount] = []
    for step in steps {
      guard let address = step.address, let key = step.key, let record = try store.record(at: address) else {
        continue
      }
      let inputs = zip(step.stage.inputs, graph.makers[step.position]).map { input, maker in
        switch input.origin {
        case .source(let source):
          StageAccount.Input(name: input.name, from: source.name, output: nil, digest: source.digest)
        case .output(let output, of: let stage):
          StageAccount.Input(
            name: input.name, from: stage, output: output,
            digest: maker.flatMap { places[$0] }.flatMap { steps[$0].outputs }?
              .first { $0.name == output }?.reference.digest)
        }
      }
      accounts.append(
        StageAccount(stage: step.stage.name, address: address, key: key, record: record, inputs: inputs))
    }
    return accounts
  }
}

extension ArtifactStore {
  /// The size of an object beside its digest.
  public func reference(to digest: Digest) throws(StoreError) -> ObjectReference {
    try OpenObject(digest, size: nil, in: self).header.reference
  }
}

extension StageGraph {
  /// Some stages, patterns allowed, and everything that they are made from, by name.
  public func ancestry(of targets: [String]) throws(InvalidGraph) -> Set<String> {
    let wanted = withAncestors(try matching(targets))
    return Set(zip(stages, wanted).filter(\.1).map(\.0.name))
  }
}

extension Stage {
  /// The same work with its inputs from elsewhere: `nil` from `source` leaves an input as it is.
  ///
  /// The key stays what it was, for only contents are in it.
  public func reading(_ source: (StageInput) -> Source?) -> Stage {
    guard case .function(let run) = work else { return self }
    return Stage(
      name: name, kind: kind, parameters: parameters, leaves: leaves,
      inputs: inputs.map { input in source(input).map { StageInput(input.name, from: .source($0)) } ?? input
      },
      outputs: outputs, cores: cores, memory: memory, run: run)
  }

  /// The state in which a trajectory ends, if the store has it with all that its observers need to go on.
  public func keptState(at step: Int, in store: ArtifactStore) throws -> KeptState? {
    guard let demand else { return nil }
    let trajectory = TrajectoryStore(store, demand.trajectory)
    guard let state = try trajectory.stateRecord(at: step)?[output: "state"],
      state.inline != nil || store.holds(state.reference)
    else { return nil }
    var memories: [(observer: Digest, content: Output)] = []
    for observer in demand.observers where observer.needsMemory {
      guard let memory = try trajectory.record(.memory(observer.id, step), at: step)?[output: "memory"] else {
        return nil
      }
      memories.append((observer.id, memory))
    }
    return KeptState(step: step, state: state, memories: memories.sorted { $0.observer < $1.observer })
  }

  /// Puts what is known of a finished trajectory stage where longer runs look for it: its rows, and its last state.
  ///
  /// Does nothing if this stage's key is another one: then it is not what was trained.
  ///
  /// - Parameters:
  ///   - content: of each output and memory, as far as it is known.
  ///   - state: the state at the end.
  public func adoptTrajectory(
    key: Digest, until end: Int, state: KeptState?, numericClass: String, into store: ArtifactStore,
    content: (String) throws -> [UInt8]?, memory: (Output) throws -> [UInt8]?
  ) throws {
    guard let demand, StageKey(demand, group: StageKey.group(of: self)).digest == key,
      (1...demand.until).contains(end)
    else { return }
    let trajectory = TrajectoryStore(store, demand.trajectory, numericClass: numericClass)
    for observer in demand.observers {
      guard let bytes = try content(observer.name) else { continue }
      let rows = try ObservationText(bytes)
      for stretch in demand.trajectory.stretches(until: end) {
        try trajectory.publishPiece(observer, stretch.range, rows.sliced(to: stretch.range).bytes)
      }
    }
    for observer in demand.finals {
      if let bytes = try content(observer.name) {
        try trajectory.publishFinal(
          observer, at: end, bytes, as: bytes.count > Output.largestInline ? .floats : .bytes)
      }
    }
    guard let state else { return }
    var memories: [Digest: [UInt8]] = [:]
    for (observer, output) in state.memories {
      guard let bytes = try memory(output) else { return }
      memories[observer] = bytes
    }
    let saved: StateContent
    if store.holds(state.state.reference) {
      saved = .stored(state.state.reference)
    } else if let bytes = try memory(state.state) {
      saved = .bytes(bytes, as: .floats)
    } else {
      return
    }
    try trajectory.publishState(at: state.step, saved, memories: memories, kept: true)
  }
}
