internal import Pipeline

/// What is going on in a run, as far as its events told. Times are seconds since it began.
struct RunProgress: Sendable {
  /// One stage, or one stretch of a trajectory that is trained for it.
  struct Work: Sendable, Hashable {
    let stage: String
    let part: StepRange?

    var name: String { part.map { "\(stage) \($0)" } ?? stage }
  }

  /// Work that has started and not ended.
  struct Running: Sendable {
    let work: Work
    let since: Double
    var fraction: Double?
    /// What it last said of itself; its rate counts steps, where a trajectory is trained.
    var rate: Double?
    var peakMemory: Int?
    var text = ""
    /// Who holds the lock that it waits for.
    var holder: String?
    /// The first fraction that it told, and when: a resumed stretch does not start at nothing.
    private var first: (fraction: Double, time: Double)?
    private var last = 0.0

    init(_ work: Work, since: Double) {
      self.work = work
      self.since = since
    }

    mutating func take(_ progress: Progress, at time: Double) {
      let fraction = progress.fraction.isFinite ? min(max(progress.fraction, 0), 1) : 0
      self.fraction = fraction
      rate = progress.rate
      peakMemory = progress.peakMemory
      text = progress.text
      last = time
      if first == nil { first = (fraction, time) }
    }

    /// Seconds until it ends at the pace so far; nil as long as there is none.
    func remaining(at time: Double) -> Double? {
      guard let first, let fraction, fraction > first.fraction, last > first.time else { return nil }
      let pace = (fraction - first.fraction) / (last - first.time)
      return max((1 - fraction) / pace - (time - last), 0)
    }
  }

  /// How many stages there are to do.
  let total: Int
  /// In the order in which they started.
  private(set) var running: [Running] = []
  private(set) var finished = 0
  private(set) var failed = 0
  private(set) var skipped = 0
  /// Stages that told of a stretch of their trajectory.
  private var stretched: Set<String> = []
  /// Seconds that stages took, by the word before the slash of their names.
  private(set) var seconds: [String: Double] = [:]

  init(total: Int) { self.total = total }

  mutating func note(_ event: StageEvent, at time: Double) {
    let work = Work(stage: event.stage, part: event.part)
    if event.part != nil { stretched.insert(event.stage) }
    switch event.kind {
    case .started:
      remove(work)
      running.append(Running(work, since: time))
    case .progress(let progress):
      update(work, at: time) { $0.take(progress, at: time) }
    case .waiting(let holder):
      update(work, at: time) { $0.holder = holder }
    case .finished(let seconds, _):
      remove(work)
      if event.part == nil { finished += 1 }
      self.seconds[family(of: event.stage), default: 0] += seconds
    case .failed:
      remove(work)
      failed += 1
    case .skipped: skipped += 1
    case .damaged: remove(work)
    case .note: break
    }
  }

  /// Whether an event says nothing new: that the rows of stretches which were just trained are put together.
  func isAftermath(_ event: StageEvent) -> Bool {
    guard event.part == nil, stretched.contains(event.stage) else { return false }
    switch event.kind {
    case .started, .finished(_, .ran), .finished(_, .restored): return true
    default: return false
    }
  }

  private mutating func update(_ work: Work, at time: Double, _ change: (inout Running) -> Void) {
    if !running.contains(where: { $0.work == work }) { running.append(Running(work, since: time)) }
    if let index = running.firstIndex(where: { $0.work == work }) { change(&running[index]) }
  }

  private mutating func remove(_ work: Work) { running.removeAll { $0.work == work } }
}

/// The word before the first slash of a stage's name: `train`, `figure`.
func family(of stage: String) -> String { stage.firstIndex(of: "/").map { String(stage[..<$0]) } ?? stage }
