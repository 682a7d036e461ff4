internal import ArgumentParser
internal import Experiment
internal import Pipeline
internal import Spec

struct GcCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gc", abstract: "Move to the trash what no spec named here, no pin and no recent run needs.",
    usage: "grokline store gc [<spec> ...] [<options>]",
    discussion: """
      'grokline store undelete' brings back what is in the trash. The next collection deletes it for good, or this one \
      with --empty. What a living process uses stays.
      """)

  @Argument(help: ArgumentHelp("Specs whose results stay.", valueName: "spec"))
  var specs: [String] = []

  @OptionGroup var spec: SpecArguments

  @Option(help: ArgumentHelp("How many of the newest runs of every experiment stay.", valueName: "n"))
  var runs = Retention.usualRuns

  @Option(
    help: ArgumentHelp(
      "The most that may stay, as in 20GB: training states of old runs go first, then old runs.",
      valueName: "size"))
  var quota: ByteCount?

  @Flag(name: [.customShort("n"), .long], help: "Say what would go, and do nothing.")
  var dryRun = false

  @Flag(help: "Delete at once, and not with the next collection.")
  var empty = false

  @Option(help: ArgumentHelp("Wait so long for another collection to end.", valueName: "seconds"))
  var wait = 0.0

  @Flag(help: "Write JSON.")
  var json = false

  func validate() throws {
    if runs < 0 { throw ValidationError("--runs cannot be negative") }
    if wait < 0 { throw ValidationError("--wait cannot be negative") }
  }

  func run() throws {
    if let other = specs.first(where: { !SpecArguments.isSpec($0) }) {
      throw UsageProblems("unexpected argument '\(other)'", hint: "a spec is a file that ends in .yaml")
    }
    let studies = try specs.map { try spec.study($0) }
    let root = try Project.enclosing(specs.first, store: spec.store).store
    if let stranger = studies.first(where: { $0.project.store != root }) {
      throw UsageProblems(
        "'\(stranger.name)' has its results in another store, '\(stranger.project.store)'",
        hint: "collect one store at a time")
    }
    let store = try ArtifactStore(root: root)
    let retention = Retention(
      roots: studies.reduce(into: []) { $0.formUnion($1.graph.roots) }, runs: runs, quota: quota?.bytes)
    let report = try store.collect(
      retention, isDry: dryRun, emptying: empty, wait: wait > 0 ? .seconds(wait) : .no)
    let text = CollectionText(report: report, isDry: dryRun, isEmptied: empty, quota: quota?.bytes)
    let output = StandardStream.output
    output.write(json ? "\(text.json)\n" : text.text(output.style))
    if !report.sweep.isWithinQuota {
      StandardStream.errors.writeLine(
        "error: what the specs named, the pins and living runs need takes "
          + "\(readable(bytes: report.sweep.needed)), more than the quota")
      throw ExitCode(ExitStatus.failed)
    }
  }
}
