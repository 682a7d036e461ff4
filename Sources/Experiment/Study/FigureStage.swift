internal import Figures
internal import Pipeline
internal import Spec

/// Makes the stage of one entry of `figures:`.
struct FigureStage {
  static let svg = "svg"
  /// The numbers that are drawn.
  static let csv = "csv"

  static func name(_ figure: String) -> String { "figure/" + figure }

  /// One entry of `figures:` with what it needs to be drawn.
  struct Entry: Sendable {
    let name: String
    let declaration: FigureDeclaration
    let settings: JSON
    let leaves: [Fields.Leaf]
    /// The points that its metrics come from.
    let points: [TrainedPoint]
  }

  /// What the figures of one experiment share.
  struct Surroundings: Sendable {
    let codes: RunCodes
    let labels: Labels
    let moments: [String: Moment]
    let analyses: Set<String>
    /// Labels and the names of runs.
    let leaves: [Fields.Leaf]
    let entries: [String: Entry]
  }

  let entry: Entry
  let surroundings: Surroundings

  func stage() -> Stage {
    let (entry, surroundings) = (entry, surroundings)
    let parts = parts()
    // Panels may share tables; an input is read once however often it is named.
    var edges: [StageInput] = []
    for edge in parts.flatMap(\.edges) where !edges.contains(where: { $0.name == edge.name }) {
      edges.append(edge)
    }
    let parameters: JSON = [
      "parts": .array(parts.map(\.parameters)), "name": .string(entry.name),
      "names": surroundings.codes.shown,
      "labels": surroundings.labels.json,
    ]
    return Stage(
      name: FigureStage.name(entry.name), kind: "figure", parameters: parameters,
      leaves: parts.flatMap(\.entry.leaves) + surroundings.leaves, inputs: edges,
      outputs: [FigureStage.svg, FigureStage.csv]
    ) { context in
      var plots: [String: any Plot] = [:]
      var inputs: FigureInputs?
      // Panels come before what they compose.
      for part in parts {
        let partInputs = try part.read(context, panels: plots)
        if part.entry.name == entry.name {
          inputs = partInputs
        } else {
          plots[part.entry.name] = try part.entry.declaration.kind.plot(partInputs)
        }
      }
      guard let inputs else { preconditionFailure("figure '\(entry.name)' is not among its own parts") }
      let figure = try entry.declaration.figure(entry.name, inputs)
      let document = try Typesetter().svg(figure)
      return StageOutputs([
        (FigureStage.svg, .bytes(Array(document.text.utf8), as: .bytes)),
        (FigureStage.csv, .bytes(Array(figure.csv.utf8), as: .bytes)),
      ])
    }
  }

  /// The figure and, before it, the panels that it is composed of.
  private func parts() -> [Part] {
    entry.declaration.kind.references.panels.compactMap { surroundings.entries[$0.text] }.map {
      Part(entry: $0, surroundings: surroundings)
    } + [Part(entry: entry, surroundings: surroundings)]
  }

  /// One figure or panel and the tables that it reads.
  private struct Part: Sendable {
    let entry: Entry
    let surroundings: Surroundings

    private var tables: TableInputs {
      let of = entry.declaration.of
      return TableInputs(
        of.isEmpty ? .metrics(entry.points) : .analyses(of.map(\.text)), codes: surroundings.codes,
        prefix: entry.name + "/")
    }

    /// Analyses that it mentions beside its table.
    private var mentioned: [String] {
      let references = entry.declaration.kind.references
      var names: [String] = []
      for reference in references.marks + references.overlays {
        var name = reference.text
        if case .crossing(let crossing)? = surroundings.moments[name] { name = crossing.text }
        if surroundings.analyses.contains(name), !names.contains(name) { names.append(name) }
      }
      return names
    }

    private var showsMetrics: Bool {
      entry.declaration.of.isEmpty && !(entry.declaration.kind is PanelsFigure)
    }

    private var readsTable: Bool { showsMetrics || !entry.declaration.of.isEmpty }

    var edges: [StageInput] {
      (readsTable ? tables.edges : [])
        + mentioned.map {
          StageInput("beside-\($0)", from: .output(AnalysisStage.output, of: AnalysisStage.name($0)))
        }
    }

    var parameters: JSON {
      let marks = entry.declaration.kind.references.marks.map(\.text)
      let moments = marks.compactMap { name in surroundings.moments[name].map { (name, $0.canonical) } }
      return [
        "settings": entry.settings, "select": entry.declaration.select.canonical,
        "tables": readsTable ? tables.parameters : .null,
        "title": entry.declaration.title.map(JSON.string) ?? .null,
        "width": entry.declaration.width.canonical,
        "moments": .object(Dictionary(moments) { first, _ in first }),
      ]
    }

    func read(_ context: StageContext, panels: [String: any Plot]) throws -> FigureInputs {
      let codes = surroundings.codes
      let beside = try mentioned.map { ($0, codes.named(try Table(csv: context.read("beside-\($0)")))) }
      let known = Dictionary(beside) { first, _ in first }
      let stepsPerEpoch = Dictionary(entry.points.map { ($0.coordinates, $0.stepsPerEpoch) }) { first, _ in
        first
      }
      let table = readsTable ? try tables.read(context) : Table(axes: [], columns: [])
      return FigureInputs(
        table: table.selecting(entry.declaration.select), tables: known, select: entry.declaration.select,
        moments: Moments(surroundings.moments, crossings: known), stepsPerEpoch: { stepsPerEpoch[$0] ?? nil },
        panels: panels, runs: codes.names, labels: surroundings.labels)
    }
  }
}
