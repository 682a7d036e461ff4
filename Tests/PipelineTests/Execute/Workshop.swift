import Foundation
import Spec

@testable import Pipeline

/// A store, a ledger and a notebook of what ran: enough to tell stories of edits and runs.
final class Workshop: Sendable {
  let home: TemporaryStore
  let events = Notebook<StageEvent>()
  var store: ArtifactStore { home.store }

  init() throws { home = try TemporaryStore() }

  /// Plans as a dry run does.
  func plan(_ stages: [Stage], targets: [String] = [], force: [String] = []) throws -> Plan {
    let store = store
    return try Plan(
      StageGraph(stages), PlanRequest(targets: targets, force: force), store: store,
      ledger: try Ledger.load("story", from: store))
  }

  /// Plans, runs, and writes the ledger, as a run does.
  @discardableResult
  func run(
    _ stages: [Stage], targets: [String] = [], force: [String] = [], jobs: Int = 2, keepGoing: Bool = false,
    cancellation: Cancellation = Cancellation()
  ) async throws -> RunSummary {
    let plan = try plan(stages, targets: targets, force: force)
    let settings = Executor.Settings(jobs: jobs, threads: jobs, keepGoing: keepGoing)
    let executor = Executor(store: store, settings: settings, cancellation: cancellation) { [events] in
      events.append($0)
    }
    let summary = try await executor.run(plan)
    var ledger = try Ledger.load("story", from: store)
    ledger.note(summary, of: plan)
    try ledger.save("story", to: store)
    return summary
  }

  /// The text of a stage's output after a run.
  func text(_ summary: RunSummary, _ stage: String, _ output: String = "out") throws -> String? {
    guard let found = summary.outputs[stage]?.first(where: { $0.name == output }) else { return nil }
    return String(decoding: try store.content(found), as: UTF8.self)
  }
}

/// A list that any thread may write to; the lock owns it.
final class Notebook<Item: Sendable>: @unchecked Sendable {
  private let lock = NSLock()
  private var items: [Item] = []

  func append(_ item: Item) { lock.withLock { items.append(item) } }

  var all: [Item] { lock.withLock { items } }

  func take() -> [Item] {
    lock.withLock {
      defer { items = [] }
      return items
    }
  }
}

extension Stage {
  /// A stage that writes its setting and its inputs, in order.
  static func joining(
    _ name: String, _ setting: JSON = 0, from makers: [String] = [], kind: String = "join", line: Int = 1,
    sources: [Source] = [], padding: Int = 0,
    before: @escaping @Sendable (StageContext) throws -> Void = { _ in }
  ) -> Stage {
    let inputs =
      makers.enumerated().map { StageInput("i\($0)", from: .output("out", of: $1)) }
      + sources.enumerated().map { StageInput("s\($0)", from: .source($1)) }
    let location = SourceLocation(file: "story.yaml", line: line, column: 3)
    return Stage(
      name: name, kind: kind, parameters: ["setting": setting],
      leaves: [Fields.Leaf(path: "\(name).setting", value: setting, location: location)], inputs: inputs,
      outputs: ["out"]
    ) { context in
      try before(context)
      let parts = try inputs.map { String(decoding: try context.read($0.name), as: UTF8.self) }
      let text = "\(kind)(" + ([setting.description] + parts).joined(separator: ",") + ")"
      return StageOutputs("out", Array((text + String(repeating: " ", count: padding)).utf8))
    }
  }

  /// A stage that writes only whether its setting is odd: most edits give the same bytes.
  static func parity(_ name: String, _ setting: Int) -> Stage {
    Stage(name: name, kind: "parity", parameters: ["setting": .integer(setting)], outputs: ["out"]) { _ in
      StageOutputs("out", Array(setting.isMultiple(of: 2) ? "even".utf8 : "odd".utf8))
    }
  }
}

extension Reason {
  /// False for a stage whose work another stage does.
  var isOwnWork: Bool {
    if case .sameAs = self { false } else { true }
  }
}
