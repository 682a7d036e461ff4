internal import ArgumentParser
internal import Experiment

/// Which part of an experiment.
struct SelectionArguments: ParsableArguments {
  @Option(
    parsing: .singleValue,
    help: ArgumentHelp("Only runs of these names; may be repeated.", valueName: "glob"))
  var runs: [String] = []

  @Option(help: ArgumentHelp("Only these seeds, as in 0,1.", valueName: "n,…"))
  var seeds: Seeds?

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp("Run this stage although its result is known; may be repeated.", valueName: "stage"))
  var force: [String] = []

  /// The options of a run of some targets, every name checked.
  func options(targets: [String], of study: Study) throws -> RunOptions {
    var names = StageNames(study)
    var options = RunOptions()
    options.targets = names.stagePatterns(targets)
    options.force = names.stagePatterns(force)
    options.runs = runs
    options.seeds = seeds?.values ?? []
    names.check(runs: options.runs)
    names.check(seeds: options.seeds)
    try names.problems.throwIfAny()
    return options
  }
}

/// `0,1,2`.
struct Seeds: ExpressibleByArgument {
  let values: [Int]

  init?(argument: String) {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
    values = parts.compactMap { Int($0) }
    if values.count != parts.count { return nil }
  }
}
