internal import ArgumentParser
internal import Experiment
internal import Pipeline
internal import Spec

struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Say what two specs or runs differ in: values, and what came out.",
    usage: "grokline diff <spec|run> <spec|run> [<options>]",
    discussion: """
      A spec is a file that ends in .yaml, a run one that 'grokline runs' lists. Stages are compared by their names.
      """)

  @Argument(help: ArgumentHelp("Two of them.", valueName: "spec|run"))
  var words: [String]

  @OptionGroup var spec: SpecArguments

  @Flag(help: "Return 4 if anything differs.")
  var check = false

  @Flag(help: "Write JSON.")
  var json = false

  func run() throws {
    guard words.count == 2 else { throw UsageProblems("diff takes two specs or runs, not \(words.count)") }
    let root = try Project.enclosing(words.first(where: SpecArguments.isSpec), store: spec.store).store
    let store = try ArtifactStore(root: root)
    let sides = try words.map { try side($0, store) }
    let comparison = try Comparison(sides[0], sides[1], in: store)
    let text = DiffText(comparison: comparison, names: words)
    let output = StandardStream.output
    output.write(json ? "\(text.json)\n" : text.text(output.style))
    if check, !comparison.isEmpty { throw ExitCode(ExitStatus.pending) }
  }

  private func side(_ word: String, _ store: ArtifactStore) throws -> Ledger {
    if SpecArguments.isSpec(word) {
      let study = try spec.study(word)
      guard study.project.store == store.root else {
        throw UsageProblems(
          "'\(word)' has its results in another store, '\(study.project.store)'",
          hint: "name one with --store")
      }
      return Ledger(try StudyRun(study).plan())
    }
    let runs = try RunNames(store)
    guard let (_, ledger) = try runs.find(word) else { throw runs.unknown(word) }
    return ledger
  }
}
