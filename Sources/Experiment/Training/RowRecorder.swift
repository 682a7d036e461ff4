internal import Learning
internal import Pipeline
internal import Spec

/// Turns what a trainer shows into rows of CSV and stored snapshots.
struct RowRecorder: TrainingObserver {
  /// A row of metrics, for stop rules.
  struct Row {
    let step: Int
    let values: [String: Double]
  }

  private let wanted: Set<String>
  private let store: ArtifactStore
  private let snapshotRanges: [Range<Int>]
  private let headers: [String: String]
  private var rows: [String: String] = [:]
  /// Made with the first snapshot.
  private var series: SeriesWriter?
  /// The steps whose snapshots wait to be stored.
  private var waiting: [Int] = []
  private var fresh: [Row] = []
  /// The latest figures worth watching.
  private(set) var watched = ""

  init(_ run: TrainingRun, wanted: [String], _ store: ArtifactStore) {
    self.wanted = Set(wanted)
    self.store = store
    snapshotRanges = run.design.snapshotRanges
    headers = Dictionary(run.design.rowObservers.map { ($0.observer.name, $0.header) }) { first, _ in first }
  }

  mutating func didEvaluate(_ evaluation: Evaluation, step: Int, values: [Double?]) {
    var known: [String: Double] = [:]
    for (metric, value) in zip(evaluation.metrics, values) { known[metric] = value }
    fresh.append(Row(step: step, values: known))
    if evaluation.name.isEmpty { watch(known) }
    let observer = TrainingOutput.metrics(evaluation)
    guard wanted.contains(observer) else { return }
    let cells = values.map { $0.map(shortestText) ?? "" }
    rows[observer, default: ""] += "\(step)," + cells.joined(separator: ",") + "\n"
  }

  mutating func didReachSnapshot(step: Int, parameters: UnsafeBufferPointer<Float>) throws {
    guard wanted.contains(TrainingOutput.snapshots) else { return }
    let count = snapshotRanges.reduce(0) { $0 + $1.count }
    let series = try series ?? SeriesWriter(store, count: count)
    self.series = series
    waiting.append(step)
    let ranges = snapshotRanges
    let stored = try series.append { snapshot in
      var rest = snapshot[...]
      for range in ranges {
        let end = UnsafeMutableBufferPointer(rebasing: rest).update(fromContentsOf: parameters[range])
        rest = rest.dropFirst(end)
      }
    }
    list(stored)
  }

  mutating func didUpdate(
    step: Int, gradient: UnsafeBufferPointer<Float>, update: UnsafeBufferPointer<Float>
  ) {
    guard wanted.contains(TrainingOutput.gradients) else { return }
    rows[TrainingOutput.gradients, default: ""] +=
      "\(step),\(EncodedFloats.text(gradient)),\(EncodedFloats.text(update))\n"
  }

  /// Writes the rows of the snapshots that waited longest.
  private mutating func list(_ stored: [ObjectReference]) {
    for (step, reference) in zip(waiting, stored) {
      rows[TrainingOutput.snapshots, default: ""] += "\(step),\(reference.digest.hex)\n"
    }
    waiting.removeFirst(stored.count)
  }

  /// The chosen parameters, float32, little-endian, one range after the other.
  static func bytes(_ parameters: UnsafeBufferPointer<Float>, _ ranges: [Range<Int>]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(ranges.reduce(0) { $0 + $1.count } * 4)
    for range in ranges {
      bytes.append(contentsOf: UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: parameters[range])))
    }
    return bytes
  }

  /// The rows since the last call, under their headers, for every wanted observer. What they name is stored.
  mutating func takeRows() throws -> [String: String] {
    if let series { list(try series.finish()) }
    defer { rows = [:] }
    return Dictionary(uniqueKeysWithValues: wanted.map { ($0, (headers[$0] ?? "step\n") + (rows[$0] ?? "")) })
  }

  /// The rows of metrics since the last call, whoever wants them.
  mutating func takeFresh() -> [Row] {
    defer { fresh = [] }
    return fresh
  }

  private mutating func watch(_ values: [String: Double]) {
    let measure = ["accuracy", "error", "loss"].first {
      values["validation_" + $0] != nil || values["train_" + $0] != nil
    }
    guard let measure else { return }
    let shown = Table.splits.compactMap { split in
      values[split + "_" + measure].map { "\(split) \(readable($0, significant: 3))" }
    }
    watched = "\(measure) " + shown.joined(separator: ", ")
  }
}
