internal import FoundationEssentials
internal import Pipeline
internal import Spec

/// A bundle in a folder of its own: the author's project, and a store that nothing else uses.
///
/// What a bundle says of results is its author's claim. It is therefore never put into the store of another project,
/// where it would be taken for results of this machine.
public struct UnpackedBundle: Sendable {
  public let bundle: OpenedBundle
  public let folder: String
  private let owner: PrivateFolder?

  var root: String { folder + "/spec" }
  var store: String { folder + "/store" }

  /// Unpacks a bundle for as long as somebody uses it.
  public init(temporarily bundle: OpenedBundle) throws {
    let folder = try PrivateFolder()
    try bundle.reader.unpack(into: folder.path)
    (self.bundle, self.folder, owner) = (bundle, folder.path, folder)
  }

  /// Unpacks a bundle below a store, under its identity, with all its results in place; finds it there the next time.
  public init(_ bundle: OpenedBundle, below store: String) throws {
    let home = "\(store)/bundles"
    let folder = "\(home)/\(bundle.id.hex.prefix(16))"
    if !FileManager.default.fileExists(atPath: folder) {
      try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
      let draft = try PrivateFolder(in: home)
      try withExtendedLifetime(draft) {
        try bundle.reader.unpack(into: draft.path)
        try UnpackedBundle(bundle: bundle, folder: draft.path).adoptResults(of: nil)
        // Somebody else may have been faster: then theirs is as good.
        try? FileManager.default.moveItem(atPath: draft.path, toPath: folder)
      }
    }
    (self.bundle, self.folder, owner) = (bundle, folder, nil)
  }

  private init(bundle: OpenedBundle, folder: String) {
    (self.bundle, self.folder, owner) = (bundle, folder, nil)
  }

  /// The author's experiment.
  ///
  /// - Parameters:
  ///   - overrides: further arguments of `--set`, stronger than the author's.
  ///   - results: where figures and tables go.
  ///   - program: trains in worker processes; this process, if there is none.
  public func study(
    _ overrides: [String] = [], results: String? = nil, program: String? = nil
  ) throws -> Study {
    let project = Project(
      root: root, store: store, results: results ?? folder + "/results",
      mirrors: try Project.mirrors(in: root))
    return try Study.open(
      root + "/" + bundle.spec, project: project, overrides: bundle.overrides + overrides,
      trainers: SegmentTrainers(program: program, root: root), remembering: bundle.memory)
  }

  /// Lets data sets that this machine has be found: folders to look in besides the bundle's own.
  ///
  /// - Parameter keepsBundled: false leaves out the public data that came along.
  public func lookForData(in folders: [String], keepsBundled: Bool = true) throws {
    let mirrors = (keepsBundled ? [BundleEntry.data] : []) + folders
    let list = mirrors.map { JSON.string($0).description }.joined(separator: ", ")
    try Data("grokline: 1\nmirrors: [\(list)]\n".utf8).write(to: URL(filePath: root + "/grokline.yaml"))
  }

  /// Puts what the author got into the bundle's own store, where the author's keys are still the keys.
  ///
  /// - Parameter kinds: only stages of these kinds; nil stands for all.
  func adoptResults(of kinds: Set<String>?) throws {
    let store = try ArtifactStore(root: store)
    let study = try study()
    for (name, locked) in bundle.lock.stages.sorted(by: { $0.key < $1.key }) {
      guard kinds?.contains(locked.kind) ?? true, let stage = study.graph[name] else { continue }
      var outputs: [Output] = []
      for output in locked.outputs { outputs.append(try adopt(output, into: store)) }
      for digest in locked.references {
        if let bytes = try bundle.content(digest, in: folder) { _ = try store.write(bytes, as: .floats) }
      }
      let record = Record(
        kind: locked.kind, components: locked.components, outputs: outputs, notes: locked.notes,
        numericClass: locked.numericClass, references: locked.references)
      try store.adopt(record, at: RecordAddress(group: locked.group, name: locked.key.hex))
      try adoptTrajectory(of: stage, locked, into: store)
    }
  }

  private func adopt(_ output: LockedStage.Content, into store: ArtifactStore) throws -> Output {
    guard let bytes = try bundle.content(output.reference.digest, in: folder) else {
      return Output(name: output.name, reference: output.reference)
    }
    return try store.output(named: output.name, bytes)
  }

  /// A longer run goes on from what the author's reached.
  private func adoptTrajectory(of stage: Stage, _ locked: LockedStage, into store: ArtifactStore) throws {
    guard let end = try end(of: locked), stage.outputs.contains(Demand.endOutput) else { return }
    var state = locked.state.map { state in
      KeptState(
        step: state.step, state: Output(name: "state", reference: state.state.reference),
        memories: state.memories.map {
          ($0.observer, Output(name: "memory", reference: $0.content.reference))
        })
    }
    if state?.step != end { state = nil }
    try stage.adoptTrajectory(
      key: locked.key, until: end, state: state, numericClass: locked.numericClass, into: store,
      content: { name in
        try locked[output: name].flatMap { try bundle.content($0.reference.digest, in: folder) }
      }, memory: { try bundle.content($0.reference.digest, in: folder) })
  }

  private func end(of locked: LockedStage) throws -> Int? {
    guard let output = locked[output: Demand.endOutput],
      let bytes = try bundle.content(output.reference.digest, in: folder),
      let step = try JSON(parsing: bytes)["step"]?.integer, step > 0
    else { return nil }
    return step
  }
}
