internal import ArgumentParser
internal import Experiment
internal import Pipeline
internal import Spec

struct ResultsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "results", abstract: "Show the tables of an experiment, as far as they are done.",
    usage: "grokline results [<spec>] [<table> ...] [<options>]")

  @Argument(help: ArgumentHelp("The spec, and the tables to show.", valueName: "spec> <table"))
  var words: [String] = []

  @OptionGroup var spec: SpecArguments

  @Flag(help: "Show as well how far training has come that is in progress or was interrupted.")
  var partial = false

  @Flag(help: "Write JSON: for each table its rows.")
  var json = false

  func run() throws {
    let words = SpecAndNames(words)
    let study = try spec.study(words.spec)
    let names = try wanted(words.names, of: study)
    let run = try StudyRun(study)
    let plan = try run.plan()
    let output = StandardStream.output
    var tables: [String: JSON] = [:]
    var pending: [String] = []
    var texts: [String] = []
    for name in names {
      let step = plan["table/" + name]
      guard let step, step.state == .hit || step.state == .restore, let outputs = step.outputs else {
        pending.append(name)
        continue
      }
      if json {
        tables[name] = try Self.json(content("csv", outputs, run.store))
      } else {
        let markdown = String(decoding: try content("markdown", outputs, run.store), as: UTF8.self)
        texts.append(output.style(name, .bold) + "\n" + MarkdownTable.aligned(markdown, output.style))
      }
    }
    let unfinished = partial ? try PartialResults(plan, run.store) : nil
    if json {
      var document: [String: JSON] = [
        "schema": 1, "tables": .object(tables), "pending": .array(pending.map(JSON.string)),
      ]
      if let unfinished { document["partial"] = unfinished.json }
      output.writeLine("\(JSON.object(document))")
    } else {
      if let unfinished { texts.append(unfinished.text(output.style)) }
      output.write(texts.filter { !$0.isEmpty }.joined(separator: "\n"))
      if names.isEmpty { StandardStream.errors.writeLine("\(study.name) declares no tables") }
      if !pending.isEmpty {
        let command = ["grokline", "run"] + [words.spec].compactMap(\.self) + pending.map { "table/" + $0 }
        StandardStream.errors.writeLine(
          "not there yet: \(pending.joined(separator: ", "))\n"
            + "  to get them: \(command.map(shellWord).joined(separator: " "))")
      }
    }
  }

  private func wanted(_ names: [String], of study: Study) throws -> [String] {
    if names.isEmpty { return study.tables }
    var problems = UsageProblems()
    let bare = names.map { $0.hasPrefix("table/") ? String($0.dropFirst(6)) : $0 }
    for name in bare where !study.tables.contains(name) {
      problems.add("no table is called '\(name)'", hint: suggestion(for: name, among: study.tables))
    }
    try problems.throwIfAny()
    return bare
  }

  private func content(_ name: String, _ outputs: [Output], _ store: ArtifactStore) throws -> [UInt8] {
    guard let output = outputs.first(where: { $0.name == name }) else { return [] }
    return try store.content(output)
  }

  /// A row as `{"run": "baseline", "ours": 790, "published": "never"}`; what is missing is null.
  private static func json(_ csv: [UInt8]) throws -> JSON {
    let table = try Table(csv: csv)
    return .array(
      (0..<table.count).map { row in
        var members: [String: JSON] = [:]
        for axis in table.axes { members[axis.name] = axis[row].json }
        for column in table.columns { members[column.name] = column[row].json }
        return .object(members)
      })
  }
}

extension AxisValue {
  fileprivate var json: JSON {
    switch self {
    case .absent: .null
    case .number(let number): .number(number)
    case .text(let text): .string(text)
    }
  }
}

extension Outcome {
  fileprivate var json: JSON {
    switch self {
    case .number(let number): .number(number)
    case .never: "never"
    case .missing: .null
    }
  }
}
