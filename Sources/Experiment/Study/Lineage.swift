internal import Pipeline
internal import Spec

/// What the stages of a run were made of, back to files and first recipes.
struct Lineage: Sendable {
  private let study: Study
  private let entries: [String: Ledger.Entry]
  /// Of each stage with everything before it, names included: what its provenance follows from.
  private var identities: [String: Digest]
  /// The settings of each training, defaults included.
  private let resolved: [String: JSON]
  /// What each stage gave.
  private let outputs: [String: [Output]]

  init(_ study: Study, _ summary: Pipeline.RunSummary) {
    self.study = study
    entries = summary.entries
    outputs = summary.outputs
    resolved = Dictionary(zip(study.points, study.runs).map { ($0.stage, $1.design.resolved) }) { first, _ in
      first
    }
    identities = [:]
    if study.figures.isEmpty { return }
    for stage in study.graph.stages {
      guard let entry = entries[stage.name] else { continue }
      var parts: [Digest.Part] = [
        .text(stage.name), .text(entry.key?.hex ?? ""), .text(settings(of: stage.name).description),
      ]
      for input in entry.inputs {
        parts += [.text(input.name), .text(input.digest?.hex ?? "")]
        parts.append(identities[input.from].map { .digest($0) } ?? .text(input.from))
      }
      identities[stage.name] = Digest.of("lineage", parts: parts)
    }
  }

  /// Changes whenever the provenance of the figure does, and is cheaper to tell.
  func identity(ofFigure name: String) -> Digest {
    let stage = FigureStage.name(name)
    let around = surroundings(ofFigure: name).description
    return Digest.of(
      "provenance 2",
      parts: [.text(study.name), .text(stage), .text(identities[stage]?.hex ?? ""), .text(around)])
  }

  func provenance(ofFigure name: String) -> Provenance {
    let stages = ancestors(of: FigureStage.name(name))
    let head: [String: JSON] = [
      "grokline": 1, "experiment": .string(study.file.name),
      "budget": study.file.budget.map(JSON.string) ?? .null,
      "figure": .string(name),
    ]
    func with(_ members: [String: JSON]) -> JSON { .object(head.merging(members) { $1 }) }
    let recipe = PictureRecipe(study, figure: name, outputs[FigureStage.name(name)] ?? []).json
    return .fitting([
      {
        with([
          "spec": spec(of: name, stages), "stages": .object(stages.mapValues(described)), "recipe": recipe,
        ])
      },
      { with(["stages": .object(stages.mapValues(described)), "recipe": recipe]) },
      { with(["recipe": recipe]) },
      { with(["stages": .object(stages.mapValues { ["key": key(of: $0)] })]) },
      {
        with([
          "stages": .object(
            stages.filter { $0.key == FigureStage.name(name) }.mapValues { ["key": key(of: $0)] })
        ])
      },
    ])
  }

  /// The stage and everything that it is made from, by name.
  private func ancestors(of stage: String) -> [String: Ledger.Entry] {
    var found: [String: Ledger.Entry] = [:]
    var waiting = [stage]
    while let name = waiting.popLast() {
      guard found[name] == nil, let entry = entries[name] else { continue }
      found[name] = entry
      waiting += entry.inputs.map(\.from)
    }
    return found
  }

  private func described(_ entry: Ledger.Entry) -> JSON {
    [
      "kind": .string(entry.kind), "key": key(of: entry),
      "inputs": .array(
        entry.inputs.map { input in
          [
            "name": .string(input.name), "from": .string(input.from),
            "digest": input.digest.map { .string($0.hex) } ?? .null,
          ]
        }),
    ]
  }

  private func key(of entry: Ledger.Entry) -> JSON { entry.key.map { .string($0.hex) } ?? .null }

  /// What the spec says of the figure and of the stages before it.
  private func spec(of name: String, _ stages: [String: Ledger.Entry]) -> JSON {
    var sections = surroundings(ofFigure: name).object ?? [:]
    sections["stages"] = .object(
      Dictionary(uniqueKeysWithValues: stages.keys.map { ($0, settings(of: $0)) }))
    return .object(sections)
  }

  /// A training's settings with every default; what the spec says of any other stage.
  private func settings(of stage: String) -> JSON {
    if let training = resolved[stage] { return training }
    for (section, name) in [
      (study.file.analyses, AnalysisStage.name), (study.file.figures, FigureStage.name),
    ] {
      if let entry = section?.entries?.first(where: { name($0.key) == stage }) { return entry.value.json }
    }
    return .null
  }

  /// What the figure shows besides its inputs: names for readers, moments, the figures that it is composed of.
  private func surroundings(ofFigure name: String) -> JSON {
    let layout = study.file.figures?[name]?["layout"]?.items ?? []
    let panels = layout.flatMap { $0.items ?? [$0] }.compactMap(\.text)
    return [
      "labels": study.file.labels?.json ?? .null, "moments": study.file.moments?.json ?? .null,
      "panels": .object(
        Dictionary(panels.map { ($0, settings(of: FigureStage.name($0))) }) { first, _ in first }),
    ]
  }
}
