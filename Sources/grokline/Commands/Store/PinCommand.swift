internal import ArgumentParser
internal import Experiment
internal import Pipeline
internal import Spec

struct PinCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pin",
    abstract: "Keep what a spec, some of its stages or a run needs, whatever is collected.",
    usage: "grokline store pin [<spec> [<stage> ...] | <run>] [--as <name>] [<options>]",
    discussion: """
      A stage is kept with everything that it is made from. A pin stays as it is when the spec changes: it keeps what the \
      spec says now.
      """)

  @Argument(
    help: ArgumentHelp("The spec and its stages, or a run that 'grokline runs' lists.", valueName: "what"))
  var words: [String] = []

  @Option(name: .customLong("as"), help: ArgumentHelp("What the pin is called.", valueName: "name"))
  var name: String?

  @OptionGroup var spec: SpecArguments

  @Flag(help: "Write JSON.")
  var json = false

  func run() throws {
    let words = SpecAndNames(words)
    if let name, !RecordAddress.accepts(name) {
      throw UsageProblems(
        "'\(name)' cannot name a pin", hint: "use letters, digits and .-_+=@,~ without a dot in front")
    }
    let (store, pin) = try pin(words)
    try store.put(pin)
    StandardStream.output.writeLine(json ? "\(pin.json)" : "pinned \(pin.what) as '\(pin.name)'")
  }

  private func pin(_ words: SpecAndNames) throws -> (ArtifactStore, Pin) {
    if words.spec == nil, words.names.count == 1 {
      let store = try ArtifactStore(root: Project.enclosing(nil, store: spec.store).store)
      if let (note, ledger) = try RunNames(store).find(words.names[0]) {
        return (
          store,
          Pin(name: name ?? note.run, what: "run \(note.run) of \(note.experiment)", roots: ledger.roots)
        )
      }
    }
    let study = try spec.study(words.spec)
    let store = try ArtifactStore(root: study.project.store)
    var names = StageNames(study)
    let stages = names.stagePatterns(words.names)
    try names.problems.throwIfAny()
    let roots = stages.isEmpty ? study.graph.roots : try study.graph.roots(of: stages)
    let what = ([study.name] + stages).joined(separator: " ")
    let usual = RecordAddress.accepts(study.name) ? study.name : Digest.of(Array(study.name.utf8)).short
    return (store, Pin(name: name ?? usual, what: what, roots: roots))
  }
}

struct UnpinCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "unpin", abstract: "Take a pin out; what it kept goes with a later collection.")

  @Argument(help: ArgumentHelp("The pins, as 'grokline store pins' lists them.", valueName: "name"))
  var names: [String]

  @OptionGroup var store: StoreArguments

  func run() throws {
    let store = try store.opened()
    let known = try store.pins().map(\.name)
    var problems = UsageProblems()
    for name in names where !known.contains(name) {
      problems.add(
        "no pin is called '\(name)'",
        hint: nearest(to: name, among: known).map { "did you mean '\($0)'?" }
          ?? "'grokline store pins' lists them")
    }
    try problems.throwIfAny()
    for name in names where try store.removePin(name) {
      StandardStream.output.writeLine("took out '\(name)'")
    }
  }
}

struct PinsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "pins", abstract: "List what is pinned.")

  @OptionGroup var store: StoreArguments

  @Flag(help: "Write JSON.")
  var json = false

  func run() throws {
    let pins = try store.opened().pins()
    let output = StandardStream.output
    if json {
      let document: JSON = ["schema": 1, "pins": .array(pins.map(\.json))]
      return output.writeLine("\(document)")
    }
    var table = TextTable()
    for pin in pins { table.add([.init(pin.name, .bold), .init(pin.since), .init(pin.what)]) }
    output.write(table.text(output.style))
  }
}

extension Pin {
  fileprivate var json: JSON {
    ["schema": 1, "name": .string(name), "what": .string(what), "since": .string(since)]
  }
}
