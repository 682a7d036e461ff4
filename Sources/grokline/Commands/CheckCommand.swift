internal import ArgumentParser
internal import Experiment
internal import Pipeline
internal import Spec

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Check specs, and report every error in them.",
    usage: "grokline check [<spec> ...] [<options>]")

  @Argument(help: "The specs.", completion: .file(extensions: ["yaml", "yml"]))
  var specs: [String] = []

  @OptionGroup var spec: SpecArguments

  @Flag(help: "Write JSON.")
  var json = false

  func run() throws {
    var worst = ExitStatus.done
    var reports: [JSON] = []
    for path in specs.isEmpty ? [nil] : specs.map(Optional.some) {
      do {
        let study = try spec.study(path)
        reports.append(json(path, study))
        if !json { StandardStream.output.writeLine(Self.summary(study)) }
      } catch let invalid as InvalidSpec {
        worst = ExitStatus.invalidSpec
        reports.append(json(path, invalid))
        if !json {
          StandardStream.errors.write(
            invalid.rendered() + "\n\n\(counted(invalid.diagnostics.count, "error"))\n")
        }
      }
    }
    if json { StandardStream.output.writeLine("\(["schema": 1, "specs": .array(reports)] as JSON)") }
    if worst != ExitStatus.done { throw ExitCode(worst) }
  }

  /// `quickstart: 3 runs, 3 points, 7 stages, 1 figure, 2 tables`.
  private static func summary(_ study: Study) -> String {
    "\(study.name): "
      + [
        counted(study.file.runNames.count, "run"), counted(study.file.points.count, "point"),
        counted(study.graph.stages.count, "stage"), counted(study.figures.count, "figure"),
        counted(study.tables.count, "table"),
      ].joined(separator: ", ")
  }

  private func json(_ path: String?, _ study: Study) -> JSON {
    [
      "spec": path.map(JSON.string) ?? .null, "experiment": .string(study.name), "valid": true,
      "stages": .integer(study.graph.stages.count),
    ]
  }

  private func json(_ path: String?, _ invalid: InvalidSpec) -> JSON {
    [
      "spec": path.map(JSON.string) ?? .null, "valid": false,
      "errors": .array(
        invalid.diagnostics.map { error in
          [
            "file": .string(error.location.file), "line": .integer(error.location.line),
            "column": .integer(error.location.column), "message": .string(error.message),
            "hint": error.hint.map(JSON.string) ?? .null,
          ]
        }),
    ]
  }
}
