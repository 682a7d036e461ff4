internal import ArgumentParser
internal import Experiment
internal import FoundationEssentials
internal import Pipeline
internal import Spec

struct ReproduceCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reproduce",
    abstract: "Make published figures and tables again, and say whether they come out the same.",
    usage: "grokline reproduce <file.bundle | figure.svg | figure.png | spec.yaml> [<options>]",
    discussion: """
      A bundle needs nothing else: its figures are drawn again from what they were drawn from, in a private folder and \
      without the network. An exported picture, or a spec with its lock, is a recipe: what this store has is used, and for \
      the rest the cost is told and --yes asked for. It ends with 'same', 'within tolerance' or 'different', which returns \
      7.
      """)

  @Argument(
    help: ArgumentHelp("A bundle, an exported SVG or PNG, or a spec.", valueName: "file"),
    completion: .file(extensions: ["bundle", "svg", "png", "yaml"]))
  var file: String

  @Option(
    help: ArgumentHelp(
      "Begin with: figure, analysis, train (train again from the first step).", valueName: "stage"))
  var from: StartArgument?

  @Flag(help: "Train again, and use no public data that came along.")
  var fromScratch = false

  @Flag(name: .shortAndLong, help: "Do what has to be done, whatever it costs.")
  var yes = false

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Write the figures and tables that came out here into this folder.", valueName: "dir"),
    completion: .directory)
  var output: String?

  @Option(name: .shortAndLong, help: ArgumentHelp("The most stages at a time.", valueName: "n"))
  var jobs: Int?

  @Option(help: ArgumentHelp("The threads that running stages share.", valueName: "n"))
  var threads: Int?

  @OptionGroup var spec: SpecArguments

  @Flag(help: "Write JSON.")
  var json = false

  func validate() throws {
    if from != nil, fromScratch { throw ValidationError("--from and --from-scratch exclude each other") }
    for (name, value) in [("--jobs", jobs), ("--threads", threads)] {
      if let value, value < 1 { throw ValidationError("\(name) is \(value): expected at least 1") }
    }
  }

  func run() async throws {
    let clock = ContinuousClock()
    let began = clock.now
    let outcome = try await reproduce()
    let written = try write(outcome.files)
    let text = JudgementText(
      judgement: outcome.judgement, files: written, seconds: (clock.now - began) / .seconds(1))
    let stream = StandardStream.output
    stream.write(json ? "\(text.json)\n" : text.text(stream.style))
    if outcome.judgement.verdict == .different { throw ExitCode(ExitStatus.differs) }
  }

  private typealias Outcome = (judgement: Judgement, files: [(name: String, bytes: [UInt8])])

  private var start: ReproductionStart? { fromScratch ? .scratch : from?.start }

  private func reproduce() async throws -> Outcome {
    let program = "/proc/self/exe"
    if BundleFile.isBundle(file) {
      if !spec.overrides.isEmpty {
        throw UsageProblems(
          "what is reproduced is not changed: --set", hint: "grokline run \(shellWord(file)) --set …")
      }
      let bundle = try BundleFile.open(file)
      do {
        let here = try Project.enclosing(nil, store: spec.store)
        try spec.numeric.choose(in: here)
        let reproduction = try Reproduction(
          bundle, from: start ?? .figure, data: DataFolders(here).present, program: program)
        if (start ?? .figure) == .figure { return try await reproduction.redraw() }
        return try await perform(reproduction, asks: false)
      } catch let flaw as BundleFlaw {
        throw RefusedBundle(path: file, reason: flaw.description)
      }
    }
    guard FileManager.default.fileExists(atPath: file) else {
      throw UsageProblems("there is no file '\(file)'")
    }
    if from == .figure || from == .analysis {
      throw UsageProblems(
        "--from \(from?.rawValue ?? "") needs a bundle", hint: "a picture or a spec has nothing to begin with"
      )
    }
    let isSpec = SpecArguments.isSpec(file)
    let project = try Project.enclosing(isSpec ? file : nil, store: spec.store)
    try spec.numeric.choose(in: project)
    let reproduction =
      isSpec
      ? try Reproduction(spec: file, in: project, overrides: spec.overrides, from: start, program: program)
      : try Reproduction(picture: file, in: project, from: start, program: program)
    return try await perform(reproduction, asks: start == nil)
  }

  /// Runs what is missing, if it may, and compares.
  private func perform(_ reproduction: Reproduction, asks: Bool) async throws -> Outcome {
    guard reproduction.hasClaim else {
      throw NothingToCompare(file: file)
    }
    var options = RunOptions()
    options.targets = reproduction.targets
    if let jobs { options.jobs = jobs }
    if let threads { options.threads = threads }
    let run = try StudyRun(reproduction.study, options: options)
    let plan = try run.plan()
    let cost = reproduction.study.cost(of: plan)
    if cost.stages > 0 {
      tell(cost)
      if !cost.missingData.isEmpty { throw ExitCode(ExitStatus.failed) }
      if asks, !yes {
        StandardStream.errors.writeLine("nothing was done: add --yes to do it")
        throw ExitCode(ExitStatus.pending)
      }
    }
    Interruption.listen()
    let stream = StandardStream.errors
    let loop = ProgressLoop(to: stream) { Interruption.loseReader() }
    let reporter = RunReporter(json ? .nothing : .lines, style: stream.style, total: cost.stages)
    let (report, _) = try await loop.show(reporter) {
      try await run.run(plan, cancellation: Interruption.cancellation) { loop.report($0) }
    }
    if let status = Interruption.status { throw ExitCode(status) }
    if let failure = report.summary.failures.first {
      throw ReproductionFailure(stage: failure.stage, message: failure.message)
    }
    if !report.summary.isComplete { throw ExitCode(ExitStatus.failed) }
    return (
      try reproduction.judge(report.summary, in: run.store),
      try reproduction.files(report.summary, in: run.store)
    )
  }

  private func tell(_ cost: PlanCost) {
    let errors = StandardStream.errors
    var line = "to do: \(counted(cost.stages, "stage"))"
    if cost.trainings > 0 {
      line +=
        ", of these \(counted(cost.trainings, "training")) of \(cost.steps) steps together, very roughly "
        + "\(readable(seconds: cost.seconds)) on one core"
    }
    errors.writeLine(line)
    for missing in cost.missingData { errors.writeLine("data to get: \(missing.onOneLine)") }
  }

  private func write(_ files: [(name: String, bytes: [UInt8])]) throws -> [String] {
    guard let output else { return [] }
    try FileManager.default.createDirectory(atPath: output, withIntermediateDirectories: true)
    return try files.map { file in
      let path = output + "/" + file.name
      try Data(file.bytes).write(to: URL(filePath: path), options: .atomic)
      return path
    }
  }
}

/// What --from takes; --from-scratch is a word of its own.
enum StartArgument: String, ExpressibleByArgument, CaseIterable {
  case figure, analysis, train

  var start: ReproductionStart {
    switch self {
    case .figure: .figure
    case .analysis: .analysis
    case .train: .train
    }
  }
}

/// A spec without the lock of an earlier run.
struct NothingToCompare: Error, CustomStringConvertible {
  let file: String

  var description: String {
    "there is nothing to compare with: no lock.json lies beside the results of '\(file)'; "
      + "'grokline run \(shellWord(file))' makes the results and the lock"
  }
}

/// A stage of a reproduction failed.
struct ReproductionFailure: Error, CustomStringConvertible {
  let stage: String
  let message: String

  var description: String { "'\(stage)' failed: \(message)" }
}
