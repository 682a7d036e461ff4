import Foundation
import Pipeline
import Spec
import Testing

@testable import Experiment

@Suite("Recorded gradients")
struct GradientStoryTests {
  private static let recording = ("[start, 50, end]}}", "[start, 50, end]}, gradients: {every: 1}}")

  private func folder(_ changes: [(String, String)]) throws -> StudyFolder {
    let folder = try StudyFolder()
    var text = StudyFolder.spec
    for (old, new) in changes { text = text.replacing(old, with: new) }
    try folder.write(text, to: "wave.yaml")
    return folder
  }

  /// The recorded rows of every run, by stage.
  private func rows(_ outcome: StudyFolder.Outcome) -> [String: String] {
    outcome.report.summary.outputs.compactMapValues { outputs in
      outputs.first { $0.name == TrainingOutput.gradients }?.reference.digest.hex
    }
  }

  @Test("are the same whether written from the start, by a replay, or by a run in two pieces")
  func cuts() async throws {
    let straight = try await folder([Self.recording]).run()
    let expected = rows(straight)
    #expect(expected.count == 4 && Set(expected.values).count == 4)

    let replayed = try folder([])
    _ = try await replayed.run()
    try replayed.write(StudyFolder.spec.replacing(Self.recording.0, with: Self.recording.1), to: "wave.yaml")
    #expect(try await rows(replayed.run()) == expected)

    let cut = try folder([Self.recording, ("until: 200", "until: 137")])
    _ = try await cut.run()
    try cut.write(StudyFolder.spec.replacing(Self.recording.0, with: Self.recording.1), to: "wave.yaml")
    let second = try await cut.run()
    #expect(rows(second) == expected)
    #expect(second.plan.steps.contains { "\($0)".contains("137…200") })
  }

  @Test("have a row for every step after the first, which names what the optimiser did")
  func contents() async throws {
    let folder = try folder([
      Self.recording,
      ("{kind: adam, learning_rate: 0.1, weight_decay: 0}", "{kind: sgd, learning_rate: 0.125}"),
      (
        "figures:",
        """
          identity:
            kind: linear-optimizer-identity
            gradients: recorded
            length: 200
            learning_rate: 0.125
            momentum: 0
            dampening: 0
            variants: momentum
            starts: zero
            filters: {ema: {kind: exponential-moving-average, decay: 0.5, gain: 1}}
            select: {run: filtered}
          slow: {kind: spectrum, show: share, segment: 32, by: parameter}
        figures:
        """
      ),
      (
        "{kind: moving-average, window: 10, gain: 1}",
        "{kind: exponential-moving-average, decay: 0.5, gain: 1, initial: zero}"
      ),
      (
        "  speed: {of: low, rows: run}",
        "  speed: {of: low, rows: run}\n  exact: {of: identity, rows: filter, columns: value}\n  slow: {of: slow, rows: [run, parameter], columns: quantity, value: share}"
      ),
    ])
    let outcome = try await folder.run()
    #expect(outcome.report.summary.isComplete)
    let files = try folder.results()
    let text = String(decoding: try #require(files["exact.csv"]), as: UTF8.self)
    // Filter, value, median, least, greatest, seeds. Weights are of order one in single precision, and so is their
    // difference.
    let row = try #require(text.split(separator: "\n").first { $0.contains("difference_from_run") })
    #expect(Double(row.split(separator: ",")[2]).map { $0 < 1e-6 } == true, "\(row)")
    let slow = String(decoding: try #require(files["slow.csv"]), as: UTF8.self)
    #expect(slow.contains("0.weight") && slow.contains("update"))
  }

  @Test("that are not there, or a tensor that no snapshot has, are asked for where the analysis stands")
  func missing() throws {
    func messages(_ changes: [(String, String)]) throws -> [String] {
      let folder = try folder(changes)
      do {
        _ = try folder.study()
        return []
      } catch let error as InvalidSpec {
        return error.diagnostics.map { $0.message + ($0.hint.map { "; \($0)" } ?? "") }
      }
    }
    #expect(
      try messages([("figures:", "  slow: {kind: spectrum, select: {run: plain, seed: 0}}\nfigures:")]) == [
        "analysis 'slow' reads gradients, and run 'plain' records none; add training: {record: {gradients: {every: 1}}}"
      ])
    #expect(
      try messages([
        (
          "figures:",
          "  w: {kind: embedding-spectrum, modulus: 2, parameter: layers.0.wight, select: {run: plain, seed: 0}}\nfigures:"
        )
      ]) == ["the snapshots of run 'plain' have no 'layers.0.wight'; did you mean 'layers.0.weight'?"])
  }
}
