import FoundationEssentials
import Pipeline
import Spec

@testable import Experiment

/// A project in a folder of its own, whose spec trains for milliseconds and draws one figure.
final class Atelier {
  let folder: String
  var results: String { folder + "/results/wave" }

  init(under name: String = "grokline-atelier") throws {
    folder = FileManager.default.temporaryDirectory.path + "/\(name)-\(UInt64.random(in: 0 ... .max))"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try write("grokline.yaml", "grokline: 1\n")
    var rows = "a,b,y\n"
    for row in 0..<20 { rows += "\(Double(row) / 10),\(row * 7 % 13),\(row * row % 17)\n" }
    try write("wave.csv", rows)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  static func spec(title: String = "Loss") -> String {
    """
    grokline: 1
    dataset: {kind: csv, file: wave.csv, inputs: [a, b], target: y, train_fraction: 0.5}
    model: {kind: mlp, widths: [2, 4, 1], activation: tanh}
    training:
      loss: mean-squared-error
      batch_size: all
      optimizer: {kind: adam, learning_rate: 1e-2}
      evaluate: {every: 10}
      phases:
        fit: {until: 20}
    runs:
      run-0: {}
    figures:
      loss: {kind: curves, y: loss, x: step, title: \(title)}
    labels: {run-0: First}
    """
  }

  func write(_ file: String, _ text: String) throws {
    try Data(text.utf8).write(to: URL(filePath: folder + "/" + file))
  }

  func bytes(_ file: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(filePath: results + "/" + file)))
  }

  /// Runs the spec and says which files were written.
  func run(_ spec: String = Atelier.spec()) async throws -> [String] {
    try write("wave.yaml", spec)
    let path = folder + "/wave.yaml"
    let run = try StudyRun(Study.open(path, project: .enclosing(path)))
    return try await run.run(run.plan()).written
  }
}
