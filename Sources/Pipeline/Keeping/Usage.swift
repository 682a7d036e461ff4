/// Who takes how much of a store; every file is counted in one place.
public struct Usage: Sendable, Hashable {
  public struct Share: Sendable, Hashable {
    public let name: String
    public internal(set) var files = 0
    public internal(set) var bytes = 0
  }

  public struct Experiment: Sendable, Hashable {
    public let name: String
    /// What only this run of the spec needs, by its name; the rest of the spec by its families of stages; `several` for what
    /// more than one of these need; `earlier` for what only earlier versions of the spec needed.
    public internal(set) var runs: [Share] = []

    public var bytes: Int { runs.reduce(0) { $0 + $1.bytes } }
    public var files: Int { runs.reduce(0) { $0 + $1.files } }
  }

  /// What one experiment alone needs.
  public internal(set) var experiments: [Experiment] = []
  /// What several experiments need.
  public internal(set) var shared = Share(name: "shared")
  /// Records and objects that no experiment needs.
  public internal(set) var unclaimed = Share(name: "unclaimed")
  /// The same records and objects once more, by what they are.
  public internal(set) var kinds: [Share] = []
  /// Everything else in the folder: trash, quarantine, logs, notes, downloaded data.
  public internal(set) var others: [Share] = []

  /// The bytes of records and objects.
  public var bytes: Int { kinds.reduce(0) { $0 + $1.bytes } }
  /// The bytes of all files in the folder.
  public var total: Int { bytes + others.reduce(0) { $0 + $1.bytes } }
}

extension ArtifactStore {
  /// Adds up who takes how much. Sizes are lengths of files.
  public func usage() throws -> Usage {
    var survey = try UsageSurvey(self)
    try survey.look()
    return survey.usage
  }
}

/// Finds out for every record and object who needs it.
private struct UsageSurvey {
  private enum Owner: Equatable {
    case run(experiment: String, run: String)
    /// Several runs of one experiment.
    case experiment(String)
    case several
  }

  private enum File: Hashable {
    case record(RecordAddress)
    case object(Digest)
  }

  private(set) var usage = Usage()
  private let store: ArtifactStore
  private let index: StoreIndex
  private var owners: [File: Owner] = [:]

  init(_ store: ArtifactStore) throws {
    self.store = store
    index = try StoreIndex(store)
  }

  mutating func look() throws {
    for experiment in try Ledger.experiments(in: store) {
      let ledger = try Ledger.load(experiment, from: store)
      var roots: [String: Set<Root>] = [:]
      for stage in ledger.stages {
        guard let entry = ledger[stage] else { continue }
        roots[UsageSurvey.run(of: stage), default: []].formUnion(entry.roots)
      }
      for (run, roots) in roots.sorted(by: { $0.key < $1.key }) {
        try claim(roots, .run(experiment: experiment, run: run))
      }
    }
    // What only former versions of a spec needed is theirs as well.
    let present = Set(owners.keys)
    for note in try store.history() {
      guard let (_, ledger) = try store.note(of: note.run) else { continue }
      try claim(ledger.roots, .run(experiment: note.experiment, run: "earlier"), except: present)
    }
    count()
    countKinds()
    try countOthers()
  }

  /// `train/baseline/seed=0` belongs to the run `baseline`; what is made from several runs to its family.
  private static func run(of stage: String) -> String {
    let parts = stage.split(separator: "/")
    return parts.first == "train" && parts.count > 1 ? String(parts[1]) : String(parts.first ?? "")
  }

  private mutating func claim(_ roots: Set<Root>, _ owner: Owner, except: Set<File> = []) throws {
    var reach = Reach()
    try reach.add(roots, index)
    let files = reach.records.map(File.record) + reach.objects.map(File.object)
    for file in files where !except.contains(file) {
      guard let known = owners[file] else {
        owners[file] = owner
        continue
      }
      owners[file] = UsageSurvey.common(known, owner)
    }
  }

  private static func common(_ first: Owner, _ second: Owner) -> Owner {
    if first == second { return first }
    switch (first, second) {
    case (.run(let one, _), .run(let other, _)) where one == other: return .experiment(one)
    case (.experiment(let one), .run(let other, _)) where one == other: return first
    default: return .several
    }
  }

  private func bytes(of file: File, _ records: [RecordAddress: Int]) -> Int {
    switch file {
    case .record(let address): records[address] ?? 0
    case .object(let digest): index.objects[digest] ?? 0
    }
  }

  private mutating func count() {
    let records = Dictionary(index.groups.values.flatMap(\.self).map { ($0.address, $0.bytes) }) { first, _ in
      first
    }
    var shares: [String: [String: Usage.Share]] = [:]
    for file in records.keys.map(File.record) + index.objects.keys.map(File.object) {
      let size = bytes(of: file, records)
      switch owners[file] {
      case .run(let experiment, let run):
        shares[experiment, default: [:]][run, default: Usage.Share(name: run)].add(size)
      case .experiment(let experiment):
        shares[experiment, default: [:]]["several", default: Usage.Share(name: "several")].add(size)
      case .several: usage.shared.add(size)
      case nil: usage.unclaimed.add(size)
      }
    }
    usage.experiments = shares.map { name, runs in
      Usage.Experiment(name: name, runs: runs.values.sorted { $0.name < $1.name })
    }.sorted { $0.name < $1.name }
  }

  private mutating func countKinds() {
    var kinds: [String: Usage.Share] = [:]
    var counted: Set<Digest> = []
    func count(_ object: Digest, _ kind: String) {
      guard counted.insert(object).inserted, let size = index.objects[object] else { return }
      kinds[kind, default: Usage.Share(name: kind)].add(size)
    }
    // In a fixed order, so that what several need is always counted at the same place.
    let entries = index.groups.sorted { $0.key < $1.key }.flatMap(\.value)
    for entry in entries {
      kinds[entry.kind, default: Usage.Share(name: entry.kind)].add(entry.bytes)
      for object in entry.outputs { count(object, entry.kind) }
    }
    for entry in entries { for object in entry.references { count(object, "snapshots") } }
    // Others are differences to these, or nobody needs them.
    for object in index.objects.keys { count(object, "unused objects") }
    usage.kinds = kinds.values.sorted { $0.name < $1.name }
  }

  private mutating func countOthers() throws {
    for name in try Disk.names(in: store.root) where name != "objects" && name != "records" {
      var share = Usage.Share(name: name)
      for path in try store.files(below: store.root + "/" + name, levels: 32) {
        share.add(try Disk.size(path))
      }
      if try !Disk.isFolder(store.root + "/" + name) { share.add(try Disk.size(store.root + "/" + name)) }
      if share.files > 0 { usage.others.append(share) }
    }
  }
}

extension Usage.Share {
  fileprivate mutating func add(_ size: Int) {
    files += 1
    bytes += size
  }
}
