internal import ArgumentParser
internal import Experiment
internal import Spec

struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show every resolved value of a spec, defaults included.",
    usage: "grokline show [<spec>] [<stage> ...] [--origin] [--parameters] [<options>]")

  @Argument(
    help: ArgumentHelp("The spec, and the stages or patterns of stages to show.", valueName: "spec> <stage"))
  var words: [String] = []

  @OptionGroup var spec: SpecArguments

  @Flag(help: "Say where each value is written, and in which layer.")
  var origin = false

  @Flag(help: "Show the models' parameters instead: names, shapes, groups of the optimizer.")
  var parameters = false

  @Flag(help: "Write JSON.")
  var json = false

  func run() throws {
    let words = SpecAndNames(words)
    let study = try spec.study(words.spec)
    var names = StageNames(study)
    let globs = names.stagePatterns(words.names).map { Glob($0) }
    try names.problems.throwIfAny()
    func isShown(_ stage: String) -> Bool { globs.isEmpty || globs.contains { $0.matches(stage) } }
    let output = StandardStream.output
    if parameters {
      let text = ParametersText(sections: study.parameters.filter { isShown($0.stage) })
      output.write(json ? "\(text.json)\n" : text.text(output.style))
    } else {
      let text = ShowText(sections: study.settings.filter { isShown($0.stage) }, showsOrigin: origin)
      output.write(json ? "\(text.json)\n" : text.text(output.style))
    }
  }
}
