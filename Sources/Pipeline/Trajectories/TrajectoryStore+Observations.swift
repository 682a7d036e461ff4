/// The store no longer has a piece that it had; whoever needs it looks again.
struct MissingPiece: Error {}

extension TrajectoryStore {
  /// The rows of an observer from step 0 to `end`, exactly as one run without a cut would have written them.
  ///
  /// - Throws: `MissingPiece` when the store has them only in part, or the damage that was found.
  func observation(by observer: Observer, until end: Int) throws -> ObservationText {
    var text = ObservationText()
    for stretch in trajectory.stretches(until: end) {
      try text.append(
        gather(stretch.range, of: observer, from: try pieces(of: observer, in: stretch.key), in: stretch.key))
    }
    return text
  }

  /// How far an observer's rows reach without a gap from step 0, at most to `limit`.
  func reach(of observer: Observer, limit: Int, _ inventory: (Digest) throws -> Inventory) rethrows -> Int {
    for stretch in trajectory.stretches(until: limit) {
      let pieces = try inventory(stretch.key).pieces[observer.id] ?? StepRanges()
      if let gap = pieces.missing(from: stretch.range).all.first { return gap.from }
    }
    return limit
  }

  /// Makes one piece of the pieces within a range, so that how often a run was interrupted leaves no trace.
  func compact(_ observer: Observer, within range: StepRange) throws {
    let group = trajectory.key(at: range.to)
    let inside = try pieces(of: observer, in: group)
      .filter { $0.from >= range.from && $0.to <= range.to }
    guard inside.count > 1, StepRanges(inside).covers(range) else { return }
    try publishPiece(observer, range, gather(range, of: observer, from: inside, in: group).bytes)
    try store.flush()
    for piece in inside where piece != range {
      try store.remove(at: address(.piece(observer.id, piece), at: piece.to))
    }
  }

  /// Steps that were observed before must look the same when they are trained again.
  ///
  /// - Throws: `Nondeterminism` for other rows of the same numeric class.
  func compare(_ rows: ObservationText, of observer: Observer, _ range: StepRange) throws {
    let group = trajectory.key(at: range.to)
    for text in try store.records(in: group) {
      guard case .piece(observer.id, let piece) = PieceName(text), piece != range,
        piece.from < range.to, range.from < piece.to,
        let record = try store.record(at: RecordAddress(group: group, name: text)),
        record.numericClass == numericClass, let output = record[output: "rows"],
        // What is damaged is found and mended by whoever needs it.
        let stored = try? ObservationText(try store.content(output))
      else { continue }
      let common = StepRange(max(piece.from, range.from), min(piece.to, range.to))
      let (before, now) = (try stored.sliced(to: common), try rows.sliced(to: common))
      guard before == now else {
        throw Nondeterminism(
          what: "what '\(observer.name)' saw of steps \(common)", before: .of(before.bytes),
          now: .of(now.bytes))
      }
    }
  }

  /// The rows of a range within one stretch. Pieces may reach beyond it, where another trajectory went on.
  private func gather(
    _ range: StepRange, of observer: Observer, from pieces: [StepRange], in group: Digest
  ) throws -> ObservationText {
    var text = ObservationText()
    var reached = range.from
    while reached < range.to {
      // The piece that leads on furthest: fewer files, whatever else overlaps.
      guard let piece = pieces.filter({ $0.from <= reached && $0.to > reached }).max(by: { $0.to < $1.to }),
        let output = try record(.piece(observer.id, piece), in: group)?[output: "rows"]
      else { throw MissingPiece() }
      let wanted = StepRange(reached, min(piece.to, range.to))
      let rows = try ObservationText(try store.content(output))
      try text.append(wanted == piece ? rows : rows.sliced(to: wanted))
      reached = wanted.to
    }
    return text
  }

  private func pieces(of observer: Observer, in group: Digest) throws -> [StepRange] {
    try store.records(in: group).compactMap { text in
      guard case .piece(observer.id, let range) = PieceName(text),
        let record = try store.record(at: RecordAddress(group: group, name: text)),
        store.holdsEverything(of: record)
      else { return nil }
      return range
    }
  }
}
