internal import Compute
internal import Glibc
public import Pipeline
internal import Spec

/// What is asked of one run of a study.
public struct RunOptions: Sendable {
  /// Names or patterns of stages; none stands for all.
  public var targets: [String] = []
  /// Patterns for runs; with these or `seeds`, only the training of those points is asked for.
  public var runs: [String] = []
  public var seeds: [Int] = []
  public var force: [String] = []
  /// The most stages at a time.
  public var jobs = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
  /// The threads that running stages share.
  public var threads = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
  public var keepGoing = false

  public init() {}
}

/// What a run left behind.
public struct RunReport: Sendable {
  public let summary: Pipeline.RunSummary
  /// Files in the results folder that are new or changed.
  public let written: [String]
  /// The files that every exported stage has there, by stage.
  public let files: [String: [String]]
  public let folder: String
  /// Why a file did not get there, such as `ForeignFile`; what was made is in the store all the same.
  public let obstacle: (any Error)?
}

/// Plans a study against its store, does what is missing, and puts figures and tables where people look.
public struct StudyRun: Sendable {
  public let study: Study
  public let store: ArtifactStore
  private let options: RunOptions

  /// - Parameter damage: is told every stored file that fails its checks.
  public init(
    _ study: Study, options: RunOptions = RunOptions(),
    damage: @escaping @Sendable (Damage) -> Void = { _ in }
  ) throws {
    self.study = study
    self.options = options
    store = try ArtifactStore(root: study.project.store, signing: true, grouping: true, onDamage: damage)
  }

  /// Works out what would happen; runs nothing.
  public func plan() throws -> Plan { try plan(forcing: options.force) }

  private func plan(forcing force: [String]) throws -> Plan {
    let exports = study.exports
    let shown = Dictionary(study.exported.map { ($0.stage, $0.files) }) { first, _ in first }
    let request = PlanRequest(targets: targets, force: force) { stage, _ in
      shown[stage].map { !exports.arePresent($0) } ?? false
    }
    return try Plan(study.graph, request, store: store, ledger: try Ledger.load(study.name, from: store))
  }

  /// Does what a plan says, and exports what came of it.
  public func run(
    _ plan: Plan, cancellation: Cancellation = Cancellation(),
    report: @escaping @Sendable (StageEvent) -> Void = { _ in }
  ) async throws -> RunReport {
    let settings = Executor.Settings(
      jobs: options.jobs, threads: options.threads, keepGoing: options.keepGoing,
      numericClass: NumericClass.current)
    let executor = Executor(store: store, settings: settings, cancellation: cancellation, report: report)
    let diary = plan.isDone ? nil : RunDiary(executor.runName, study, plan, in: store)
    var summary = try await executor.run(plan)
    let ended = summary
    async let closed: Void? = diary?.close(ended)
    try note(summary, of: plan)
    await closed
    var exports = study.exports
    var setbacks = 0
    while true {
      let lineage = Lineage(study, summary)
      let items = study.exported.map { ($0.stage, $0.items(summary, lineage, store)) }.filter { !$1.isEmpty }
      func report(_ obstacle: (any Error)?) -> RunReport {
        // Where something went wrong, what did not get there is not told as a result.
        let files = items.map { stage, items in
          (stage, items.map(\.file).filter { obstacle == nil || exports.arePresent([$0]) })
        }
        return RunReport(
          summary: summary, written: exports.written.filter { !StudyLock.files.contains($0) },
          files: Dictionary(files.filter { !$1.isEmpty }) { first, _ in first }, folder: study.resultsFolder,
          obstacle: obstacle)
      }
      do {
        try exports.publish(items.flatMap { $1 } + lockItems(summary))
        return report(nil)
      } catch let error as StoreError where error.isLoss && setbacks < StudyRun.healingTries {
        // Pictures and tables are read here and by no stage: what is damaged among them is made again all the same.
        setbacks += 1
        summary.add(try await executor.run(self.plan(forcing: [])), mending: error)
        try note(summary, of: plan)
      } catch {
        return report(error)
      }
    }
  }

  /// What the results were made of, and what it took; looked at again only when keys have changed or something was done.
  private func lockItems(_ summary: Pipeline.RunSummary) throws -> [Exports.Item] {
    var items: [Exports.Item] = []
    let isPartial = !targets.isEmpty
    let isIdle = summary.ran.isEmpty && summary.trained.isEmpty
    if !(isPartial && isIdle) {
      let whole = isPartial ? try Plan(study.graph, store: store) : nil
      let known = whole.map { Dictionary(uniqueKeysWithValues: $0.steps.map { ($0.stage.name, $0.key) }) }
      var parts: [Digest.Part] = [.text(programVersion), .text(study.name)]
      for stage in study.graph.stages {
        let key = known.map { $0[stage.name].flatMap(\.self) } ?? summary.entries[stage.name]?.key
        parts += [.text(stage.name), .text(key?.hex ?? "")]
      }
      let source = Digest.of("lock", parts: parts)
      items.append(
        Exports.Item(file: StudyLock.file, source: source) { [study, store] in
          let plan = try whole ?? Plan(study.graph, store: store)
          return Array("\(StudyLock(study, try plan.accounts(in: store)).json)\n".utf8)
        })
    }
    if !summary.telemetry.isEmpty {
      let lines = summary.telemetry
      let source = Digest.of("telemetry", parts: [.text(JSON.array(lines).description)])
      items.append(
        Exports.Item(file: StudyLock.telemetryFile, source: source) { [study] in
          Array("\(RunTelemetry(lines, addedTo: study.resultsFolder).json)\n".utf8)
        })
    }
    return items
  }

  /// How often damage among the exported is mended before the disk is taken to be broken.
  private static let healingTries = 8

  /// Remembers what the stages were made of, for explanations.
  private func note(_ summary: Pipeline.RunSummary, of plan: Plan) throws {
    // Other settings whose results are known are news too.
    let isSame = summary.ran.isEmpty && summary.trained.isEmpty && plan.isDone
    if isSame, Ledger.work(study.name, in: store) == summary.work(of: plan) { return }
    var ledger = try Ledger.load(study.name, from: store)
    ledger.note(summary, of: plan)
    try ledger.save(study.name, to: store)
  }

  private var targets: [String] {
    if options.runs.isEmpty, options.seeds.isEmpty { return options.targets }
    let runs = options.runs.map { Glob($0) }
    let chosen = study.points.filter { trained in
      let point = trained.coordinates
      let isRun = runs.isEmpty || runs.contains { $0.matches(point["run"]?.description ?? "") }
      let isSeed = options.seeds.isEmpty || options.seeds.contains { point["seed"] == .number($0) }
      return isRun && isSeed
    }
    return options.targets + chosen.map(\.stage)
  }
}

extension Plan {
  /// Whether nothing has to run.
  public var isDone: Bool { count(.run) == 0 && count(.maybe) == 0 }
}
