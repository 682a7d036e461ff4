internal import Compute
internal import FoundationEssentials
internal import Learning
public import Pipeline
internal import Spec

/// Where a reproduction begins.
public enum ReproductionStart: String, Sendable, CaseIterable {
  /// Figures and tables are drawn again from what they were drawn from.
  case figure
  /// Analyses are done again from what training gave.
  case analysis
  /// Everything is trained again, from the first step.
  case train
  /// The same, and public data that came along are not used.
  case scratch
}

/// A claim, and the experiment that is to bear it out.
public struct Reproduction: Sendable {
  public let claim: Claim
  public let study: Study
  /// The stages that have to be done.
  public let targets: [String]
  /// Keeps what was unpacked.
  private let owner: UnpackedBundle?
  private let folder: PrivateFolder?

  init(_ claim: Claim, _ study: Study, owner: UnpackedBundle? = nil, folder: PrivateFolder? = nil) {
    self.claim = claim
    self.study = study
    targets = claim.targets
    self.owner = owner
    self.folder = folder
  }

  /// Sets a bundle up to be done again from some stage on, in a folder that goes with this value.
  ///
  /// - Parameters:
  ///   - data: folders of this machine in which data files may be.
  ///   - program: trains in worker processes.
  public init(
    _ bundle: OpenedBundle, from start: ReproductionStart, data: [String] = [], program: String? = nil
  ) throws {
    let unpacked = try UnpackedBundle(temporarily: bundle)
    try unpacked.lookForData(in: data, keepsBundled: start != .scratch)
    if start == .analysis { try unpacked.adoptResults(of: ["train"]) }
    let study = try unpacked.study(program: program)
    let missing = bundle.targets.filter { study.graph[$0] == nil }
    if let first = missing.first { throw BundleFlaw("its spec has no '\(TextChecked.line(first))'") }
    self.init(unpacked.claim, study, owner: unpacked)
  }

  /// Draws all targets of a bundle again from what they were drawn from, and compares.
  public func redraw() async throws -> (judgement: Judgement, files: [(name: String, bytes: [UInt8])]) {
    guard let owner else { preconditionFailure("only a bundle has what figures were drawn from") }
    let (bundle, folder) = (owner.bundle, owner.folder)
    let locked = bundle.lock.stages
    var stages: [Stage] = []
    for target in targets {
      guard let stage = study.graph[target] else { continue }
      let inputs = Dictionary((locked[target]?.inputs ?? []).map { ($0.name, $0.digest) }) { first, _ in first
      }
      for input in stage.inputs {
        guard let digest = inputs[input.name].flatMap(\.self),
          bundle.texts[digest] != nil || bundle.paths[digest] != nil
        else {
          throw BundleFlaw("it does not have what '\(target)' is drawn from, by this version of Grokline")
        }
      }
      stages.append(
        stage.reading { input in
          guard let digest = inputs[input.name].flatMap(\.self) else { return nil }
          return Source(
            name: input.name, digest: digest, current: { digest },
            content: {
              guard let bytes = try bundle.content(digest, in: folder) else {
                throw UnreadableFile(path: input.name)
              }
              return bytes
            })
        })
    }
    let store = try ArtifactStore(root: owner.store + "-redrawn")
    let plan = try Plan(StageGraph(stages), store: store)
    let executor = Executor(store: store, settings: Executor.Settings(numericClass: NumericClass.current))
    let summary = try await executor.run(plan)
    if let failure = summary.failures.first {
      throw FailedReproduction(stage: failure.stage, message: failure.message)
    }
    return (try judge(summary, in: store), try files(summary, in: store))
  }

  /// Compares what a run gave.
  public func judge(_ summary: Pipeline.RunSummary, in store: ArtifactStore) throws -> Judgement {
    try claim.judge(
      summary.outputs, in: store, order: study.graph.stages.map(\.name), here: NumericClass.current)
  }

  /// The figures and tables of a run, by the names that they have among results.
  public func files(
    _ summary: Pipeline.RunSummary, in store: ArtifactStore
  ) throws -> [(name: String, bytes: [UInt8])] {
    var files: [(name: String, bytes: [UInt8])] = []
    for target in targets {
      for output in summary.outputs[target] ?? [] {
        guard let path = BundleEntry.path(stage: target, output: output.name),
          let name = path.split(separator: "/").last
        else { continue }
        files.append((String(name), try store.content(output)))
      }
    }
    return files
  }
}

extension UnpackedBundle {
  /// What the bundle says came out.
  var claim: Claim {
    let (bundle, folder) = (bundle, folder)
    return Claim(bundle.lock, targets: bundle.targets, expected: bundle.expected) {
      try bundle.content($0, in: folder)
    }
  }
}

/// A stage of a reproduction failed.
struct FailedReproduction: Error, CustomStringConvertible {
  let stage: String
  let message: String

  var description: String { "'\(stage)' failed: \(message)" }
}
