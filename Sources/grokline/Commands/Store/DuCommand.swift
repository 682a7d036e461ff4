internal import ArgumentParser
internal import Pipeline
internal import Spec

struct DuCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "du",
    abstract: "Say who takes how much: each experiment, each of its runs, each kind of thing.",
    discussion: """
      Every file is counted once: what several need stands in a line of its own. 'earlier' is what only former versions \
      of a spec needed; 'unclaimed' is what no experiment needs.
      """)

  @OptionGroup var store: StoreArguments

  @Flag(help: "Write JSON.")
  var json = false

  func run() throws {
    let store = try store.opened()
    let usage = try store.usage()
    let output = StandardStream.output
    if json { return output.writeLine("\(usage.json(store.root))") }
    output.write(usage.text(store.root, output.style))
  }
}

extension Usage {
  fileprivate func text(_ root: String, _ style: Style) -> String {
    var table = TextTable(trailing: [1, 2])
    func add(_ name: String, _ bytes: Int, _ files: Int, _ color: Style.Color? = nil) {
      table.add([.init(name, color), .init(readable(bytes: bytes)), .init(counted(files, "file"), .dim)])
    }
    for experiment in experiments {
      add(experiment.name, experiment.bytes, experiment.files, .bold)
      for run in experiment.runs { add("  " + run.name, run.bytes, run.files) }
    }
    for share in [shared, unclaimed] where share.files > 0 {
      add(share.name, share.bytes, share.files, .bold)
    }
    var kinds = TextTable(trailing: [1, 2])
    for share in self.kinds + others {
      kinds.add([
        .init(share.name), .init(readable(bytes: share.bytes)),
        .init(counted(share.files, "file"), .dim),
      ])
    }
    return table.text(style) + (table.isEmpty ? "" : "\n") + kinds.text(style)
      + "\(root): \(readable(bytes: total)) in all\n"
  }

  fileprivate func json(_ root: String) -> JSON {
    [
      "schema": 1, "store": .string(root), "bytes": .integer(bytes), "total": .integer(total),
      "experiments": .array(
        experiments.map { experiment in
          [
            "experiment": .string(experiment.name), "bytes": .integer(experiment.bytes),
            "files": .integer(experiment.files), "runs": .array(experiment.runs.map(\.json)),
          ]
        }),
      "shared": shared.json, "unclaimed": unclaimed.json, "kinds": .array(kinds.map(\.json)),
      "others": .array(others.map(\.json)),
    ]
  }
}

extension Usage.Share {
  fileprivate var json: JSON { ["name": .string(name), "bytes": .integer(bytes), "files": .integer(files)] }
}
