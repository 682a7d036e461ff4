internal import ArgumentParser
internal import Experiment
internal import Glibc
internal import Pipeline

struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Do what is missing, and put figures and tables into results/.",
    usage: "grokline run [<spec>] [<target> ...] [<options>]",
    discussion: """
      A target is a stage or a pattern of stages, as 'grokline plan' lists them: 'figure/accuracy', 'train/baseline/*', \
      or shorter 'accuracy'. Without one, everything is done. An interrupted run goes on where it stopped.
      """)

  @Argument(help: ArgumentHelp("The spec, and what to make of it.", valueName: "spec> <target"))
  var words: [String] = []

  @OptionGroup var spec: SpecArguments
  @OptionGroup var selection: SelectionArguments

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The most stages at a time; as many as cores, if not given.", valueName: "n"))
  var jobs: Int?

  @Option(
    help: ArgumentHelp(
      "The threads that running stages share; as many as cores, if not given.", valueName: "n"))
  var threads: Int?

  @Flag(name: .shortAndLong, help: "After a failure go on with what does not depend on it.")
  var keepGoing = false

  @Flag(name: [.customShort("n"), .long], help: "Say what would be done, and do nothing: 'grokline plan'.")
  var dryRun = false

  @Flag(help: "Write a JSON line per event to standard output.")
  var json = false

  @Flag(name: .shortAndLong, help: "Write nothing but errors.")
  var quiet = false

  func validate() throws {
    for (name, value) in [("--jobs", jobs), ("--threads", threads)] {
      if let value, value < 1 { throw ValidationError("\(name) is \(value): expected at least 1") }
    }
  }

  func run() async throws {
    let words = SpecAndNames(words)
    let standing = try standing(words)
    if let answer = standing?.answer {
      if !quiet { StandardStream.output.write(answer) }
      return
    }
    let study = try spec.study(words.spec)
    var options = try selection.options(targets: words.names, of: study)
    if let jobs { options.jobs = jobs }
    if let threads { options.threads = threads }
    options.keepGoing = keepGoing
    let run = try StudyRun(study, options: options)
    let plan = try run.plan()
    if dryRun { return PlanCommand.show(plan, study.cost(of: plan), json: json, unfolded: false) }
    try checkPrograms(for: plan)
    Interruption.listen()
    try await perform(run, plan, standing)
  }

  /// Where this very command is remembered; nil for one that does more than what is missing.
  private func standing(_ words: SpecAndNames) throws -> Standing? {
    let path = try SpecArguments.path(words.spec)
    if json || dryRun || !selection.force.isEmpty || BundleFile.isBundle(path) { return nil }
    let project = try Project.enclosing(path, store: spec.store)
    try spec.numeric.choose(in: project)
    let lists = [
      spec.overrides, words.names, selection.runs, (selection.seeds?.values ?? []).map(String.init),
    ]
    let place = [Grokline.version, workingFolder, path, project.root, project.results]
    return Standing(of: place + lists.flatMap { ["\($0.count)"] + $0 }, in: project.store)
  }

  /// A picture that cannot be drawn is known before anything is trained.
  private func checkPrograms(for plan: Plan) throws {
    let draws = plan.steps.contains {
      family(of: $0.stage.name) == "figure" && $0.state != .hit && $0.state != .idle
    }
    guard draws, let warning = try Typesetter().check(), !quiet else { return }
    StandardStream.errors.writeLine("warning: \(warning)")
  }

  private func perform(_ run: StudyRun, _ plan: Plan, _ standing: Standing?) async throws {
    let stream: StandardStream = json ? .output : .errors
    let loop = ProgressLoop(to: stream) { Interruption.loseReader() }
    if json { stream.writeLine("\(RunText.begin(plan, of: run.study.name))") }
    let reporter = RunReporter(form, style: stream.style, total: plan.steps.count { $0.isPending })
    let (report, progress) = try await loop.show(reporter) {
      try await run.run(plan, cancellation: Interruption.cancellation) { loop.report($0) }
    }
    let text = RunText(
      name: run.study.name, plan: plan, report: report, progress: progress, seconds: loop.time,
      command: CommandLine.arguments)
    if json {
      stream.writeLine("\(text.json)")
    } else {
      let closing = text.closing(StandardStream.output.style)
      if !quiet { StandardStream.output.write(closing) }
      if let standing, run.foundAllDone(plan, report) {
        standing.remember(closing, restingOn: run.evidence(of: plan))
      }
      StandardStream.errors.write(text.failures(StandardStream.errors.style))
    }
    if let status = Interruption.status { throw ExitCode(status) }
    if let obstacle = report.obstacle { throw obstacle }
    if !report.summary.isComplete { throw ExitCode(ExitStatus.failed) }
  }

  private var form: RunReporter.Form {
    if json { return .json }
    if quiet { return .nothing }
    let isUnicode =
      ["LC_ALL", "LC_CTYPE", "LANG"].map(variable).first { !$0.isEmpty }
      .map { $0.uppercased().contains("UTF") } ?? false
    return StandardStream.errors.canRedraw ? .frames(isUnicode: isUnicode) : .lines
  }
}

extension Plan.Step {
  /// Whether a run is going to tell of it.
  fileprivate var isPending: Bool {
    state == .run || state == .maybe || (state == .restore && trajectory != nil)
  }
}
