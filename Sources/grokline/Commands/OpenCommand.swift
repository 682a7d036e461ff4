internal import ArgumentParser
internal import Experiment

struct OpenCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "open",
    abstract: "Say what a bundle is, what it would take to reproduce it, and how large it is.",
    discussion: "Checks every byte, and executes and writes nothing.")

  @Argument(help: "The bundle.", completion: .file(extensions: ["bundle"]))
  var bundle: String

  @Flag(help: "Also list what is in it.")
  var list = false

  @Flag(help: "Write JSON.")
  var json = false

  func run() throws {
    let text = BundleText(bundle: try BundleFile.open(bundle), path: bundle, lists: list)
    let output = StandardStream.output
    output.write(json ? "\(text.json)\n" : text.text(output.style))
  }
}
