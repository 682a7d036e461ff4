/// What the store has of one stretch of a trajectory.
struct Inventory: Sendable {
  /// The memories saved with the state of each step.
  var states: [Int: Set<Digest>] = [:]
  var pieces: [Digest: StepRanges] = [:]
  /// The steps at which an observer's end observation is there.
  var finals: [Digest: Set<Int>] = [:]

  var isEmpty: Bool { states.isEmpty && pieces.isEmpty && finals.isEmpty }

  /// The last state at or before `step` from which observers with these memories can go on.
  func resumable(upTo step: Int, with memories: Set<Digest>) -> Int? {
    states.filter { $0.key <= step && $0.value.isSuperset(of: memories) }.keys.max()
  }
}

extension TrajectoryStore {
  /// Lists what is there and can be used: records that are sound and whose objects are held.
  static func inventory(of group: Digest, in store: ArtifactStore) throws -> Inventory {
    var inventory = Inventory()
    var ranges: [Digest: [StepRange]] = [:]
    var memories: [(Digest, Int)] = []
    for text in try store.records(in: group) {
      guard let name = PieceName(text),
        let record = try store.record(at: RecordAddress(group: group, name: text)),
        store.holdsEverything(of: record)
      else { continue }
      switch name {
      case .state(let step), .checkpoint(let step): inventory.states[step, default: []] = []
      case .memory(let id, let step): memories.append((id, step))
      case .piece(let id, let range): ranges[id, default: []].append(range)
      case .final(let id, let step): inventory.finals[id, default: []].insert(step)
      }
    }
    inventory.pieces = ranges.mapValues { StepRanges($0) }
    for (id, step) in memories { inventory.states[step]?.insert(id) }
    return inventory
  }
}

extension ArtifactStore {
  /// Whether everything is there that a record has or refers to.
  func holdsEverything(of record: Record) -> Bool {
    record.outputs.allSatisfy { $0.inline != nil || holds($0.reference) }
      && record.references.allSatisfy(holdsObject)
  }

  /// Whether there is an object of this content. A damaged one counts until somebody reads it.
  func holdsObject(_ digest: Digest) -> Bool {
    (try? Disk.status(objectPath(digest))).flatMap(\.self) != nil || rescueObject(digest)
  }
}
