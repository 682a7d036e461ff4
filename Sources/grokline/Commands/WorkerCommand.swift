internal import ArgumentParser
internal import Experiment

/// Trains one segment for a run that started it; nobody calls it by hand.
struct WorkerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "worker", shouldDisplay: false)

  func run() throws { throw ExitCode(Worker.main()) }
}
