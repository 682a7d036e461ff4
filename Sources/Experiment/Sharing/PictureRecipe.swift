internal import FoundationEssentials
internal import Pipeline
internal import Spec

/// What a picture needs to be made again: the spec without comments, and the digests of its numbers and its drawing.
struct PictureRecipe: Sendable {
  let experiment: String
  let figure: String
  /// The whole spec in one file, with what it extends.
  let spec: String
  let overrides: [String]
  let expected: ExpectedStage
  /// The keys and inputs of the stages behind it, where there was room.
  let stages: JSON

  /// - Parameter outputs: of the figure.
  init(_ study: Study, figure: String, _ outputs: [Output]) {
    experiment = study.file.name
    self.figure = figure
    spec = study.file.document.flowText
    overrides = study.file.overrides
    expected = ExpectedStage(
      tolerance: Tolerance(),
      outputs: Dictionary(outputs.map { ($0.name, $0.reference) }) { first, _ in first })
    stages = .null
  }

  /// Reads what a picture says of itself; nil if that is no whole recipe.
  init?(_ provenance: Provenance) {
    let json = provenance.json
    guard let experiment = json["experiment"]?.string, let figure = json["figure"]?.string,
      let recipe = json["recipe"], let spec = recipe["spec"]?.string,
      let overrides = recipe["overrides"]?.array?.compactMap(\.string),
      let expected = recipe["expected"].flatMap(ExpectedStage.init),
      SpecKeys.checkName(experiment, at: OpenedBundle.nowhere, Diagnostics()),
      SpecKeys.checkName(figure, at: OpenedBundle.nowhere, Diagnostics())
    else { return nil }
    self.experiment = experiment
    self.figure = figure
    self.spec = spec
    self.overrides = overrides
    self.expected = expected
    stages = json["stages"] ?? .null
  }

  /// What goes into a picture besides the names of experiment and figure.
  var json: JSON {
    [
      "spec": .string(spec), "overrides": .array(overrides.map(JSON.string)),
      "expected": [
        "tolerance": expected.tolerance.json,
        "outputs": .object(
          expected.outputs.mapValues { ["sha256": .string($0.digest.hex), "bytes": .integer($0.size)] }),
      ],
    ]
  }
}

/// A picture from which nothing can be reproduced.
public struct NoRecipe: Error, CustomStringConvertible {
  let file: String
  /// Whether it says where it comes from, and not how.
  let isTooLong: Bool

  public var description: String {
    isTooLong
      ? "'\(file)' says where it comes from, but its recipe is too long for a picture: ask for a bundle"
      : "'\(file)' carries no recipe: grokline did not draw it, or a program that saved it again left out its metadata; "
        + "ask for the original file, the SVG, or a bundle"
  }
}

extension Reproduction {
  /// The most bytes of a picture that is looked into.
  private static let largestPicture = 256 << 20

  /// Sets up what a picture says of itself, with the store and the data of a project here.
  ///
  /// - Parameter start: nil takes whatever the store has; else everything is done again in a store of its own.
  public init(
    picture path: String, in project: Project, from start: ReproductionStart? = nil, program: String? = nil
  ) throws {
    guard let size = DataFolders.size(path), size <= Reproduction.largestPicture,
      let data = FileManager.default.contents(atPath: path)
    else { throw UnreadableFile(path: path) }
    guard let provenance = Provenance(anywhereIn: Array(data)) else {
      throw NoRecipe(file: path, isTooLong: false)
    }
    guard let recipe = PictureRecipe(provenance) else { throw NoRecipe(file: path, isTooLong: true) }
    let folder = try PrivateFolder()
    let spec = "\(folder.path)/\(recipe.experiment).yaml"
    try Data(recipe.spec.utf8).write(to: URL(filePath: spec))
    let here = Project(
      root: project.root, store: start == nil ? project.store : folder.path + "/store",
      results: folder.path + "/results", mirrors: project.mirrors)
    let study = try Study.open(
      spec, project: here, overrides: recipe.overrides,
      trainers: SegmentTrainers(program: program, root: project.root))
    let target = FigureStage.name(recipe.figure)
    guard study.graph[target] != nil else {
      throw BundleFlaw("its recipe has no figure '\(recipe.figure)'")
    }
    let claim = Claim(targets: [target], expected: [target: recipe.expected], stages: recipe.stages)
    self.init(claim, study, folder: folder)
  }

  /// Sets up an experiment of this machine, to be compared with the lock beside its results.
  public init(
    spec path: String, in project: Project, overrides: [String] = [], from start: ReproductionStart? = nil,
    program: String? = nil
  ) throws {
    let folder = try PrivateFolder()
    let here = Project(
      root: project.root, store: start == nil ? project.store : folder.path + "/store",
      results: folder.path + "/results", mirrors: project.mirrors)
    let study = try Study.open(
      path, project: here, overrides: overrides,
      trainers: SegmentTrainers(program: program, root: project.root))
    let targets = study.figures.map(FigureStage.name) + study.tables.map(TableStage.name)
    let results = project.results + "/" + study.name
    guard let text = FileManager.default.contents(atPath: results + "/" + StudyLock.file),
      let json = try? JSON(parsing: Array(text))
    else {
      self.init(
        Claim(StudyLock(.null), targets: targets, expected: [:]) { _ in nil }, study, folder: folder)
      return
    }
    let lock = StudyLock(json)
    var expected: [String: ExpectedStage] = [:]
    var files: [Digest: String] = [:]
    for (name, stage) in lock.stages where targets.contains(name) {
      expected[name] = ExpectedStage(
        tolerance: Tolerance(),
        outputs: Dictionary(stage.outputs.map { ($0.name, $0.reference) }) { first, _ in first })
      for output in stage.outputs {
        guard let file = BundleEntry.path(stage: name, output: output.name)?.split(separator: "/").last else {
          continue
        }
        files[output.reference.digest] = "\(results)/\(file)"
      }
    }
    let (known, addresses) = (files, lock.addresses)
    // What came out before may still be in the store.
    let store = try ArtifactStore(root: project.store)
    let claim = Claim(lock, targets: targets, expected: expected) { digest in
      if let path = known[digest], let data = FileManager.default.contents(atPath: path),
        Digest.of(Array(data)) == digest
      {
        return Array(data)
      }
      guard let (address, output) = addresses[digest],
        let stored = try? store.record(at: address)?[output: output], stored.reference.digest == digest
      else { return nil }
      return try? store.content(stored)
    }
    self.init(claim, study, folder: folder)
  }

  /// Whether there is something to compare with.
  public var hasClaim: Bool { !claim.expected.isEmpty }
}
