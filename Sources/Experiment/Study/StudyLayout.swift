internal import Learning
internal import Pipeline
internal import Spec

/// Analyses, figures and tables of an experiment: decoded, checked against each other and against the points.
struct StudyLayout {
  private(set) var analyses: [AnalysisStage] = []
  private(set) var figures: [FigureStage.Entry] = []
  private(set) var tables: [TableStage] = []
  private let file: ExperimentFile
  private let points: [TrainedPoint]
  private let diagnostics: Diagnostics
  private let codes: RunCodes
  private let labels: Labels
  private let moments: [String: Moment]
  private var outlines: [String: TableOutline] = [:]

  init(_ file: ExperimentFile, points: [TrainedPoint], _ diagnostics: Diagnostics) {
    self.file = file
    self.points = points
    self.diagnostics = diagnostics
    codes = RunCodes(
      file.runNames.map { name in
        (name: name, points: points.filter { $0.coordinates["run"] == .text(name) })
      })
    labels = StudyLayout.labels(file.labels, diagnostics)
    var moments: [String: Moment] = [:]
    for entry in file.moments?.entries ?? [] {
      moments[entry.key] = Moment.decode(entry.value, diagnostics)
    }
    self.moments = moments
    addAnalyses()
    addFigures()
    addTables()
  }

  /// In the order of the file: analyses, figures, tables.
  var stages: [Stage] {
    let surroundings = FigureStage.Surroundings(
      codes: codes, labels: labels, moments: moments, analyses: Set(analyses.map(\.name)),
      leaves: shownLeaves,
      entries: Dictionary(figures.map { ($0.name, $0) }) { first, _ in first })
    return sortedAnalyses().map { $0.stage() }
      + figures.map { FigureStage(entry: $0, surroundings: surroundings).stage() } + tables.map { $0.stage() }
  }

  /// Reports what is wrong with entries of analyses, figures and tables on their own.
  static func reportWrongEntries(of file: ExperimentFile, _ diagnostics: Diagnostics) {
    func each(_ section: String, _ node: Node?, _ read: (Fields) throws -> Void) {
      for entry in node?.entries ?? [] {
        try? read(Fields(entry.value, path: section + "." + entry.key, diagnostics: diagnostics))
      }
    }
    each("analyses", file.analyses) { _ = try AnalysisDeclaration(from: $0) }
    each("figures", file.figures) { _ = try FigureDeclaration(from: $0) }
    each("tables", file.tables) { fields in
      _ = try TableDeclaration(from: fields)
      fields.finish()
    }
    _ = labels(file.labels, diagnostics)
  }

  /// All that the file writes: one that is wrong in itself is there all the same.
  private var analysisNames: [String] { file.analyses?.entries?.map(\.key) ?? [] }

  private mutating func addAnalyses() {
    var found: [AnalysisStage] = []
    for entry in file.analyses?.entries ?? [] {
      let fields = Fields(entry.value, path: "analyses." + entry.key, diagnostics: diagnostics)
      guard let declaration = try? AnalysisDeclaration(from: fields) else { continue }
      found.append(
        AnalysisStage(
          name: entry.key, declaration: declaration, settings: fields.settings,
          leaves: fields.leaves + StudyLayout.leaves(file.moments, at: "moments"),
          points: declaration.of.isEmpty ? selected(declaration.select) : points, codes: codes,
          moments: moments))
    }
    analyses = found
    let crossings = found.filter { $0.declaration.analysis is Crossing }.map(\.name)
    for entry in file.moments?.entries ?? [] {
      if case .crossing(let name)? = moments[entry.key] {
        name.check(isA: "crossing", among: crossings, diagnostics)
      }
    }
    for entry in found { outline(of: entry.name, from: []) }
  }

  /// The columns of an analysis; reports what it names and its input lacks, and circles.
  @discardableResult
  private mutating func outline(of name: String, from path: [String]) -> TableOutline? {
    if let known = outlines[name] { return known }
    guard let entry = analyses.first(where: { $0.name == name }) else { return nil }
    if path.contains(name) {
      let place = entry.declaration.of.first?.location ?? SourceLocation(file: file.name, line: 1, column: 1)
      diagnostics.report(
        "analysis '\(name)' reads itself: " + (path + [name]).joined(separator: " → "), at: place)
      return nil
    }
    var inputs: [TableOutline] = []
    for other in entry.declaration.of {
      other.check(isA: "analysis", among: analysisNames, diagnostics)
      if let outline = outline(of: other.text, from: path + [name]) { inputs.append(outline) }
    }
    // Nobody can tell what an input that is not known would have.
    if inputs.count < entry.declaration.of.count { return nil }
    let input: TableOutline
    let place = location(of: entry)
    switch entry.declaration.analysis.needs {
    case .nothing: input = TableOutline(axes: [], columns: [])
    case .table where entry.declaration.of.isEmpty: input = metricsOutline(entry.points, for: place)
    case .table: input = inputs.count == 1 ? inputs[0] : TableOutline.stacked(inputs)
    case .snapshots(let demand):
      input = TableOutline(axes: axes(of: entry.points, for: place), columns: [])
      check(demand, of: entry)
    case .gradients(let moments):
      input = TableOutline(axes: axes(of: entry.points, for: place), columns: [])
      check(gradientsOf: entry, moments)
    }
    let outline = entry.declaration.analysis.outline(of: input, diagnostics)
    outlines[name] = outline
    return outline
  }

  private func location(of entry: AnalysisStage) -> SourceLocation {
    file.analyses?[entry.name]?.location ?? SourceLocation(file: file.name, line: 1, column: 1)
  }

  /// Reports moments without a snapshot and points that record none.
  private func check(_ demand: SnapshotDemand, of entry: AnalysisStage) {
    let known = Moments(moments)
    for reference in demand.moments { known.check(reference, diagnostics) }
    let place = location(of: entry)
    for point in entry.points {
      if point.snapshotSize == nil {
        diagnostics.report(
          "analysis '\(entry.name)' reads snapshots, and run '\(point.coordinates["run"] ?? "")' records none",
          at: place, hint: "add training: {record: {snapshots: {every: …}}}")
        continue
      }
      if let name = demand.parameter, point.snapshotPart(name.text) == nil {
        diagnostics.report(
          "the snapshots of run '\(point.coordinates["run"] ?? "")' have no '\(name.text)'", at: place,
          hint: suggestion(for: name.text, among: point.snapshotTensors.map(\.name)))
      }
      for reference in demand.moments {
        known.checkRecorded(
          reference, stepsPerEpoch: point.stepsPerEpoch, recordsEnd: point.recordsEnd,
          isRecorded: point.isRecorded,
          diagnostics)
      }
    }
  }

  /// Reports moments that stand for nothing and points that record no gradients.
  private func check(gradientsOf entry: AnalysisStage, _ moments: [MomentReference]) {
    for reference in moments { Moments(self.moments).check(reference, diagnostics) }
    let place = file.analyses?[entry.name]?.location ?? SourceLocation(file: file.name, line: 1, column: 1)
    for point in entry.points where point.gradientSample == nil {
      diagnostics.report(
        "analysis '\(entry.name)' reads gradients, and run '\(point.coordinates["run"] ?? "")' records none",
        at: place, hint: "add training: {record: {gradients: {every: 1}}}")
    }
  }

  private mutating func addFigures() {
    let entries = file.figures?.entries ?? []
    for entry in entries {
      let fields = Fields(entry.value, path: "figures." + entry.key, diagnostics: diagnostics)
      guard let declaration = try? FigureDeclaration(from: fields) else { continue }
      let shown = declaration.of.isEmpty ? selected(declaration.select) : points
      figures.append(
        FigureStage.Entry(
          name: entry.key, declaration: declaration, settings: fields.settings, leaves: fields.leaves,
          points: shown))
      for name in declaration.of { name.check(isA: "analysis", among: analysisNames, diagnostics) }
      let references = declaration.kind.references
      for name in references.panels {
        name.check(isA: "figure", among: entries.map(\.key).filter { $0 != entry.key }, diagnostics)
      }
      for name in references.overlays {
        name.check(isA: "analysis", among: analysisNames, diagnostics)
      }
      for name in references.marks where Moments(moments).moment(name) == nil {
        name.check(
          isA: "moment or crossing", among: analysisNames + moments.keys.sorted(), diagnostics)
      }
      if !references.panels.isEmpty { continue }
      let known = declaration.of.compactMap { outlines[$0.text] }
      guard declaration.of.isEmpty || known.count == declaration.of.count else { continue }
      let outline =
        declaration.of.isEmpty
        ? metricsOutline(shown, for: entry.location) : known.count == 1 ? known[0] : .stacked(known)
      declaration.kind.check(against: outline, diagnostics)
    }
  }

  private mutating func addTables() {
    for entry in file.tables?.entries ?? [] {
      let fields = Fields(entry.value, path: "tables." + entry.key, diagnostics: diagnostics)
      guard let declaration = try? TableDeclaration(from: fields) else { continue }
      fields.finish()
      for name in declaration.of { name.check(isA: "analysis", among: analysisNames, diagnostics) }
      let known = declaration.of.compactMap { outlines[$0.text] }
      if known.count == declaration.of.count, !known.isEmpty {
        declaration.check(known.count == 1 ? known[0] : .stacked(known), diagnostics)
      }
      tables.append(
        TableStage(
          name: entry.key, declaration: declaration, settings: fields.settings,
          leaves: fields.leaves + shownLeaves, codes: codes,
          labels: labels, judgesPublished: file.budget == nil))
    }
  }

  private func selected(_ selection: Selection) -> [TrainedPoint] {
    selection.check(against: points.map(\.coordinates), diagnostics)
    return points.filter { selection.accepts($0.coordinates) }
  }

  /// The outline of the metrics of points; reports a name that is an axis of some and a metric of others.
  private func metricsOutline(_ selected: [TrainedPoint], for place: SourceLocation) -> TableOutline {
    // That a selection finds nothing is an error of its own.
    let points = selected.isEmpty ? points : selected
    let axes = MetricsTable.axes(of: points.map(\.coordinates))
    var metrics: [String] = []
    for metric in points.flatMap(\.metrics) where !metrics.contains(metric) { metrics.append(metric) }
    for metric in metrics where axes.contains(metric) && !selected.isEmpty {
      diagnostics.report(
        "'\(metric)' is an axis of some of these runs and a metric of others", at: place,
        hint: "look at one of them with 'select', or name the axis: sweep: {NAME: {PATH: […]}}")
    }
    return TableOutline(axes: axes, columns: metrics.filter { !axes.contains($0) })
  }

  /// The axes along which points lie, without the steps of their metrics.
  private func axes(of points: [TrainedPoint], for place: SourceLocation) -> [String] {
    metricsOutline(points, for: place).axes.filter { $0 != "step" }
  }

  /// Inputs before users.
  private func sortedAnalyses() -> [AnalysisStage] {
    var sorted: [AnalysisStage] = []
    func visit(_ entry: AnalysisStage) {
      if sorted.contains(where: { $0.name == entry.name }) { return }
      for other in analyses where entry.declaration.of.contains(where: { $0.text == other.name }) {
        visit(other)
      }
      sorted.append(entry)
    }
    for entry in analyses { visit(entry) }
    return sorted
  }

  /// The names that figures and tables show, and their order, for explanations.
  private var shownLeaves: [Fields.Leaf] {
    [Fields.Leaf(path: "runs", value: .array(codes.names.map(JSON.string)), location: nil)]
      + StudyLayout.leaves(file.labels, at: "labels")
  }

  /// What `labels` and `moments` say, for explanations of stages that use them.
  private static func leaves(_ node: Node?, at path: String) -> [Fields.Leaf] {
    (node?.entries ?? []).compactMap { entry in
      entry.value.text.map {
        Fields.Leaf(
          path: path + "." + entry.key, value: .string($0), location: entry.value.location,
          layer: entry.value.layer)
      }
    }
  }

  private static func labels(_ node: Node?, _ diagnostics: Diagnostics) -> Labels {
    var texts: [String: String] = [:]
    for entry in node?.entries ?? [] { texts[entry.key] = String.decode(entry.value, diagnostics) }
    return Labels(texts)
  }
}

extension Fields {
  /// Everything that enters a key: the resolved values and the versions of the kinds.
  var settings: JSON { ["values": resolved, "versions": .object(versions.mapValues(JSON.integer))] }
}
