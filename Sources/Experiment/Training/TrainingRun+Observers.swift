internal import Learning
internal import Pipeline
internal import Spec

/// The outputs of a training stage.
enum TrainingOutput {
  /// CSV: `step` and the digest of the parameters.
  static let snapshots = "snapshots"
  /// CSV: `step`, then gradient and update of the watched numbers, `EncodedFloats` each.
  static let gradients = "gradients"
  /// The parameters at the end, float32, little-endian.
  static let lastSnapshot = "last-snapshot"

  /// CSV: `step` and a column per metric of the evaluation.
  static func metrics(_ evaluation: Evaluation) -> String {
    evaluation.name.isEmpty ? "metrics" : "metrics-" + evaluation.name
  }

  /// The same with one row, that of the last step.
  static func lastMetrics(_ evaluation: Evaluation) -> String { "last-" + metrics(evaluation) }
}

/// Whoever writes rows while a run goes on.
struct RowObserver: Sendable {
  let observer: Observer
  /// The first line of its CSV.
  let header: String
}

extension TrainingDesign {
  static func rowObservers(of plan: TrainingPlan) -> [RowObserver] {
    let evaluations = plan.evaluations.map { evaluation in
      let id = Digest.of(
        "evaluation", parts: [.text(evaluation.identity.description), .text(evaluation.name)])
      return RowObserver(
        observer: Observer(
          id: id, name: TrainingOutput.metrics(evaluation), needsMemory: evaluation.isRunning),
        header: "step," + evaluation.metrics.joined(separator: ",") + "\n")
    }
    let snapshots = plan.snapshots.map { snapshots in
      let id = Digest.of("snapshots", parts: [.text(snapshots.identity.description)])
      return RowObserver(
        observer: Observer(id: id, name: TrainingOutput.snapshots), header: "step,snapshot\n")
    }
    let gradients = plan.gradients.map { gradients in
      let id = Digest.of("gradients", parts: [.text(gradients.identity.description)])
      return RowObserver(
        observer: Observer(id: id, name: TrainingOutput.gradients), header: "step,gradient,update\n")
    }
    return evaluations + [snapshots, gradients].compactMap(\.self)
  }

  static func finalObservers(of plan: TrainingPlan) -> [Observer] {
    let evaluations = plan.evaluations.filter(\.every.includesEnd).map { evaluation in
      Observer(
        id: Digest.of(
          "last evaluation", parts: [.text(evaluation.identity.description), .text(evaluation.name)]),
        name: TrainingOutput.lastMetrics(evaluation))
    }
    guard let snapshots = plan.snapshots, snapshots.every.includesEnd else { return evaluations }
    let id = Digest.of("last snapshot", parts: [.text(snapshots.identity.description)])
    return evaluations + [Observer(id: id, name: TrainingOutput.lastSnapshot)]
  }

  /// The parameters that snapshots keep.
  var snapshotRanges: [Range<Int>] {
    let chosen = try? plan.snapshots?.parameters.parameters(in: layout)
    return (chosen ?? layout.parameters).map(\.range)
  }
}

extension TrainingRun {
  /// What an end observer says about the state that the trainer is in.
  func final(_ name: String, of trainer: Trainer, _ store: ArtifactStore) throws -> SegmentRequest.Content {
    if name == TrainingOutput.lastSnapshot {
      let bytes = trainer.withParameters { RowRecorder.bytes($0, design.snapshotRanges) }
      return .object(try store.write(bytes, as: .floats))
    }
    guard let evaluation = design.plan.evaluations.first(where: { TrainingOutput.lastMetrics($0) == name })
    else {
      preconditionFailure("there is no end observer '\(name)'")
    }
    let cells = trainer.measureEnd(evaluation).map { $0.map(shortestText) ?? "" }
    let text =
      "step," + evaluation.metrics.joined(separator: ",") + "\n\(trainer.step),"
      + cells.joined(separator: ",")
    return .bytes(Array((text + "\n").utf8))
  }

  /// What observers remember between two of their rows, by name.
  func memories(of trainer: Trainer, observers: [String]) -> [String: [UInt8]] {
    let running = trainer.saveProgress()
    var memories: [String: [UInt8]] = [:]
    for evaluation in design.plan.evaluations where evaluation.isRunning {
      let name = TrainingOutput.metrics(evaluation)
      guard observers.contains(name) else { continue }
      memories[name] = StateFile.encode(running.filter { TrainingRun.isMemory($0.name, of: evaluation) })
    }
    return memories
  }

  /// What a trainer keeps besides the trajectory, at a step from which it goes on: its own, with the observers'
  /// memories in place.
  func progress(of trainer: Trainer, at step: Int, _ memories: [String: [UInt8]]) throws -> [NamedTensor] {
    var progress = Dictionary(trainer.saveProgress().map { ($0.name, $0) }) { first, _ in first }
    let phase = design.plan.phases.lastIndex { $0.from < step } ?? 0
    progress["phase"] = NamedTensor("phase", .integers([phase]))
    for bytes in memories.values {
      for tensor in try StateFile.decode(bytes) { progress[tensor.name] = tensor }
    }
    return progress.values.sorted { $0.name < $1.name }
  }

  private static func isMemory(_ tensor: String, of evaluation: Evaluation) -> Bool {
    let parts = tensor.split(separator: ".")
    return evaluation.name.isEmpty
      ? parts.count == 2 && parts[0] == "running" : parts.starts(with: ["running", evaluation.name[...]])
  }
}
