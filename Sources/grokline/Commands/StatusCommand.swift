internal import ArgumentParser
internal import Experiment
internal import Pipeline

struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Say how much of an experiment is done.",
    usage: "grokline status [<spec>] [<options>]")

  @Argument(help: ArgumentHelp("The spec.", valueName: "spec"))
  var words: [String] = []

  @OptionGroup var spec: SpecArguments

  @Flag(help: "Return 4 if something has to run.")
  var check = false

  @Flag(help: "Write JSON.")
  var json = false

  func run() throws {
    let study = try spec.study(SpecAndNames(words).specOnly())
    let plan = try StudyRun(study).plan()
    let text = StatusText(
      name: study.name, plan: plan, store: study.project.store, results: study.resultsFolder)
    let output = StandardStream.output
    output.write(json ? "\(text.json)\n" : text.text(output.style))
    if check, plan.hasWork { throw ExitCode(ExitStatus.pending) }
  }
}
