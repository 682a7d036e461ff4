import Glibc
import Spec

/// What a run was asked for and what its stages were made of, kept so that runs can be listed and compared and their results
/// kept. No key or digest ever covers it.
public struct RunNote: Sendable {
  /// Its name begins with the time at which it started, in UTC.
  public let run: String
  public let experiment: String
  /// The path of the spec, as it was given.
  public let spec: String
  /// The sign of the process, see ``StoreUser``.
  public let user: String
  /// How it ended: `complete`, `failed` or `stopped`; nil before that.
  public var outcome: String?
  public var seconds: Double?
  /// How many stages it did.
  public var ran = 0
  public var failed: [String] = []

  public init(run: String, experiment: String, spec: String, user: String) {
    (self.run, self.experiment, self.spec, self.user) = (run, experiment, spec, user)
  }

  /// When a run of this name started: `2026-11-21T17:05:53Z`.
  public static func start(of run: String) -> String {
    let letters = Array(run.prefix(16))
    guard letters.count == 16 else { return run }
    func part(_ range: Range<Int>) -> String { String(letters[range]) }
    return "\(part(0..<4))-\(part(4..<6))-\(part(6..<11)):\(part(11..<13)):\(part(13..<16))"
  }
}

/// One piece of work of a run, from its telemetry.
public struct WorkNote: Sendable, Hashable {
  public let stage: String
  /// The steps of a trajectory, for one stretch of it.
  public let steps: String?
  public let outcome: String
  public let seconds: Double
  public let attempt: Int
  public let peakMemory: Int?
}

extension RunNote {
  /// One line of JSON, and behind it the ledger as a zstd frame.
  private func text(with ledger: Ledger) -> [UInt8] {
    let header: JSON = [
      "run": .string(run), "experiment": .string(experiment), "spec": .string(spec), "user": .string(user),
      "outcome": outcome.map(JSON.string) ?? .null, "seconds": seconds.map(JSON.number) ?? .null,
      "ran": .integer(ran), "failed": .array(failed.map(JSON.string)),
    ]
    return Array("\(header)\n".utf8) + Zstd.compress(ledger.lines)
  }

  /// Puts it into the store in the place of what it said before.
  public func save(_ ledger: Ledger, in store: ArtifactStore) throws(StoreError) {
    let draft = try store.draft()
    try draft.write(text(with: ledger))
    try Disk.makeFolder("\(store.root)/history", mode: store.folderMode)
    try draft.replace("\(store.root)/history/\(run)")
  }

  fileprivate init?(_ json: JSON) {
    guard let run = json["run"]?.string, let experiment = json["experiment"]?.string,
      let spec = json["spec"]?.string, let user = json["user"]?.string
    else { return nil }
    self.init(run: run, experiment: experiment, spec: spec, user: user)
    outcome = json["outcome"]?.string
    seconds = json["seconds"]?.number
    ran = json["ran"]?.integer ?? 0
    failed = json["failed"]?.array?.compactMap(\.string) ?? []
  }
}

extension ArtifactStore {
  /// The largest ledger of a run that is read.
  private static let largestHistory = 1 << 30

  /// The runs that did something, the newest first; notes that cannot be understood are left out.
  public func history() throws(StoreError) -> [RunNote] {
    var notes: [RunNote] = []
    for run in try Disk.names(in: "\(root)/history").reversed() {
      if let note = try note(of: run)?.note { notes.append(note) }
    }
    return notes
  }

  /// What was noted of a run, and what its stages were made of.
  public func note(of run: String) throws(StoreError) -> (note: RunNote, ledger: Ledger)? {
    guard let file = try? OpenFile(reading: "\(root)/history/\(run)"),
      let bytes = try file.readable(limit: ArtifactStore.largestHistory),
      let end = bytes.firstIndex(of: UInt8(ascii: "\n")), let json = try? JSON(parsing: Array(bytes[..<end])),
      let note = RunNote(json), note.run == run
    else { return nil }
    let lines = try? Zstd.decompress(Array(bytes[(end + 1)...]), limit: ArtifactStore.largestHistory)
    return (note, Ledger(lines: (lines ?? [])[...]))
  }

  /// What runs did, piece by piece: those of the history, and older ones.
  public func telemetry(of run: String) throws(StoreError) -> [WorkNote] {
    guard let file = try? OpenFile(reading: "\(root)/telemetry/\(run).jsonl"),
      let bytes = try file.readable(limit: ArtifactStore.largestHistory)
    else { return [] }
    return bytes.split(separator: UInt8(ascii: "\n")).compactMap { line in
      guard let json = try? JSON(parsing: Array(line)), let stage = json["stage"]?.string,
        let outcome = json["outcome"]?.string
      else { return nil }
      return WorkNote(
        stage: stage, steps: json["steps"]?.string, outcome: outcome, seconds: json["seconds"]?.number ?? 0,
        attempt: json["attempt"]?.integer ?? 1, peakMemory: json["peak_memory"]?.integer)
    }
  }

  /// The logs that a stage left, the newest run's first.
  public func logs(of stage: String) throws(StoreError) -> [(run: String, attempt: Int, path: String)] {
    var found: [(run: String, attempt: Int, path: String)] = []
    let prefix = StageLog.fileName(stage) + "."
    for run in try Disk.names(in: "\(root)/logs").reversed() {
      for name in try Disk.names(in: "\(root)/logs/\(run)")
      where name.hasPrefix(prefix) && name.hasSuffix(".log") {
        guard let attempt = Int(name.dropFirst(prefix.utf8.count).dropLast(4)) else { continue }
        found.append((run, attempt, "\(root)/logs/\(run)/\(name)"))
      }
    }
    return found.sorted { ($1.run, $1.attempt) < ($0.run, $0.attempt) }
  }

  /// The bytes of a log.
  public func log(at path: String) throws(StoreError) -> [UInt8] {
    try OpenFile(reading: path).contents(limit: ArtifactStore.largestHistory)
  }
}

extension Ledger {
  /// What the stages of a plan are made of, as far as that is known before it runs.
  public init(_ plan: Plan) {
    let places = Dictionary(uniqueKeysWithValues: plan.steps.map { ($0.position, $0) })
    for step in plan.steps {
      let inputs = zip(step.stage.inputs, plan.graph.makers[step.position]).map { input, maker in
        Ledger.Input(input, outputs: maker.flatMap { places[$0]?.outputs })
      }
      entries[step.stage.name] = Entry(step, inputs: inputs)
    }
  }
}
