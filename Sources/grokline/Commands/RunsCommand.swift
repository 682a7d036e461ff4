internal import ArgumentParser
internal import Experiment
internal import Pipeline
internal import Spec

struct RunsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs", abstract: "List what ran when, the newest first, or what one run did.",
    usage: "grokline runs [<spec> | <run>] [<options>]",
    discussion: """
      A run that found everything done leaves no trace and is not listed. A name of a run may be cut short.
      """)

  @Argument(help: ArgumentHelp("Only runs of this spec; or the run to describe.", valueName: "spec|run"))
  var words: [String] = []

  @OptionGroup var spec: SpecArguments

  @Option(name: .shortAndLong, help: ArgumentHelp("The most that are listed.", valueName: "n"))
  var number = 20

  @Flag(help: "Write JSON.")
  var json = false

  func run() throws {
    let words = SpecAndNames(words)
    let study = try words.spec.map { try spec.study($0) }
    let root = try study?.project.store ?? Project.enclosing(nil, store: spec.store).store
    let store = try ArtifactStore(root: root)
    let names = try RunNames(store)
    let output = StandardStream.output
    if let word = words.names.first {
      guard words.names.count == 1 else { throw UsageProblems("unexpected argument '\(words.names[1])'") }
      guard let (note, _) = try names.find(word) else { throw names.unknown(word) }
      let text = RunsText(runs: [try summary(of: note, in: store)])
      return output.write(
        json
          ? "\(try text.json(work: store.telemetry(of: note.run)))\n"
          : try text.text(work: store.telemetry(of: note.run), output.style))
    }
    let wanted = names.runs.filter { note in study.map { $0.name == note.experiment } ?? true }
    let text = RunsText(runs: try wanted.prefix(max(number, 0)).map { try summary(of: $0, in: store) })
    output.write(json ? "\(text.json)\n" : text.text(output.style))
    if !json, wanted.count > number {
      output.writeLine("and \(wanted.count - number) older: -n \(wanted.count)")
    }
  }

  private func summary(of note: RunNote, in store: ArtifactStore) throws -> RunsText.Run {
    let isAlive = try note.outcome == nil && !note.user.isEmpty && store.isUsing(note.user)
    return RunsText.Run(note: note, outcome: note.outcome ?? (isAlive ? "running" : "killed"))
  }
}
