import Glibc
import Spec

/// Does what a plan says on this machine: every stage on a thread of its own, in a fixed order, as many at once
/// as there are jobs and cores.
///
/// Processes that share a store share the work: each piece of it is done once, by whoever comes first.
public struct Executor: Sendable {
  public struct Settings: Sendable {
    /// The most stages at a time.
    public var jobs: Int
    /// The threads that running stages share.
    public var threads: Int
    /// The bytes that running stages share; a stage that says it needs more runs alone.
    public var memory: Int
    /// The cores that all processes with this store share: those of the machine, or more where more threads are asked for.
    var cores: Int { max(threads, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }
    /// Whether stages that do not depend on a failed one go on.
    public var keepGoing: Bool
    /// Within which bytes are promised to come out the same; recorded with every result, and asked for only then.
    let numericClass: @Sendable () -> String

    public init(
      jobs: Int = 1, threads: Int = 1, memory: Int = .max, keepGoing: Bool = false,
      numericClass: @escaping @autoclosure @Sendable () -> String = ""
    ) {
      self.memory = memory
      self.jobs = max(jobs, 1)
      self.threads = max(threads, 1)
      self.keepGoing = keepGoing
      self.numericClass = numericClass
    }
  }

  let store: ArtifactStore
  let settings: Settings
  let cancellation: Cancellation
  let report: @Sendable (StageEvent) -> Void
  let telemetry: Telemetry

  /// - Parameter report: called from any thread, in the order in which things happen to each stage.
  public init(
    store: ArtifactStore, settings: Settings = Settings(), cancellation: Cancellation = Cancellation(),
    report: @escaping @Sendable (StageEvent) -> Void = { _ in }
  ) {
    self.store = store
    self.settings = settings
    self.cancellation = cancellation
    self.report = report
    telemetry = Telemetry(in: store)
  }

  /// What this run is called in the store.
  public var runName: String { telemetry.run }

  /// Runs a plan to its end, to its first failure, or until it is cancelled.
  ///
  /// A stored file that turns out to be damaged is made again in the same run.
  /// - Throws: a failure of the file system while planning again; failures of stages are in the summary.
  public func run(_ plan: Plan) async throws -> RunSummary {
    var summary = RunSummary()
    var plan = plan
    var met: [String: Int] = [:]
    var demands: [Demand] = []
    while true {
      demands += plan.trainers.compactMap { plan.steps[$0].stage.demand }
      var round = Round(plan, self, summary)
      await round.run()
      summary = round.summary
      if round.damaged.isEmpty || !summary.failures.isEmpty || cancellation.isCancelled {
        summary.skipped += round.damaged.map(\.stage)
        break
      }
      var isHopeless = false
      for (stage, error) in round.damaged {
        summary.healed.append("\(error)")
        met["\(stage) \(error.subject)", default: 0] += 1
        if met["\(stage) \(error.subject)", default: 0] > Executor.healingTries {
          isHopeless = true
          fail(stage, "\(error); making it again did not help", in: &summary)
        }
      }
      if isHopeless { break }
      let again = PlanRequest(targets: plan.request.targets, isRead: plan.request.isRead)
      summary.skipped = []
      plan = try Plan(plan.graph, again, store: store)
    }
    try store.flush()
    if summary.isComplete { dropCheckpoints(of: demands) }
    return summary
  }

  /// How often the same damage is mended before the disk is taken to be broken.
  private static let healingTries = 3

  private func fail(_ stage: String, _ message: String, in summary: inout RunSummary) {
    summary.failures.append(RunSummary.Failure(stage: stage, message: message, log: nil))
    report(StageEvent(stage: stage, .failed(message: message, log: nil)))
  }

  /// States that only served to pass work on go when everything that might start from them is done.
  private func dropCheckpoints(of demands: [Demand]) {
    let store = store
    _ = concurrently(demands.count, least: 16) { range in
      for demand in demands[range] {
        // What stays behind costs space and nothing else.
        try? TrajectoryStore(store, demand.trajectory).dropCheckpoints(until: demand.until)
      }
    }
  }
}

extension StoreError {
  /// What damage is about, whatever became of the file.
  var subject: String {
    switch self {
    case .damaged(let damage): "\(damage.subject)"
    case .missing(let reference): "\(Damage.Subject.object(reference.digest))"
    default: description
    }
  }
}
