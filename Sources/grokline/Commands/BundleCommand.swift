internal import ArgumentParser
internal import Experiment
internal import Pipeline
internal import Spec

struct BundleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bundle",
    abstract: "Write one file from which figures and tables can be reproduced elsewhere.",
    usage: "grokline bundle [<spec>] [--figure <name>] [--level <level>] -o <file.bundle> [<options>]",
    discussion: """
      Levels: figure (what figures and tables are drawn from; the default), training (also what trainings and analyses \
      gave, and the states in which trainings ended), all (also the data files). Everything must be done: 'grokline run'. \
      The same results give the same bytes; the identity that is printed names them for good.
      """)

  @Argument(help: ArgumentHelp("The spec.", valueName: "spec"))
  var words: [String] = []

  @Option(
    name: .long, parsing: .singleValue,
    help: ArgumentHelp(
      "Only this figure; may be repeated. All figures and tables, if not given.", valueName: "name"))
  var figure: [String] = []

  @Option(help: ArgumentHelp("figure, training or all.", valueName: "level"))
  var level: LevelArgument = .figure

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "How far numbers may be off, relative to their size; COLUMN=NUMBER for one column. May be repeated.",
      valueName: "number"))
  var tolerance: [ToleranceArgument] = []

  @Option(
    name: .shortAndLong, help: ArgumentHelp("The file to write.", valueName: "file.bundle"),
    completion: .file(extensions: ["bundle"]))
  var output: String

  @OptionGroup var spec: SpecArguments

  @Flag(help: "Write JSON.")
  var json = false

  func run() throws {
    let study = try spec.study(SpecAndNames(words).specOnly())
    var options = BundleOptions()
    options.figures = figure.map { $0.hasPrefix("figure/") ? String($0.dropFirst("figure/".count)) : $0 }
    options.level = level.level
    for argument in tolerance { argument.apply(to: &options.tolerance) }
    var problems = UsageProblems()
    for name in options.figures where !study.figures.contains(name) {
      problems.add("no figure is called '\(name)'", hint: suggestion(for: name, among: study.figures))
    }
    try problems.throwIfAny()
    do {
      report(try study.bundle(options, to: output))
    } catch let error as UnfinishedStudy {
      let command =
        ["grokline", "run"] + [words.first].compactMap(\.self) + spec.overrides.flatMap { ["--set", $0] }
      throw UnfinishedBundle(
        reason: error.description, command: command.map(shellWord).joined(separator: " "))
    }
  }

  private func report(_ made: MadeBundle) {
    for warning in made.warnings { StandardStream.errors.writeLine("warning: \(warning.onOneLine)") }
    if json {
      let document: JSON = [
        "schema": 1, "id": .string(made.id.hex), "path": .string(made.path), "bytes": .integer(made.size),
        "entries": .integer(made.entries), "omitted": .integer(made.omitted),
        "level": .string(level.rawValue),
        "warnings": .array(made.warnings.map(JSON.string)),
      ]
      StandardStream.output.writeLine("\(document)")
      return
    }
    let omitted = made.omitted > 0 ? ", \(readable(bytes: made.omitted)) left out" : ""
    StandardStream.output.writeLine(
      "\(made.path): level \(level.rawValue), \(made.entries) entries, "
        + "\(readable(bytes: made.size))\(omitted)\nid: \(made.id.hex)")
  }
}

/// What --level takes.
enum LevelArgument: String, ExpressibleByArgument, CaseIterable {
  case figure, training, all

  var level: BundleLevel {
    switch self {
    case .figure: .figure
    case .training: .training
    case .all: .all
    }
  }
}

/// `1e-3`, or `COLUMN=1e-3`.
struct ToleranceArgument: ExpressibleByArgument {
  private let column: String?
  private let value: Double

  init?(argument: String) {
    let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
    guard let last = parts.last, let value = Double(last), value >= 0, value.isFinite else { return nil }
    self.value = value
    column = parts.count == 2 ? parts[0] : nil
  }

  func apply(to tolerance: inout Tolerance) {
    if let column { tolerance.columns[column] = value } else { tolerance.relative = value }
  }
}

/// What is to be shared has not been made.
struct UnfinishedBundle: Error, CustomStringConvertible {
  let reason: String
  let command: String

  var description: String { "\(reason): \(command)" }
}
