public import Spec

/// What every stage of an experiment was made of when it was last run: the memory behind "why".
public struct Ledger: Sendable {
  /// An input as it was.
  public struct Input: Sendable, Hashable {
    public let name: String
    /// The stage or file that it came from.
    public let from: String
    /// `nil` when it was not known.
    public let digest: Digest?
  }

  /// A resolved setting as it was.
  public struct Leaf: Sendable, Hashable {
    public let path: String
    public let value: JSON
    public let location: SourceLocation?
  }

  /// What a stage was made of.
  public struct Entry: Sendable, Hashable {
    public let kind: String
    /// The digest of kind and parameters.
    public let group: Digest
    public let key: Digest?
    public let leaves: [Leaf]
    public let inputs: [Input]
    /// Where a trajectory's states and observations are filed.
    public let groups: [Digest]
  }

  var entries: [String: Entry] = [:]
  /// For stages whose work changed, what they were made of before the last change.
  var former: [String: Entry] = [:]
  /// The identity of everything that the last run was about.
  var work: Digest?

  public init() {}

  /// What a stage was made of in the last run; `nil` if it was not in it.
  public subscript(stage: String) -> Entry? { entries[stage] }

  /// The stages that it knows, in the order of their names.
  public var stages: [String] { entries.keys.sorted() }

  /// Takes down what stages were made of. Those that are not mentioned stay as they are.
  mutating func note(_ entry: Entry, for stage: String) {
    if let before = entries[stage], before.difference(from: entry) != nil { former[stage] = before }
    entries[stage] = entry
  }
}

extension Ledger.Input {
  init(_ input: StageInput, outputs: [Output]?) {
    name = input.name
    switch input.origin {
    case .source(let source):
      from = source.name
      digest = source.digest
    case .output(let output, of: let stage):
      from = stage
      digest = outputs?.first { $0.name == output }?.reference.digest
    }
  }
}

extension Ledger.Entry {
  init(_ step: Plan.Step, inputs: [Ledger.Input]) {
    kind = step.stage.kind
    group = step.group
    key = step.key
    leaves = step.stage.leaves.map { Ledger.Leaf(path: $0.path, value: $0.value, location: $0.location) }
    self.inputs = inputs
    groups = step.stage.demand?.groups ?? []
  }

  /// The most telling difference of what a stage is made of now; `nil` if there is none, or none known yet.
  func difference(from now: Ledger.Entry) -> Reason? {
    let changes = changes(to: now)
    if group != now.group || kind != now.kind || inputs.map(\.name) != now.inputs.map(\.name) {
      return changes.isEmpty ? inputDifference(from: now) ?? .otherWork : .changed(changes)
    }
    for (old, new) in zip(inputs, now.inputs) {
      if let before = old.digest, let after = new.digest, before != after {
        return .inputChanged(input: new.name, from: new.from, old: before, new: after)
      }
    }
    // What a trajectory's key has beyond the parameters shows in its settings.
    if let key, let later = now.key, key != later { return changes.isEmpty ? .otherWork : .changed(changes) }
    return nil
  }

  /// What differs among the inputs, whatever they are called: where parameters describe inputs, other inputs are other
  /// parameters, and no setting shows it.
  private func inputDifference(from now: Ledger.Entry) -> Reason? {
    let before = Dictionary(grouping: inputs, by: \.from)
    let after = Dictionary(grouping: now.inputs, by: \.from)
    let added = after.keys.filter { before[$0] == nil }.sorted()
    let gone = before.keys.filter { after[$0] == nil }.sorted()
    if !added.isEmpty || !gone.isEmpty { return .otherInputs(added: added, gone: gone) }
    for input in now.inputs {
      let old = before[input.from, default: []].map(\.digest)
      if !old.contains(input.digest) {
        return .inputChanged(
          input: input.name, from: input.from, old: old.count == 1 ? old[0] : nil, new: input.digest)
      }
    }
    return nil
  }

  /// Every setting that differs, in the order of the present ones, then those that are gone.
  func changes(to now: Ledger.Entry) -> [Change] {
    let before = Dictionary(leaves.map { ($0.path, $0) }) { first, _ in first }
    let after = Set(now.leaves.map(\.path))
    let differing = now.leaves.filter { before[$0.path]?.value != $0.value }.map { leaf in
      Change(
        path: leaf.path, old: before[leaf.path]?.value, new: leaf.value,
        location: leaf.location ?? before[leaf.path]?.location)
    }
    let gone = leaves.filter { !after.contains($0.path) }.map { leaf in
      Change(path: leaf.path, old: leaf.value, new: nil, location: leaf.location)
    }
    return differing + gone
  }
}
