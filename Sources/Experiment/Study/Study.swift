public import Pipeline
public import Spec

/// An experiment with every kind decoded, checked, and laid out as stages.
public struct Study: Sendable {
  public let project: Project
  public let file: ExperimentFile
  /// Every trained point, in the order of the file.
  let points: [TrainedPoint]
  let runs: [TrainingRun]
  /// Training, analyses, figures and tables, inputs before users.
  public let graph: StageGraph
  public let figures: [String]
  public let tables: [String]

  /// Names the folder of results: `NAME`, or `NAME@BUDGET`.
  public var name: String { file.budget.map { file.name + "@" + $0 } ?? file.name }

  /// Where figures and tables go.
  public var resultsFolder: String { project.results + "/" + name }

  /// Reads, decodes and checks a spec; runs nothing.
  ///
  /// - Parameters:
  ///   - spec: its path, as it shall appear in messages.
  ///   - overrides: the arguments of `--set`, weakest first.
  ///   - trainers: who trains; this process, if nobody else is given.
  ///   - remembered: what is known of data files that are not here.
  /// - Throws: `InvalidSpec` with every error found.
  public static func open(
    _ spec: String, project: Project, overrides: [String] = [], trainers: SegmentTrainers? = nil,
    remembering remembered: DataMemory = DataMemory()
  ) throws(InvalidSpec) -> Study {
    let diagnostics = Diagnostics()
    let (file, sources) = ExperimentFile.read(
      spec, root: project.root(seenFrom: spec), overrides: overrides, diagnostics
    ) { try readText($0) }
    do throws(InvalidSpec) {
      guard let file else { throw InvalidSpec(diagnostics.all) }
      return try Study(
        file, project: project, trainers ?? SegmentTrainers(program: nil, root: project.root), remembered,
        diagnostics)
    } catch {
      throw InvalidSpec(error.diagnostics, sources: sources)
    }
  }

  /// Throws what `diagnostics` has and what is wrong besides.
  private init(
    _ file: ExperimentFile, project: Project, _ trainers: SegmentTrainers, _ remembered: DataMemory,
    _ diagnostics: Diagnostics
  ) throws(InvalidSpec) {
    let catalog = DatasetCatalog(
      ProjectFiles(root: project.root, store: project.store), remembering: remembered)
    let runs = Study.runs(of: file.points, catalog, diagnostics)
    if !diagnostics.isEmpty {
      // Without all points nobody can tell which names are known, but whatever else is wrong can be told.
      StudyLayout.reportWrongEntries(of: file, diagnostics)
      throw InvalidSpec(diagnostics.all)
    }
    let points = zip(runs, file.points).map { $0.trained($1) }
    let layout = StudyLayout(file, points: points, diagnostics)
    try diagnostics.throwIfAny()
    self.project = project
    self.file = file
    self.runs = runs
    self.points = points
    figures = layout.figures.map(\.name)
    tables = layout.tables.map(\.name)
    let stages = zip(runs, points).map { $0.stage($1.stage, trainers) } + layout.stages
    do {
      graph = try StageGraph(stages)
    } catch {
      // Names, edges and circles were checked with places to point at; what is left is a fault of ours.
      preconditionFailure("the stages of '\(file.name)' do not fit together: \(error)")
    }
  }

  /// Decodes each place of a sweep once, for all its seeds.
  private static func runs(
    of points: [Point], _ catalog: DatasetCatalog, _ diagnostics: Diagnostics
  ) -> [TrainingRun] {
    var runs: [TrainingRun] = []
    runs.reserveCapacity(points.count)
    var place: Place?
    var design: TrainingDesign?
    for point in points {
      if place !== point.place {
        place = point.place
        design = TrainingDesign(Recipe(point), after: design, catalog, diagnostics)
      }
      if let design { runs.append(TrainingRun(design, design.recipe.moved(to: point))) }
    }
    return runs
  }
}
