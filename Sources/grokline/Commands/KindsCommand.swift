internal import ArgumentParser
internal import Experiment
internal import Spec

struct KindsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kinds", abstract: "Describe what a spec can name: models, filters, figures and all else.")

  @Argument(help: "A kind or a family; without one, all are listed.")
  var name: String?

  @Flag(help: "Write the whole reference as Markdown.")
  var markdown = false

  func run() throws {
    let families = specFamilies
    let output = StandardStream.output
    if markdown { return output.write(KindsMarkdown(families).text) }
    do {
      output.write(try families.text(name, at: SourceLocation(file: "--", line: 1, column: 1)))
    } catch {
      throw UsageProblems(error.diagnostics.map { UsageProblems.Problem(message: $0.message, hint: $0.hint) })
    }
  }
}
