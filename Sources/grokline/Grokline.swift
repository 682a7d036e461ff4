internal import ArgumentParser

@main
struct Grokline: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "grokline", abstract: "Declarative experiment pipelines for grokking research.")
}
