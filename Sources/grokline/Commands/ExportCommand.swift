internal import ArgumentParser
internal import Experiment
internal import FoundationEssentials
internal import Pipeline

struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write what a stage gave as plain files: CSV, SVG, Markdown, safetensors.",
    usage: "grokline export [<spec>] <stage> -o <dir> [<options>]",
    discussion: """
      The parameters at the end of a training become parameters.safetensors, with the names that PyTorch's \
      load_state_dict expects.
      """)

  @Argument(help: ArgumentHelp("The spec, and the stage.", valueName: "spec> <stage"))
  var words: [String] = []

  @Option(
    name: .shortAndLong, help: ArgumentHelp("The folder to write into.", valueName: "dir"),
    completion: .directory)
  var output: String

  @OptionGroup var spec: SpecArguments

  @Flag(help: "Write over files that are there.")
  var overwrite = false

  func run() throws {
    let words = SpecAndNames(words)
    guard let word = words.names.first, words.names.count == 1 else {
      throw UsageProblems("export takes one stage", hint: "'grokline plan' lists the stages")
    }
    let study = try spec.study(words.spec)
    var names = StageNames(study)
    let stage = names.stage(word)
    try names.problems.throwIfAny()
    let run = try StudyRun(study)
    guard let stage, let step = try run.plan()[stage], step.state != .run, step.state != .maybe,
      let outputs = step.outputs
    else {
      let command = ["grokline", "run"] + [words.spec].compactMap(\.self) + [stage ?? word]
      throw NotThereYet(stage: stage ?? word, command: command.map(shellWord).joined(separator: " "))
    }
    try write(study.plainFiles(of: stage, outputs, in: run.store))
  }

  private func write(_ files: [(name: String, bytes: [UInt8])]) throws {
    let paths = files.map { output + "/" + $0.name }
    if !overwrite, let taken = paths.first(where: FileManager.default.fileExists(atPath:)) {
      throw UsageProblems("'\(taken)' exists", hint: "choose another folder, or add --overwrite")
    }
    try FileManager.default.createDirectory(atPath: output, withIntermediateDirectories: true)
    for (path, file) in zip(paths, files) {
      try Data(file.bytes).write(to: URL(filePath: path), options: .atomic)
      StandardStream.output.writeLine(path)
    }
  }
}

/// What is asked for has not been made.
struct NotThereYet: Error, CustomStringConvertible {
  let stage: String
  let command: String

  var description: String { "'\(stage)' is not done, or not up to date: \(command)" }
}
