internal import ArgumentParser
internal import Experiment
internal import Pipeline

struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan", abstract: "Say what a run would do, and why.",
    usage: "grokline plan [<spec>] [<target> ...] [<options>]",
    discussion: """
      Each stage is one of: hit (its result is known), restore (known, and has to be decoded), run, maybe (runs unless \
      what comes before it gives the same bytes as before), idle (not needed). Stages that differ in the values of axes \
      only share a line.
      """)

  @Argument(help: ArgumentHelp("The spec, and what would be made of it.", valueName: "spec> <target"))
  var words: [String] = []

  @OptionGroup var spec: SpecArguments
  @OptionGroup var selection: SelectionArguments

  @Flag(help: "Return 4 if something has to run.")
  var check = false

  @Flag(help: "A line for every stage.")
  var all = false

  @Flag(help: "Write JSON.")
  var json = false

  func run() throws {
    let words = SpecAndNames(words)
    let study = try spec.study(words.spec)
    let plan = try StudyRun(study, options: selection.options(targets: words.names, of: study)).plan()
    Self.show(plan, study.cost(of: plan), json: json, unfolded: all)
    if check, plan.hasWork { throw ExitCode(ExitStatus.pending) }
  }

  static func show(_ plan: Plan, _ cost: PlanCost, json: Bool, unfolded: Bool) {
    let text = PlanText(plan: plan, cost: cost, isFolded: !unfolded)
    let output = StandardStream.output
    output.write(json ? "\(text.json)\n" : text.text(output.style))
  }
}
