internal import Experiment
internal import Pipeline
internal import Spec

/// What a bundle says of itself, in the words of its checked manifest and lock.
struct BundleText {
  let bundle: OpenedBundle
  let path: String
  let lists: Bool

  func text(_ style: Style) -> String {
    var table = TextTable(indent: 2)
    func row(_ name: String, _ value: String) { table.add([.init(name, .dim), .init(value)]) }
    row("id", bundle.id.hex)
    row("spec", bundle.spec + bundle.overrides.map { " --set \($0)" }.joined())
    row("level", "\(bundle.level.rawValue): \(BundleText.meaning(of: bundle.level))")
    row(
      "size",
      "\(readable(bytes: bundle.size)), \(readable(bytes: bundle.content)) unpacked, \(bundle.entries.count + 1) entries"
    )
    row("made with", bundle.madeWith)
    row("reproduces", FoldedName.folded(bundle.targets).joined(separator: ", "))
    for work in bundle.work { row(work.name, work.text) }
    for file in bundle.absentData { row("data not in it", file) }
    var text =
      style("\(bundle.experiment)\(bundle.budget.map { "@" + $0 } ?? "")", .bold) + "\n" + table.text(style)
    text += "\n  grokline reproduce \(shellWord(path))\n  grokline run \(shellWord(path)) --set …\n"
    if lists {
      var entries = TextTable(indent: 2, trailing: [0])
      for entry in bundle.entries {
        entries.add([.init(readable(bytes: entry.bytes)), .init(entry.path), .init(entry.digest.short, .dim)])
      }
      text += "\n" + entries.text(style)
    }
    return text
  }

  var json: JSON {
    [
      "schema": 1, "id": .string(bundle.id.hex), "experiment": .string(bundle.experiment),
      "budget": bundle.budget.map(JSON.string) ?? .null, "spec": .string(bundle.spec),
      "overrides": .array(bundle.overrides.map(JSON.string)), "level": .string(bundle.level.rawValue),
      "bytes": .integer(bundle.size), "content": .integer(bundle.content),
      "targets": .array(bundle.targets.map(JSON.string)), "environment": bundle.environment,
      "trainings": .integer(bundle.trainings), "steps": .integer(bundle.steps),
      "seconds": .number(bundle.seconds), "absentData": .array(bundle.absentData.map(JSON.string)),
      "entries": .array(
        bundle.entries.map {
          ["path": .string($0.path), "bytes": .integer($0.bytes), "sha256": .string($0.digest.hex)]
        }),
    ]
  }

  private static func meaning(of level: BundleLevel) -> String {
    switch level {
    case .figure: "what figures and tables are drawn from"
    case .training: "also what trainings and analyses gave, and the states in which trainings ended"
    case .all: "also the data files"
    }
  }
}

extension OpenedBundle {
  fileprivate var madeWith: String {
    let classes = (environment["numeric_classes"]?.array ?? []).compactMap(\.string)
    return (["Grokline \(environment["grokline"]?.string ?? "of an unknown version")"] + classes)
      .joined(separator: ", ")
  }

  /// What there is to do, by where one begins.
  fileprivate var work: [(name: String, text: String)] {
    let again =
      trainings == 0
      ? "nothing is trained"
      : "\(counted(trainings, "training")), \(steps) steps, very roughly \(readable(seconds: seconds)) on one core"
    return [("to redraw", "\(counted(targets.count, "stage")), seconds"), ("to train again", again)]
  }
}
