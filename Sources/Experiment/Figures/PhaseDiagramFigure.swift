public import Figures
public import Spec

/// What became of training, over two axes of a sweep: a map of learning phases from two crossing times.
///
/// A cell that never fits is confusion, one that fits and never generalizes memorization; one that generalizes is
/// grokking if it does so more than `delay` steps after fitting, else comprehension.
/// Source: Liu et al., Towards Understanding Grokking, arXiv 2205.10343, Table 1.
public struct PhaseDiagramFigure: FigureKind {
  public static let kind = "phase-diagram"
  public static let version = 2
  public static let summary = "Comprehension, grokking, memorization and confusion over two axes of a sweep."
  public static let example = """
    kind: phase-diagram
    x: {axis: scale, scale: log}
    y: {axis: weight_decay, scale: log}
    fitted: fitted
    generalized: generalized
    delay: 1000
    """

  enum Phase: Int, CaseIterable {
    case comprehension, grokking, memorization, confusion

    var color: Color {
      switch self {
      case .comprehension: Color(0x8FD0B5)
      case .grokking: Color(0xF2C14E)
      case .memorization: Color(0xD9793D)
      case .confusion: Color(0x5B5B6B)
      }
    }
  }

  let x: Channel
  let y: Channel
  let fitted: Name
  let generalized: Name
  let time: Name
  let delay: Double
  let points: Dots
  let overSeeds: Summary

  public init(from fields: Fields) throws(InvalidSpec) {
    x = fields.readSingleChannel("x", "The horizontal axis of the sweep.", required: true)
    y = fields.readSingleChannel("y", "The vertical axis of the sweep.", required: true)
    fitted = fields.read(
      "fitted", "The crossing at which training is learnt, among those of 'of'.", standIn: Name.standIn)
    generalized = fields.read(
      "generalized", "The crossing at which validation is, among those of 'of'.", standIn: Name.standIn)
    time = fields.read(
      "time", "The column with the steps.", default: Name("step", at: fields.node.location))
    delay = fields.read(
      "delay", "More steps than these between the two are grokking.", default: 1000, .atLeast(0))
    points = fields.read("points", "Named places.", default: .places([]))
    overSeeds = fields.read("over_seeds", "How several seeds become one cell.", default: .median)
    if case .onLines = points {
      fields.check(false, "'points' of a phase diagram is a mapping of places", at: "points")
    }
  }

  public var references: FigureReferences { FigureReferences() }

  public func check(against outline: TableOutline, _ diagnostics: Diagnostics) {
    for name in x.names + y.names { name.check(isA: "axis", among: outline.axes, diagnostics) }
    time.check(isA: "column", among: outline.columns, diagnostics)
    if !outline.axes.contains("analysis") {
      diagnostics.report(
        "a phase diagram needs two crossings", at: fitted.location,
        hint: "write of: [\(fitted.text), \(generalized.text)]")
    }
  }

  public func plot(_ inputs: FigureInputs) throws -> any Plot {
    let table = inputs.table.selecting(inputs.select)
    guard let across = table.axis(x.first), let up = table.axis(y.first), let times = table.column(time.text),
      let analysis = table.axis("analysis")
    else { throw FigureFailure("there are no crossings over '\(x.first)' and '\(y.first)'") }
    for name in [fitted, generalized] where !analysis.distinct.contains(.text(name.text)) {
      throw FigureFailure("there is no crossing '\(name.text)' among its tables")
    }
    let (columns, rows) = (x.places(in: table), y.places(in: table))
    let spent = [x.first, y.first, "seed", "analysis"]
    let groups = table.grouped(by: table.axes.map(\.name).filter { !spent.contains($0) }).filter { group in
      group.rows.contains { across[$0].number != nil && up[$0].number != nil }
    }
    guard let group = groups.first, groups.count == 1 else {
      throw FigureFailure(
        "a phase diagram shows one sweep, and there are \(groups.count): narrow its 'select'")
    }
    var cells: [(fitted: [Outcome], generalized: [Outcome])] = Array(
      repeating: ([], []), count: columns.count * rows.count)
    for row in group.rows {
      guard let left = across[row].number.flatMap(columns.firstIndex),
        let bottom = up[row].number.flatMap(rows.firstIndex)
      else { continue }
      if analysis[row] == .text(fitted.text) {
        cells[bottom * columns.count + left].fitted.append(times[row])
      }
      if analysis[row] == .text(generalized.text) {
        cells[bottom * columns.count + left].generalized.append(times[row])
      }
    }
    let phases = cells.map { cell in
      phase(fitted: overSeeds(cell.fitted), generalized: overSeeds(cell.generalized)).map {
        Double($0.rawValue)
      }
    }
    return HeatMap(
      x: x.axis(along: columns, inputs.labels), y: y.axis(along: rows, inputs.labels),
      value: Axis("phase"),
      layers: [
        HeatMap.Layer(
          "phases", ink: .neutral,
          grid: Grid(x: x.drawn(columns), y: y.drawn(rows), values: phases.map { $0 ?? .nan }))
      ],
      markers: markers(columns, rows),
      categories: Phase.allCases.map { HeatMap.Category(inputs.labels["\($0)"], color: $0.color) },
      missingText: "not run")
  }

  private func markers(_ columns: [Double], _ rows: [Double]) -> [Trajectory.Marker] {
    guard case .places(let places) = points else { return [] }
    return places.compactMap { place in
      guard let across = place.coordinates[x.first], let up = place.coordinates[y.first] else { return nil }
      return Trajectory.Marker(place.label, x: x.place(across, columns), y: y.place(up, rows))
    }
  }

  /// nil where nothing was run.
  private func phase(fitted: Outcome, generalized: Outcome) -> Phase? {
    if fitted.isMissing { return nil }
    guard let learnt = fitted.number else { return .confusion }
    guard let understood = generalized.number else { return .memorization }
    return understood - learnt > delay ? .grokking : .comprehension
  }
}
