internal import Learning
internal import Pipeline
internal import Spec

/// Trains segments for the pipeline: in worker processes, or in this one.
public struct SegmentTrainers: Sendable {
  /// Nil trains in this process.
  private let workers: Workers?
  let root: String
  /// Seconds between two checkpoints, at least.
  let checkpointInterval: Double

  /// - Parameter program: is started with the argument `worker`; nil trains in this process.
  public init(program: String?, root: String, checkpointInterval: Double = 30) {
    workers = program.map { Workers(program: $0) }
    self.root = root
    self.checkpointInterval = checkpointInterval
  }

  func train(_ run: TrainingRun, _ segment: Segment, _ context: SegmentContext) throws {
    let request = try request(run, segment, context)
    let handler = Handler(segment, context)
    if let workers {
      try workers.train(request, context.stage) { try handler.handle($0) }
    } else {
      var work = try SegmentWork(
        request, emit: { try handler.handle($0) }, isCancelled: { context.stage.isCancelled })
      try work.train()
    }
  }

  private func request(
    _ run: TrainingRun, _ segment: Segment, _ context: SegmentContext
  ) throws -> SegmentRequest {
    var memories: [String: [UInt8]] = [:]
    var earlier: [String: String] = [:]
    for observer in segment.observers { memories[observer.name] = try context.startMemory(of: observer) }
    let stops = segment.demands.map(\.stop)
    let read = Set(stops.compactMap { $0?.reads }.flatMap(\.self))
    for observer in segment.observers where read.contains(observer.name) {
      earlier[observer.name] = try context.earlierRows(of: observer)
    }
    let start = try context.startReference().map { output in
      output.inline.map(SegmentRequest.Content.bytes) ?? .object(output.reference)
    }
    return SegmentRequest(
      recipe: run.recipe, root: root, store: context.stage.store.root, origin: run.trajectory.origin,
      from: segment.range.from, to: segment.range.to, observers: segment.observers.map(\.name),
      finals: segment.finals.map(\.name), start: start, memories: memories, earlierRows: earlier,
      ends: segment.demands.map { $0.stop.flatMap { RunEnd($0.parameters) } ?? RunEnd(until: $0.until) },
      threads: context.stage.cores, checkpointInterval: checkpointInterval)
  }

  /// Passes on what a worker tells.
  private final class Handler {
    private let segment: Segment
    private let context: SegmentContext

    init(_ segment: Segment, _ context: SegmentContext) {
      self.segment = segment
      self.context = context
    }

    func handle(_ event: SegmentEvent) throws {
      switch event {
      case .progress(let step, let rate, let peakMemory, let text):
        let done = Double(step - segment.range.from) / Double(max(segment.range.count, 1))
        context.stage.report(Progress(fraction: done, rate: rate, peakMemory: peakMemory, text: text))
      case .checkpoint(let saved):
        try context.checkpoint(
          at: saved.step, saved.state.forState, memories: byDigest(saved.memories), rows: rows(saved))
      case .finished(let saved):
        try context.finish(
          at: saved.step, saved.state.forState, memories: byDigest(saved.memories), rows: rows(saved))
        for observer in segment.finals {
          switch saved.finals[observer.name] {
          case .bytes(let bytes)?: try context.publishFinal(observer, at: saved.step, bytes)
          case .object(let reference)?:
            try context.publishFinal(observer, at: saved.step, context.stage.read(reference), as: .floats)
          case nil: preconditionFailure("the worker said nothing about '\(observer.name)'")
          }
        }
      case .damaged(let message):
        // Whoever trains reads one thing from the store, the state to start from: if that is gone, it is mended.
        context.stage.note(message)
        _ = try context.startState()
        throw WorkerFailure(description: message)
      case .foundDamage(let message): context.stage.note(message)
      case .failed(let message): throw WorkerFailure(description: message)
      }
    }

    private func byDigest(_ memories: [String: [UInt8]]) -> [Digest: [UInt8]] {
      Dictionary(
        segment.observers.compactMap { observer in memories[observer.name].map { (observer.id, $0) } }
      ) {
        first, _ in first
      }
    }

    private func rows(_ saved: SegmentEvent.Saved) -> [Digest: [UInt8]] {
      Dictionary(
        segment.observers.compactMap { observer in
          saved.rows[observer.name].map { (observer.id, Array($0.utf8)) }
        }
      ) {
        first, _ in first
      }
    }
  }
}

/// A worker could not do its work.
public struct WorkerFailure: Error, CustomStringConvertible {
  public let description: String
}
