internal import Pipeline
internal import Spec

/// The stages and what each reads, as text or in the languages of two drawing programs.
struct GraphText {
  /// Stages drawn as one: those that differ in the values of axes only.
  private struct Group {
    var names: [String]
    var sources: [String]
  }

  private let stages: [Stage]
  private let groups: [Group]

  /// - Parameter isFolded: whether sweeps and seeds are drawn as one.
  init(_ graph: StageGraph, isFolded: Bool = true) {
    stages = graph.stages
    var groups: [Group] = []
    var places: [[String]: Int] = [:]
    for stage in stages {
      let sources = GraphText.sources(stage)
      let key = [FoldedName.pattern(stage.name)] + Set(sources.map(FoldedName.pattern)).sorted()
      if isFolded, let place = places[key] {
        groups[place].names.append(stage.name)
        let known = Set(groups[place].sources)
        groups[place].sources += sources.filter { !known.contains($0) }
      } else {
        places[key] = groups.count
        groups.append(Group(names: [stage.name], sources: sources))
      }
    }
    self.groups = groups
  }

  /// What a stage reads, each name once.
  private static func sources(_ stage: Stage) -> [String] {
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
    for node in drawn.nodes { text += "  \(quoted(node));\n" }
    for (from, to) in drawn.edges { text += "  \(quoted(from)) -> \(quoted(to));\n" }
    return text + "}\n"
  }

  /// For Markdown that shows Mermaid diagrams.
  var mermaid: String {
    let (nodes, edges) = drawn
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
            "inputs": .array(GraphText.sources(stage).map(JSON.string)),
            "outputs": .array(stage.outputs.map(JSON.string)),
          ]
        }),
    ]
  }

  /// Nodes as they are drawn, those of files that no stage makes last, and edges between them, each once.
  private var drawn: (nodes: [String], edges: [(from: String, to: String)]) {
    var labels: [String: String] = [:]
    for group in groups {
      let label = FoldedName.text(group.names)
      for name in group.names { labels[name] = label }
    }
    var nodes = groups.map { FoldedName.text($0.names) }
    var edges: [(from: String, to: String)] = []
    var known = Set(nodes)
    for group in groups {
      let to = FoldedName.text(group.names)
      var seen: Set<String> = []
      for source in group.sources {
        let from = labels[source] ?? source
        if seen.insert(from).inserted { edges.append((from, to)) }
        if known.insert(from).inserted { nodes.append(from) }
      }
    }
    return (nodes, edges)
  }

  private func quoted(_ name: String) -> String { JSON.string(name).description }
}
