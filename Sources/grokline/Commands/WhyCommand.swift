internal import ArgumentParser
internal import Experiment
internal import Pipeline

struct WhyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "why", abstract: "Say why a stage would run, or why it last ran.",
    usage: "grokline why [<spec>] <stage> ... [<options>]")

  @Argument(help: ArgumentHelp("The spec, and the stages to explain.", valueName: "spec> <stage"))
  var words: [String] = []

  @OptionGroup var spec: SpecArguments

  @Flag(help: "Write JSON.")
  var json = false

  func run() throws {
    let words = SpecAndNames(words)
    if words.names.isEmpty {
      throw UsageProblems("why what?", hint: "name a stage: 'grokline plan' lists them")
    }
    let study = try spec.study(words.spec)
    var names = StageNames(study)
    let stages = words.names.compactMap { names.stage($0) }
    try names.problems.throwIfAny()
    let run = try StudyRun(study)
    let plan = try run.plan()
    let ledger = try Ledger.load(study.name, from: run.store)
    let texts = stages.compactMap { plan.why($0, ledger: ledger) }.map { WhyText(explanation: $0) }
    let output = StandardStream.output
    if json {
      output.writeLine(
        texts.count == 1 ? "\(texts[0].json)" : "[\(texts.map { "\($0.json)" }.joined(separator: ","))]")
    } else {
      output.write(texts.map { $0.text(output.style) }.joined())
    }
  }
}
