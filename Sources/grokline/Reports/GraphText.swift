internal import Pipeline
internal import Spec

/// The stages and what each reads, as text or in the languages of two drawing programs.
struct GraphText {
  private let stages: [Stage]

  init(_ graph: StageGraph) { stages = graph.stages }

  /// What a stage reads, each name once.
  private func sources(_ stage: Stage) -> [String] {
    var seen: Set<String> = []
    return stage.inputs.compactMap { input in
      let name =
        switch input.origin {
        case .output(_, of: let maker): maker
        case .source(let source): source.name
        }
      return seen.insert(name).inserted ? name : nil
    }
  }

  /// A line per stage; those that differ in the values of axes only share one.
  func text(_ style: Style) -> String {
    var groups: [(names: [String], sources: [String])] = []
    var places: [[String]: Int] = [:]
    for stage in stages {
      let sources = sources(stage)
      let key = [FoldedName.pattern(stage.name)] + Set(sources.map(FoldedName.pattern)).sorted()
      if let place = places[key] {
        groups[place].names.append(stage.name)
        let known = Set(groups[place].sources)
        groups[place].sources += sources.filter { !known.contains($0) }
      } else {
        places[key] = groups.count
        groups.append(([stage.name], sources))
      }
    }
    var table = TextTable()
    for group in groups {
      let sources = FoldedName.folded(group.sources)
      table.add([
        .init(FoldedName.text(group.names)),
        .init(sources.isEmpty ? "" : "← " + sources.joined(separator: ", "), .dim),
      ])
    }
    return table.text(style)
  }

  /// For `dot -Tsvg`.
  var dot: String {
    var text = "digraph grokline {\n  rankdir=LR;\n  node [shape=box, fontname=\"Inter\"];\n"
    for stage in stages { text += "  \(quoted(stage.name));\n" }
    for (from, to) in edges { text += "  \(quoted(from)) -> \(quoted(to));\n" }
    return text + "}\n"
  }

  /// For Markdown that shows Mermaid diagrams.
  var mermaid: String {
    let numbers = Dictionary(uniqueKeysWithValues: nodes.enumerated().map { ($1, "n\($0)") })
    var text = "flowchart LR\n"
    for node in nodes {
      let label = node.split(separator: "\"").joined(separator: "#quot;")
      text += "  \(numbers[node] ?? "")[\"\(label)\"]\n"
    }
    for (from, to) in edges { text += "  \(numbers[from] ?? "") --> \(numbers[to] ?? "")\n" }
    return text
  }

  var json: JSON {
    [
      "schema": 1,
      "stages": .array(
        stages.map { stage in
          [
            "stage": .string(stage.name), "kind": .string(stage.kind),
            "inputs": .array(sources(stage).map(JSON.string)),
            "outputs": .array(stage.outputs.map(JSON.string)),
          ]
        }),
    ]
  }

  private var edges: [(from: String, to: String)] {
    stages.flatMap { stage in sources(stage).map { (from: $0, to: stage.name) } }
  }

  /// Sources that no stage makes come last.
  private var nodes: [String] {
    var seen: Set<String> = []
    return (stages.map(\.name) + edges.map(\.from)).filter { seen.insert($0).inserted }
  }

  private func quoted(_ name: String) -> String { JSON.string(name).description }
}
