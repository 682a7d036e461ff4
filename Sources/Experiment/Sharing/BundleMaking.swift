internal import FoundationEssentials
public import Pipeline
internal import Spec

/// What is to be shared of an experiment.
public struct BundleOptions: Sendable {
  /// Names of figures; none stands for all figures and tables.
  public var figures: [String] = []
  public var level = BundleLevel.figure
  public var tolerance = Tolerance()

  public init() {}
}

/// A bundle that was written.
public struct MadeBundle: Sendable {
  public let id: Digest
  public let path: String
  /// Bytes of the file.
  public let size: Int
  public let entries: Int
  /// Bytes of results that were left out, because the level does not ask for them.
  public let omitted: Int
  /// What the author's own files tell of this machine or of people.
  public let warnings: [String]
}

/// Something has to run before an experiment can be shared.
public struct UnfinishedStudy: Error, CustomStringConvertible {
  public let stages: [String]

  public var description: String {
    let more = stages.count > 1 ? " and \(stages.count - 1) more" : ""
    return
      "'\(stages.first ?? "")'\(more) is not done, or not up to date: only what is finished can be shared"
  }
}

extension Study {
  /// Writes a bundle; the same results give the same bytes.
  ///
  /// - Throws: `UnfinishedStudy`, `BundleFlaw`, `PrivateFact`, `StoreError`, failures of the file system.
  public func bundle(_ options: BundleOptions, to path: String) throws -> MadeBundle {
    let store = try ArtifactStore(root: project.store)
    let contents = try BundleContents(self, options, store)
    let items = try contents.items()
    let place = absolute(path, from: FileManager.default.currentDirectoryPath)
    let id = try BundleWriter.write(to: place, facts: contents.facts, items: items)
    let size = DataFolders.size(place)
    return MadeBundle(
      id: id, path: path, size: size ?? 0, entries: items.count + 1, omitted: contents.omitted,
      warnings: contents.warnings)
  }
}

/// Gathers what goes into a bundle.
struct BundleContents {
  private let study: Study
  private let options: BundleOptions
  private let store: ArtifactStore
  /// The stages that are shared, inputs before users.
  private let accounts: [StageAccount]
  private let targets: [String]
  private let states: [String: KeptState]
  private let privateFacts: PrivateFacts
  /// What is needed, by digest: outputs, objects, states.
  private var needed: [Digest: Output] = [:]
  private(set) var omitted = 0
  private(set) var warnings: [String] = []
  private var files: [BundleItem] = []
  private var memory = DataMemory()

  init(_ study: Study, _ options: BundleOptions, _ store: ArtifactStore) throws {
    self.study = study
    self.options = options
    self.store = store
    privateFacts = PrivateFacts(folders: [study.project.root, study.project.store, study.project.results])
    let all = study.figures.map(FigureStage.name) + study.tables.map(TableStage.name)
    targets = options.figures.isEmpty ? all : options.figures.map(FigureStage.name)
    if targets.isEmpty { throw BundleFlaw("the experiment has no figure and no table that could be shared") }
    let shown = Set(targets)
    let level = options.level
    let read = Set(
      study.graph.stages.filter { shown.contains($0.name) }.flatMap(\.inputs).compactMap { input in
        if case .output(let output, of: let stage) = input.origin { "\(stage)\n\(output)" } else { nil }
      })
    let plan = try Plan(
      study.graph,
      PlanRequest(targets: options.figures.isEmpty ? [] : targets) { stage, output in
        level != .figure || shown.contains(stage) || read.contains("\(stage)\n\(output)")
      }, store: store)
    let unfinished = plan.steps.filter { $0.state != .hit && $0.state != .restore || $0.outputs == nil }
    if !unfinished.isEmpty { throw UnfinishedStudy(stages: unfinished.map(\.stage.name)) }
    accounts = try plan.accounts(in: store)
    var states: [String: KeptState] = [:]
    if level != .figure {
      for account in accounts {
        guard let end = try BundleContents.end(of: account, in: store) else { continue }
        states[account.stage] = try study.graph[account.stage]?.keptState(at: end, in: store)
      }
    }
    self.states = states
    try gatherResults(read: read, shown: shown)
    try gatherFiles()
  }

  /// What the manifest says of the whole.
  var facts: JSON {
    [
      "experiment": .string(study.file.name), "budget": study.file.budget.map(JSON.string) ?? .null,
      "spec": .string(fromRoot(study.file.files.last ?? "")), "level": .string(options.level.rawValue),
      "targets": .array(targets.map(JSON.string)),
      "overrides": .array(study.file.overrides.map(JSON.string)),
    ]
  }

  /// Everything but the manifest.
  func items() throws -> [BundleItem] {
    var items = files
    var texts: [String: JSON] = [:]
    for (digest, output) in needed.sorted(by: { $0.key < $1.key }) {
      if output.reference.size <= Output.largestInline,
        let text = String(validating: try store.content(output), as: UTF8.self)
      {
        texts[digest.hex] = .string(text)
      } else {
        items.append(
          BundleItem(BundleEntry.objects + digest.hex, output.reference) { [store] in
            try store.content(output)
          })
      }
    }
    for account in accounts where targets.contains(account.stage) {
      for output in account.record.outputs {
        guard let path = BundleEntry.path(stage: account.stage, output: output.name) else { continue }
        items.append(BundleItem(path, output.reference) { [store] in try store.content(output) })
      }
    }
    let documents: [(String, JSON)] = [
      (BundleEntry.contents, .object(texts)), (BundleEntry.resolved, resolved),
      (BundleEntry.lock, StudyLock(study, accounts, states: states).json),
      (BundleEntry.environment, environment), (BundleEntry.knownData, memory.json),
      (BundleEntry.expected, expected),
    ]
    for (path, json) in documents {
      let bytes = Array("\(json)\n".utf8)
      if let leak = privateFacts.leak(in: bytes) { throw PrivateFact(entry: path, what: leak) }
      items.append(BundleItem(path, bytes))
    }
    return items
  }

  private mutating func gatherResults(read: Set<String>, shown: Set<String>) throws {
    var left: [Digest: Int] = [:]
    for account in accounts where !shown.contains(account.stage) {
      for output in account.record.outputs {
        let isSmall = output.reference.size <= Output.largestInline
        if options.level != .figure || read.contains("\(account.stage)\n\(output.name)") || isSmall {
          needed[output.reference.digest] = output
        } else {
          left[output.reference.digest] = output.reference.size
        }
      }
      for digest in account.record.references {
        guard let reference = try? store.reference(to: digest) else { continue }
        if options.level == .figure {
          left[digest] = reference.size
        } else {
          needed[digest] = Output(name: "object", reference: reference)
        }
      }
    }
    for state in states.values {
      for output in [state.state] + state.memories.map(\.content) { needed[output.reference.digest] = output }
    }
    omitted = left.filter { needed[$0.key] == nil }.reduce(0) { $0 + $1.value }
  }

  /// The author's files, and what is known of data.
  private mutating func gatherFiles() throws {
    files.append(BundleItem(BundleEntry.settings, Array(BundleEntry.settingsText.utf8)))
    for file in study.file.files { try add(file, as: BundleEntry.spec + fromRoot(file)) }
    let project = study.project
    let places = ProjectFiles(root: project.root, store: project.store)
    let shelf = ManifestShelf(root: project.root)
    memory = DataMemory(study.runs) { file, _ in
      guard case .published(let name, let role) = file else {
        return (places.path(of: file).flatMap(DataFolders.size), [])
      }
      let known = (try? shelf.manifest(name))?.file(role)
      return (known?.bytes, known?.urls ?? [])
    }
    var manifests: Set<String> = []
    for known in memory.files {
      var place = BundleEntry.spec
      switch known.file {
      case .inProject(let path): place += path
      case .published(let name, let role):
        guard let (text, _) = shelf.text(of: name), let file = try shelf.manifest(name)?.file(role) else {
          continue
        }
        if manifests.insert(name).inserted {
          files.append(BundleItem(BundleEntry.spec + "datasets/\(name).yaml", text))
        }
        place += BundleEntry.data + "/" + file.path
      }
      guard options.level == .all else {
        omitted += known.bytes ?? 0
        continue
      }
      guard let path = places.path(of: known.file) else {
        throw BundleFlaw(
          "the data file '\(known.file)' is not here, so a bundle of level 'all' cannot have it")
      }
      let reference = ObjectReference(digest: known.digest, size: DataFolders.size(path) ?? 0)
      files.append(BundleItem(place, reference) { Array(try Data(contentsOf: URL(filePath: path))) })
    }
  }

  private mutating func add(_ file: String, as entry: String) throws {
    guard let data = FileManager.default.contents(atPath: file) else { throw UnreadableFile(path: file) }
    if let mention = privateFacts.mention(in: Array(data)) {
      warnings.append("'\(entry)' has \(mention): what you write yourself is shared as it is")
    }
    files.append(BundleItem(entry, Array(data)))
  }

  /// The path of one of the project's files from its root: where the root lies is nobody's business.
  private func fromRoot(_ file: String) -> String {
    let path = absolute(file, from: FileManager.default.currentDirectoryPath)
    let root = study.project.root == "/" ? "/" : study.project.root + "/"
    return path.hasPrefix(root)
      ? String(path.dropFirst(root.count)) : path.split(separator: "/").last.map(String.init) ?? ""
  }

  /// Every value of the shared stages, defaults included, with the place that it comes from.
  private var resolved: JSON {
    let shared = Set(accounts.map(\.stage))
    let stages = study.settings.filter { shared.contains($0.stage) }.map {
      stage, settings -> (String, JSON) in
      (
        stage,
        JSON.object(
          Dictionary(
            settings.map { setting -> (String, JSON) in
              let place = setting.location.map { location -> String in
                if location.file.hasPrefix("--") { return location.file }
                return "\(fromRoot(location.file)):\(location.line):\(location.column)"
              }
              return (
                setting.path,
                [
                  "value": setting.value, "from": place.map(JSON.string) ?? "default",
                  "layer": setting.layer.map { .string($0.description) } ?? .null,
                ]
              )
            }
          ) { first, _ in first })
      )
    }
    return ["schema": 1, "stages": .object(Dictionary(stages) { first, _ in first })]
  }

  /// What the numbers were made with.
  private var environment: JSON {
    [
      "schema": 1, "grokline": .string(programVersion), "language": 1, "system": "linux",
      "numeric_classes": .array(Set(accounts.map(\.record.numericClass)).sorted().map(JSON.string)),
      "precision": "float32", "threads": "no effect on results",
    ]
  }

  /// What must come out, and how far it may be off.
  private var expected: JSON {
    var stages: [String: JSON] = [:]
    for account in accounts where targets.contains(account.stage) {
      stages[account.stage] = [
        "tolerance": options.tolerance.json,
        "outputs": .object(
          Dictionary(
            account.record.outputs.map { output -> (String, JSON) in
              (
                output.name,
                [
                  "entry": BundleEntry.path(stage: account.stage, output: output.name).map(JSON.string)
                    ?? .null,
                  "sha256": .string(output.reference.digest.hex), "bytes": .integer(output.reference.size),
                ]
              )
            }
          ) { first, _ in first }),
      ]
    }
    return ["schema": 1, "stages": .object(stages)]
  }

  /// The step at which a training ended; nil for other stages.
  private static func end(of account: StageAccount, in store: ArtifactStore) throws -> Int? {
    guard let end = account.record[output: Demand.endOutput] else { return nil }
    return try JSON(parsing: store.content(end))["step"]?.integer
  }
}
