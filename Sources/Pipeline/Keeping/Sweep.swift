/// What stays when a store is collected.
public struct Retention: Sendable {
  /// What stays in any case, with all that it needs: what the specs give that somebody named.
  public var roots: Set<Root>
  /// How many of the newest runs of every experiment stay.
  public var runs: Int
  /// The most bytes that records and objects may take. Of the runs that would stay, first the training states go, those of
  /// the oldest run first, then whole runs. Roots and pins stay all the same.
  public var quota: Int?

  public static let usualRuns = 10

  public init(roots: Set<Root> = [], runs: Int = Retention.usualRuns, quota: Int? = nil) {
    (self.roots, self.runs, self.quota) = (roots, runs, quota)
  }
}

/// What a collection moves to the trash, and what stays.
public struct Sweep: Sendable {
  /// Files of one kind that belonged to one experiment.
  public struct Part: Sendable, Hashable {
    /// Whose they were; nil where nobody knows.
    public let experiment: String?
    public let kind: String
    public internal(set) var files = 0
    public internal(set) var bytes = 0
  }

  public internal(set) var parts: [Part] = []
  /// The bytes of the records and objects that stay.
  public internal(set) var kept = 0
  /// Those of them that neither a quota nor time makes go.
  public internal(set) var needed = 0
  /// Whether what stays fits the quota.
  public internal(set) var isWithinQuota = true
  /// Within the store, in the order in which they go.
  var paths: [String] = []

  public var files: Int { parts.reduce(0) { $0 + $1.files } }
  public var bytes: Int { parts.reduce(0) { $0 + $1.bytes } }
}

/// What a collection did, or would do.
public struct SweepReport: Sendable {
  public let sweep: Sweep
  /// What was deleted from the trash for good.
  public internal(set) var deletedFiles = 0
  public internal(set) var deletedBytes = 0
  /// Batches in the trash that a living process may still need.
  public internal(set) var waiting: [String] = []
}

/// Nobody can tell who uses a store, so nothing can be collected.
public struct CannotCollect: Error, CustomStringConvertible {
  let root: String

  public var description: String {
    "the file system of '\(root)' has no locks, so nobody can tell who uses the store: collect it on the machine that "
      + "has the disk"
  }
}

extension ArtifactStore {
  /// Moves to the trash what nothing needs that shall stay, and deletes what earlier collections put there.
  ///
  /// - Parameters:
  ///   - isDry: says what would be done, and does nothing.
  ///   - emptying: deletes this collection's files, too.
  /// - Throws: `StoreError.busy` while somebody else collects.
  public func collect(
    _ retention: Retention, isDry: Bool = false, emptying: Bool = false, wait: LockWait = .no
  ) throws -> SweepReport {
    if try Disk.status("\(root)/layout") == nil { return SweepReport(sweep: Sweep()) }
    let lock = isDry ? nil : try lock(ArtifactStore.collectionKey, wait: wait)
    defer { lock?.release() }
    if let lock, !lock.isExclusive { throw CannotCollect(root: root) }
    // What is needed and lies in the trash is put back by this, and does not count there any more.
    let sweep = try Collector(self, retention).sweep()
    let earlier = try trash()
    var report = SweepReport(sweep: sweep)
    if isDry {
      report.waiting = try earlier.map(\.name).filter { (name) throws(StoreError) in try isNeeded(name) }
      let done = earlier.filter { !report.waiting.contains($0.name) }
      (report.deletedFiles, report.deletedBytes) = done.reduce((0, 0)) { ($0.0 + $1.files, $0.1 + $1.bytes) }
      if emptying, try users().isEmpty {
        (report.deletedFiles, report.deletedBytes) = (
          report.deletedFiles + sweep.files, report.deletedBytes + sweep.bytes
        )
      }
      return report
    }
    var batches = earlier.map(\.name)
    if !sweep.paths.isEmpty {
      let batch = try discard(sweep.paths)
      if emptying { batches.append(batch) }
    }
    (report.deletedFiles, report.deletedBytes, report.waiting) = try empty(batches)
    return report
  }
}
