internal import ArgumentParser
internal import Experiment

struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Write the JSON Schema of specs, for editors.",
    discussion: """
      grokline schema > grokline.schema.json, then in a spec's first line:
      # yaml-language-server: $schema=grokline.schema.json
      """)

  func run() throws { StandardStream.output.writeLine("\(specSchema)") }
}
