internal import ArgumentParser
internal import Experiment

struct GraphCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "graph", abstract: "Show which stage reads from which.",
    usage: "grokline graph [<spec>] [--dot | --mermaid | --json] [<options>]")

  enum Form: String, EnumerableFlag {
    case dot, mermaid, json

    static func help(for value: Form) -> ArgumentHelp? {
      switch value {
      case .dot: "Write for Graphviz: grokline graph --dot | dot -Tsvg."
      case .mermaid: "Write for Mermaid."
      case .json: "Write JSON."
      }
    }
  }

  @Argument(help: ArgumentHelp("The spec.", valueName: "spec"))
  var words: [String] = []

  @Flag(exclusivity: .exclusive)
  var form: Form?

  @Flag(help: "A line or a box for every stage: sweeps and seeds are not folded. JSON never folds.")
  var all = false

  @OptionGroup var spec: SpecArguments

  func run() throws {
    let graph = GraphText(try spec.study(SpecAndNames(words).specOnly()).graph, isFolded: !all)
    let output = StandardStream.output
    switch form {
    case .dot: output.write(graph.dot)
    case .mermaid: output.write(graph.mermaid)
    case .json: output.writeLine("\(graph.json)")
    case nil: output.write(graph.text(output.style))
    }
  }
}
