extension TrajectoryStore {
  /// Removes the checkpoint at `step`, and the memories with it unless a state to keep lies there too.
  func dropCheckpoint(at step: Int) throws {
    try store.remove(at: address(.checkpoint(step), at: step))
    if try record(.state(step), at: step) == nil { try dropMemories(at: step) }
  }

  /// Turns a checkpoint into a state that stays.
  func keepState(at step: Int) throws {
    guard try record(.state(step), at: step) == nil, let checkpoint = try record(.checkpoint(step), at: step)
    else { return }
    try publish(.state(step), checkpoint.outputs, at: step)
    try store.flush()
    try store.remove(at: address(.checkpoint(step), at: step))
  }

  /// Removes the checkpoints up to `end`, where nobody is training.
  func dropCheckpoints(until end: Int) throws {
    for stretch in trajectory.stretches(until: end) {
      guard let lock = try? store.lock(stretch.key, wait: .no) else { continue }
      defer { lock.release() }
      for text in try store.records(in: stretch.key) {
        if case .checkpoint(let step) = PieceName(text), step <= stretch.range.to {
          try dropCheckpoint(at: step)
        }
      }
    }
  }

  private func dropMemories(at step: Int) throws {
    let group = trajectory.key(at: step)
    for text in try store.records(in: group) {
      if case .memory(_, step) = PieceName(text) {
        try store.remove(at: RecordAddress(group: group, name: text))
      }
    }
  }
}
