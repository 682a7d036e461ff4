internal import Learning
internal import Pipeline
internal import Spec

/// What an experiment was made of and what it gave, stage by stage: the file `lock.json` beside its results and in
/// bundles.
///
/// Everything in it follows from keys and results. Times, machines and attempts are in `telemetry.json`, which no digest
/// covers.
struct StudyLock: Sendable {
  static let file = "lock.json"
  static let telemetryFile = "telemetry.json"
  /// What lies beside results and is none.
  static let files: Set<String> = [file, telemetryFile]

  let json: JSON

  init(_ json: JSON) { self.json = json }

  /// The lock of some stages of a study.
  ///
  /// - Parameter states: the last states of trajectories that go along, by stage.
  init(_ study: Study, _ accounts: [StageAccount], states: [String: KeptState] = [:]) {
    let runs = Dictionary(zip(study.points.map(\.stage), study.runs)) { first, _ in first }
    let points = Dictionary(study.file.points.map { ("train/" + $0.label, $0) }) { first, _ in first }
    var stages: [String: JSON] = [:]
    for account in accounts {
      var stage = StudyLock.described(account)
      if let run = runs[account.stage] {
        stage["components"] = run.components(account.record)
        stage["until"] = .integer(run.design.plan.end)
        stage["steps"] = StudyLock.steps(account.record).map(JSON.integer) ?? .null
        stage["step_operations"] = .number(run.stepWork)
      }
      if let point = points[account.stage] { stage["seed"] = .integer(point.seed) }
      if let state = states[account.stage] { stage["state"] = StudyLock.described(state) }
      stages[account.stage] = .object(stage)
    }
    json = [
      "schema": 1, "grokline": .string(programVersion), "experiment": .string(study.file.name),
      "budget": study.file.budget.map(JSON.string) ?? .null,
      "numeric_classes": .array(Set(accounts.map(\.record.numericClass)).sorted().map(JSON.string)),
      "stages": .object(stages),
    ]
  }

  /// The stages, by name.
  var stages: [String: LockedStage] {
    (json["stages"]?.object ?? [:]).compactMapValues(LockedStage.init)
  }

  /// Where a training ended.
  private static func steps(_ record: Record) -> Int? {
    record[output: Demand.endOutput]?.inline.flatMap { try? JSON(parsing: $0) }?["step"]?.integer
  }

  /// Where the record of each output lies, and what it is called there.
  var addresses: [Digest: (RecordAddress, output: String)] {
    var addresses: [Digest: (RecordAddress, output: String)] = [:]
    for stage in stages.values {
      for output in stage.outputs {
        addresses[output.reference.digest] = (
          RecordAddress(group: stage.group, name: stage.key.hex), output.name
        )
      }
    }
    return addresses
  }

  private static func described(_ account: StageAccount) -> [String: JSON] {
    let record = account.record
    return [
      "kind": .string(record.kind), "key": .string(account.key.hex),
      "group": .string(account.address.group.hex),
      "components": record.components, "numeric_class": .string(record.numericClass), "notes": record.notes,
      "inputs": .array(
        account.inputs.map { input in
          [
            "name": .string(input.name), "from": .string(input.from),
            "output": input.output.map(JSON.string) ?? .null,
            "sha256": input.digest.map { .string($0.hex) } ?? .null,
          ]
        }),
      "outputs": .array(record.outputs.map(described)),
      "references": .array(record.references.map { .string($0.hex) }),
    ]
  }

  private static func described(_ output: Output) -> JSON {
    [
      "name": .string(output.name), "sha256": .string(output.reference.digest.hex),
      "bytes": .integer(output.reference.size),
    ]
  }

  private static func described(_ state: KeptState) -> JSON {
    [
      "step": .integer(state.step), "state": described(state.state),
      "memories": .array(
        state.memories.map { ["observer": .string($0.observer.hex), "memory": described($0.content)] }),
    ]
  }
}

extension TrainingRun {
  /// What the key of its stage is made of, back to words and numbers: versions, seeds and update rules included.
  fileprivate func components(_ record: Record) -> JSON {
    var components = record.components.object ?? [:]
    components["origin"] = origin
    components["rules"] = .array(design.plan.rules.map { ["from": .integer($0.from), "rule": $0.rule] })
    components["end"] = design.end.json
    components["observers"] = .object(
      Dictionary(
        (design.rowObservers.map(\.observer) + design.finalObservers).map {
          ($0.name, JSON.string($0.id.hex))
        }
      ) {
        first, _ in first
      })
    return .object(components)
  }
}

/// One stage of a lock that somebody sent.
struct LockedStage: Sendable {
  struct Content: Sendable, Hashable {
    let name: String
    let reference: ObjectReference
  }

  struct Input: Sendable {
    let name: String
    let from: String
    let output: String?
    let digest: Digest?
  }

  struct State: Sendable {
    let step: Int
    let state: Content
    let memories: [(observer: Digest, content: Content)]
  }

  let kind: String
  let key: Digest
  let group: Digest
  let components: JSON
  let numericClass: String
  let notes: JSON
  let inputs: [Input]
  let outputs: [Content]
  let references: [Digest]
  let state: State?

  /// nil unless everything is there and of its kind.
  init?(_ json: JSON) {
    guard let kind = json["kind"]?.string, let key = json["key"]?.string.flatMap(Digest.init(hex:)),
      let group = json["group"]?.string.flatMap(Digest.init(hex:)), let components = json["components"],
      let numericClass = json["numeric_class"]?.string, let notes = json["notes"],
      let inputs = json["inputs"]?.array, let outputs = json["outputs"]?.array,
      let references = json["references"]?.array
    else { return nil }
    self.kind = kind
    self.key = key
    self.group = group
    self.components = components
    self.numericClass = numericClass
    self.notes = notes
    var read: [Input] = []
    for input in inputs {
      guard let name = input["name"]?.string, let from = input["from"]?.string else { return nil }
      read.append(
        Input(
          name: name, from: from, output: input["output"]?.string,
          digest: input["sha256"]?.string.flatMap(Digest.init(hex:))))
    }
    self.inputs = read
    self.outputs = outputs.compactMap(Content.init)
    self.references = references.compactMap { $0.string.flatMap(Digest.init(hex:)) }
    guard self.outputs.count == outputs.count, self.references.count == references.count else { return nil }
    if let state = json["state"] {
      guard let known = State(state) else { return nil }
      self.state = known
    } else {
      state = nil
    }
  }

  subscript(output name: String) -> Content? { outputs.first { $0.name == name } }
}

extension LockedStage.Content {
  fileprivate init?(_ json: JSON) {
    guard let name = json["name"]?.string, let digest = json["sha256"]?.string.flatMap(Digest.init(hex:)),
      let size = json["bytes"]?.integer, size >= 0
    else { return nil }
    self.init(name: name, reference: ObjectReference(digest: digest, size: size))
  }
}

extension LockedStage.State {
  fileprivate init?(_ json: JSON) {
    guard let step = json["step"]?.integer, step > 0,
      let state = json["state"].flatMap(LockedStage.Content.init), let items = json["memories"]?.array
    else { return nil }
    var memories: [(observer: Digest, content: LockedStage.Content)] = []
    for item in items {
      guard let observer = item["observer"]?.string.flatMap(Digest.init(hex:)),
        let content = item["memory"].flatMap(LockedStage.Content.init)
      else { return nil }
      memories.append((observer, content))
    }
    self.init(step: step, state: state, memories: memories)
  }
}
