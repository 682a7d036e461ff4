import Foundation
import Pipeline
import Spec

@testable import Experiment

/// A folder of its own with a small study in it: two runs of two seeds, two analyses, a figure and a table.
final class StudyFolder {
  let path: String

  /// A network of 41 numbers, 200 steps in epochs of 4, in two phases; milliseconds of training each.
  static let spec = """
    grokline: 1
    dataset: {kind: csv, file: wave.csv, inputs: [a, b], target: y, train_fraction: 0.5}
    model: {kind: mlp, widths: [2, 10, 1], activation: tanh}
    training:
      loss: mean-squared-error
      batch_size: 5
      optimizer: {kind: adam, learning_rate: 0.1, weight_decay: 0}
      evaluate: {every: 20}
      record: {snapshots: {every: [start, 50, end]}}
      phases:
        early: {until: 100}
        late: {until: 200}
    runs:
      plain: {}
      filtered: {training: {filter: {kind: moving-average, window: 10, gain: 1}}}
    seeds: [0, 1]
    analyses:
      low: {kind: crossing, metric: train_loss, falls_to: 1.05}
      moved: {kind: distances, between: [[start, 100], [100, end]]}
    figures:
      loss: {kind: curves, y: train_loss, band: range}
    tables:
      speed: {of: low, rows: run}

    """

  /// An empty folder, or a copy of another one.
  init(copying other: StudyFolder? = nil) throws {
    path = FileManager.default.temporaryDirectory.path + "/grokline-study-\(UInt64.random(in: 0 ... .max))"
    if let other {
      try FileManager.default.copyItem(atPath: other.path, toPath: path)
      return
    }
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try write("grokline: 1\n", to: "grokline.yaml")
    var rows = "a,b,y\n"
    for row in 0..<40 {
      let (a, b) = (Double(row % 8) / 4 - 1, Double(row / 8) / 2 - 1)
      rows += "\(a),\(b),\(a * b + Double(row * 7 % 5) / 5)\n"
    }
    try write(rows, to: "wave.csv")
    try write(StudyFolder.spec, to: "wave.yaml")
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ text: String, to file: String) throws {
    try Data(text.utf8).write(to: URL(filePath: path + "/" + file))
  }

  func remove(_ file: String) throws { try FileManager.default.removeItem(atPath: path + "/" + file) }

  /// What happened in one run.
  struct Outcome {
    let plan: Plan
    let report: RunReport
    /// What was told of stored files that failed their checks.
    let damages: [String]

    /// Every stage's outputs with their digests.
    var digests: [String: [String]] {
      report.summary.outputs.mapValues { $0.map { "\($0.name) \($0.reference.digest.hex)" } }
    }
  }

  func study(_ overrides: [String] = []) throws -> Study {
    let spec = path + "/wave.yaml"
    return try Study.open(spec, project: .enclosing(spec), overrides: overrides)
  }

  /// Plans and runs, with training in this process.
  func run(_ overrides: [String] = [], options: RunOptions = RunOptions()) async throws -> Outcome {
    let damages = Damages()
    let run = try StudyRun(study(overrides), options: options) { damages.add("\($0)") }
    let plan = try run.plan()
    let report = try await run.run(plan) { event in
      if case .note(let text) = event.kind { damages.add(text) }
    }
    return Outcome(plan: plan, report: report, damages: damages.all)
  }

  /// The files in `results/`, without what is noted beside them and what it took to make them.
  func results() throws -> [String: Data] {
    let folder = path + "/results/wave"
    var files: [String: Data] = [:]
    for file in try FileManager.default.contentsOfDirectory(atPath: folder)
    where !file.hasPrefix(".") && file != "telemetry.json" {
      files[file] = try Data(contentsOf: URL(filePath: folder + "/" + file))
    }
    return files
  }

  /// Collects damage from any thread: the lock guards the list.
  private final class Damages: @unchecked Sendable {
    private let lock = NSLock()
    private var found: [String] = []

    func add(_ damage: String) { lock.withLock { found.append(damage) } }

    var all: [String] { lock.withLock { found } }
  }
}
