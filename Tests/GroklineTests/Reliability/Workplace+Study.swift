import Experiment
import Foundation
import Pipeline
import Spec
import Testing

extension Workplace {
  /// Two runs of two seeds, two analyses, a figure and a table.
  static func study(until: Int) -> String {
    """
    grokline: 1
    dataset: {kind: csv, file: wave.csv, inputs: [a, b], target: y, train_fraction: 0.5}
    model: {kind: mlp, widths: [2, 16, 1], activation: tanh}
    training:
      loss: mean-squared-error
      batch_size: 6
      optimizer: {kind: adam, learning_rate: 1e-2}
      evaluate: {every: 40, over: {train: running}}
      record: {snapshots: {every: [start, 100, end]}}
      phases: {fit: {until: \(until)}}
    runs:
      plain: {}
      filtered: {training: {filter: {kind: moving-average, window: 10, gain: 1}}}
    seeds: [0, 1]
    analyses:
      low: {kind: crossing, metric: train_loss, falls_to: 20}
      moved: {kind: distances, between: [[start, 100], [100, end]]}
    figures:
      loss: {kind: curves, y: loss, band: range}
    tables:
      speed: {of: low, rows: run}

    """
  }

  /// What a finished study left behind.
  struct Remains: Equatable {
    /// Every stage's outputs with their digests.
    let outputs: [String: [String]]
    let results: [String: Data]
  }

  /// Looks at a finished study; nothing in it may be left to do, and no stored file damaged.
  func remains(_ overrides: [String] = []) throws -> Remains {
    let spec = folder + "/wave.yaml"
    let run = try StudyRun(Study.open(spec, project: .enclosing(spec), overrides: overrides))
    let plan = try run.plan()
    try #require(plan.isUpToDate)
    #expect(try run.store.verify().damages.isEmpty)
    var results: [String: Data] = [:]
    for file in try FileManager.default.contentsOfDirectory(atPath: folder + "/results/wave")
    where !file.hasPrefix(".") && file != "telemetry.json" {
      results[file] = try Data(contentsOf: URL(filePath: folder + "/results/wave/" + file))
    }
    let outputs = plan.steps.map { step in
      (step.stage.name, (step.outputs ?? []).map { "\($0.name) \($0.reference.digest.hex)" })
    }
    return Remains(outputs: Dictionary(uniqueKeysWithValues: outputs), results: results)
  }

  /// The processes that train for a run in this folder.
  func workers() -> [Int] {
    let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return processes.compactMap { Int($0) }.filter { process in
      guard let line = FileManager.default.contents(atPath: "/proc/\(process)/cmdline"),
        let place = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(process)/cwd")
      else { return false }
      return place == folder && String(decoding: line, as: UTF8.self).hasSuffix("grokline\0worker\0")
    }
  }
}
