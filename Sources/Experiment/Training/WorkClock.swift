internal import Glibc

/// Decides when a worker reports and when it saves, from how long its steps take. No result depends on it.
struct WorkClock {
  private let checkpointInterval: Double
  private let first: Mark
  private var recent: Mark
  private var lastReport = monotonicSeconds()
  private var lastSave = monotonicSeconds()
  private var saveSeconds = 0.0
  /// Steps per second of late.
  private(set) var rate = 0.0
  /// Steps per second since the start.
  private(set) var average = 0.0

  private struct Mark {
    let step: Int
    let time = monotonicSeconds()

    func rate(until step: Int, _ now: Double) -> Double { Double(step - self.step) / max(now - time, 1e-6) }
  }

  init(from step: Int, checkpointInterval: Double) {
    first = Mark(step: step)
    recent = first
    self.checkpointInterval = checkpointInterval
  }

  /// A save may take at most a fiftieth of the time between two.
  var isCheckpointDue: Bool { monotonicSeconds() - lastSave >= max(checkpointInterval, 50 * saveSeconds) }

  /// So many steps take about a fifth of a second.
  var stepsUntilPause: Int { max(1, Int(rate * 0.2)) }

  mutating func reached(_ step: Int) {
    let now = monotonicSeconds()
    average = first.rate(until: step, now)
    rate = recent.rate(until: step, now)
    if now - recent.time > 5 { recent = Mark(step: step) }
  }

  /// Whether it is time for a report; if so, the next one is a quarter of a second away.
  mutating func takeReport() -> Bool {
    let now = monotonicSeconds()
    guard now - lastReport >= 0.25 else { return false }
    lastReport = now
    return true
  }

  mutating func didSave(seconds: Double) {
    saveSeconds = seconds
    lastSave = monotonicSeconds()
  }
}

/// Seconds since some fixed moment.
func monotonicSeconds() -> Double {
  var now = timespec()
  clock_gettime(CLOCK_MONOTONIC, &now)
  return Double(now.tv_sec) + Double(now.tv_nsec) * 1e-9
}
