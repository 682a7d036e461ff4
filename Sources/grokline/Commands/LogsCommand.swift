internal import ArgumentParser
internal import Experiment
internal import Pipeline
internal import Spec

struct LogsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "logs", abstract: "Show what a stage wrote into its log when it last ran.",
    usage: "grokline logs [<spec>] <stage> [--run <run>] [<options>]",
    discussion: "A stage that had nothing to say has no log.")

  @Argument(help: ArgumentHelp("The spec, and the stage.", valueName: "spec> <stage"))
  var words: [String] = []

  @Option(
    name: .customLong("run"),
    help: ArgumentHelp("The run that is meant; the last one that left a log, if not given.", valueName: "run")
  )
  var runName: String?

  @OptionGroup var spec: SpecArguments

  @Flag(help: "Write JSON: every log of the stage.")
  var json = false

  func run() throws {
    let words = SpecAndNames(words)
    guard let word = words.names.first, words.names.count == 1 else {
      throw UsageProblems(
        words.names.isEmpty ? "the log of what?" : "unexpected argument '\(words.names[1])'",
        hint: "name one stage: 'grokline plan' lists them")
    }
    let study = try spec.study(words.spec)
    var names = StageNames(study)
    let found = names.stage(word)
    try names.problems.throwIfAny()
    guard let stage = found else { return }
    let store = try ArtifactStore(root: study.project.store)
    var logs = try store.logs(of: stage)
    if let runName {
      let runs = try RunNames(store)
      guard let (note, _) = try runs.find(runName) else { throw runs.unknown(runName) }
      logs = logs.filter { $0.run == note.run }
    }
    let output = StandardStream.output
    if json {
      let entries = try logs.map { log -> JSON in
        [
          "run": .string(log.run), "attempt": .integer(log.attempt), "path": .string(log.path),
          "text": .string(String(decoding: try store.log(at: log.path), as: UTF8.self)),
        ]
      }
      let document: JSON = ["schema": 1, "stage": .string(stage), "logs": .array(entries)]
      return output.writeLine("\(document)")
    }
    guard let last = logs.first else {
      return StandardStream.errors.writeLine(
        "'\(stage)' left no log" + (runName.map { " in run \($0)" } ?? ""))
    }
    // A log is anybody's words: nothing of it may steer a terminal.
    let text = String(decoding: try store.log(at: last.path), as: UTF8.self)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    StandardStream.errors.writeLine(last.path)
    output.write(
      output.isTerminal ? lines.map { String($0).onOneLine }.joined(separator: "\n") : text)
  }
}
