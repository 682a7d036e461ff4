internal import ArgumentParser
internal import Experiment
internal import Glibc

@main
enum Program {
  static func main() async {
    // A reader who leaves is noticed where the writing happens, and is no reason to die.
    signal(SIGPIPE, SIG_IGN)
    do {
      let command = try Grokline.parseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        var command = command
        try command.run()
      }
    } catch {
      exit(Failure(error).report(on: .output, .errors))
    }
  }
}

struct Grokline: ParsableCommand {
  static let version = programVersion

  static let configuration = CommandConfiguration(
    commandName: "grokline",
    abstract: "Declarative experiment pipelines for grokking research.",
    discussion: """
      One YAML file per question. 'grokline run SPEC' trains what is missing, keeps every result, and ends with the \
      figures; run it again, and nothing has to run.
      """,
    version: version,
    subcommands: [WorkerCommand.self, LockProbeCommand.self],
    groupedSubcommands: [
      CommandGroup(
        name: "Run", subcommands: [RunCommand.self, PlanCommand.self, WhyCommand.self, StatusCommand.self]),
      CommandGroup(
        name: "Look",
        subcommands: [
          ShowCommand.self, GraphCommand.self, ResultsCommand.self, ExportCommand.self, CheckCommand.self,
          RunsCommand.self, DiffCommand.self, LogsCommand.self,
        ]),
      CommandGroup(
        name: "Share", subcommands: [BundleCommand.self, OpenCommand.self, ReproduceCommand.self]),
      CommandGroup(
        name: "Learn and set up",
        subcommands: [
          InitCommand.self, DatasetsCommand.self, FetchCommand.self, KindsCommand.self, SchemaCommand.self,
          DoctorCommand.self, CompletionCommand.self,
        ]),
      CommandGroup(name: "Keep", subcommands: [StoreCommand.self]),
    ])
}
