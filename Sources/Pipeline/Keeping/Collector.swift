/// Works out what a collection takes: everything that is not reached from what shall stay.
struct Collector {
  /// A run that stays unless the quota is too small for it.
  private struct Candidate {
    let run: String
    let roots: Set<Root>
  }

  private let store: ArtifactStore
  private let retention: Retention
  private let index: StoreIndex
  private let history: [(note: RunNote, ledger: Ledger)]

  init(_ store: ArtifactStore, _ retention: Retention) throws {
    self.store = store
    self.retention = retention
    index = try StoreIndex(store)
    history = try Disk.names(in: "\(store.root)/history").reversed().compactMap { try store.note(of: $0) }
  }

  func sweep() throws -> Sweep {
    var sweep = Sweep()
    var needed = Reach()
    let living = try store.users().values.flatMap(\.self)
    try needed.add(retention.roots.union(living).union(store.pins().flatMap(\.roots)), index)
    let (reach, runs) = try reach(from: needed)
    sweep.needed = needed.bytes
    sweep.kept = reach.bytes
    if let quota = retention.quota { sweep.isWithinQuota = reach.bytes <= quota }
    try add(to: &sweep, without: reach)
    try addLeftovers(to: &sweep, keeping: runs)
    return sweep
  }

  /// What stays, and the runs of the history that do.
  private func reach(from needed: Reach) throws -> (Reach, Set<String>) {
    let candidates = try candidates()
    guard let quota = retention.quota else {
      var reach = needed
      for candidate in candidates { try reach.add(candidate.roots, index) }
      return (reach, Set(candidates.map(\.run)))
    }
    var reach = needed
    var kept: [Candidate] = []
    // The newest first; where one does not fit, older ones go with it.
    for candidate in candidates {
      var with = reach
      try with.add(candidate.roots, states: false, index)
      guard with.bytes <= quota else { break }
      reach = with
      kept.append(candidate)
    }
    for candidate in kept {
      var with = reach
      try with.add(candidate.roots, index)
      guard with.bytes <= quota else { break }
      reach = with
    }
    return (reach, Set(kept.map(\.run)))
  }

  /// The newest runs of every experiment, the newest first. What the last run of an experiment left alone is in its ledger.
  private func candidates() throws -> [Candidate] {
    guard retention.runs > 0 else { return [] }
    var counts: [String: Int] = [:]
    var candidates: [Candidate] = []
    for (note, ledger) in history where counts[note.experiment, default: 0] < retention.runs {
      counts[note.experiment, default: 0] += 1
      let isNewest = counts[note.experiment] == 1
      let before = isNewest ? try Ledger.load(note.experiment, from: store).roots : []
      candidates.append(Candidate(run: note.run, roots: ledger.roots.union(before)))
    }
    for experiment in try Ledger.experiments(in: store) where counts[experiment] == nil {
      candidates.append(Candidate(run: "", roots: try Ledger.load(experiment, from: store).roots))
    }
    return candidates
  }

  /// Records and objects that are not reached.
  private func add(to sweep: inout Sweep, without reach: Reach) throws {
    var owners: [Root: String] = [:]
    for (note, ledger) in history {
      for root in ledger.roots where owners[root] == nil { owners[root] = note.experiment }
    }
    var parts: [Sweep.Part] = []
    func take(_ path: String, _ bytes: Int, _ kind: String, of experiment: String?) {
      sweep.paths.append(String(path.dropFirst(store.root.utf8.count + 1)))
      let place = parts.firstIndex { $0.kind == kind && $0.experiment == experiment } ?? parts.count
      if place == parts.count { parts.append(Sweep.Part(experiment: experiment, kind: kind)) }
      parts[place].files += 1
      parts[place].bytes += bytes
    }
    var users: [Digest: (kind: String, experiment: String?)] = [:]
    for (group, entries) in index.groups.sorted(by: { $0.key < $1.key }) {
      for entry in entries where !reach.records.contains(entry.address) {
        let owner = owners[.record(entry.address)] ?? owners[.group(group)]
        take(store.recordPath(entry.address), entry.bytes, entry.kind, of: owner)
        for object in entry.outputs where users[object] == nil { users[object] = (entry.kind, owner) }
        for object in entry.references where users[object] == nil { users[object] = ("snapshots", owner) }
      }
    }
    for (object, bytes) in index.objects.sorted(by: { $0.key < $1.key }) where !reach.objects.contains(object)
    {
      let user = users[object] ?? ("unused objects", nil)
      take(store.objectPath(object), bytes, user.kind, of: user.experiment)
    }
    sweep.parts = parts
  }

  /// Files in quarantine, and what was noted and logged of runs that do not stay.
  private func addLeftovers(to sweep: inout Sweep, keeping runs: Set<String>) throws {
    var leftovers: [(path: String, kind: String, experiment: String?)] =
      try store.files(below: "\(store.root)/quarantine", levels: 1).map { ($0, "damaged files", nil) }
    for (note, _) in history where try !runs.contains(note.run) && !store.isUsing(note.user) {
      leftovers.append(("\(store.root)/history/\(note.run)", "notes and logs", note.experiment))
      leftovers += try store.files(below: "\(store.root)/logs/\(note.run)", levels: 1)
        .map { ($0, "notes and logs", note.experiment) }
    }
    for (path, kind, experiment) in leftovers {
      sweep.paths.append(String(path.dropFirst(store.root.utf8.count + 1)))
      let place =
        sweep.parts.firstIndex { $0.kind == kind && $0.experiment == experiment } ?? sweep.parts.count
      if place == sweep.parts.count {
        sweep.parts.append(Sweep.Part(experiment: experiment, kind: kind))
      }
      sweep.parts[place].files += 1
      sweep.parts[place].bytes += try Disk.size(path)
    }
    sweep.parts.sort { ($0.experiment ?? "~", $0.kind) < ($1.experiment ?? "~", $1.kind) }
  }
}
