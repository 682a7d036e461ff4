/// Something that stays in the store with all that it needs.
public enum Root: Sendable, Hashable {
  /// Every record of a group.
  case group(Digest)
  /// One record.
  case record(RecordAddress)
}

extension Root {
  /// `GROUP`, or `GROUP/NAME`.
  var text: String {
    switch self {
    case .group(let group): group.hex
    case .record(let address): "\(address.group.hex)/\(address.name)"
    }
  }

  /// Reads what ``text`` gave; `nil` for anything else.
  init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard (1...2).contains(parts.count), let group = Digest(hex: parts[0]) else { return nil }
    if parts.count == 1 {
      self = .group(group)
    } else {
      guard RecordAddress.accepts(parts[1]) else { return nil }
      self = .record(RecordAddress(group: group, name: parts[1]))
    }
  }

  /// What a stage's result and the pieces of its trajectory are.
  ///
  /// Of a stage that computes, all results with its settings: which one holds follows from inputs that may not be known yet.
  /// A training's key is known from the start, and its group is that of other trainings, too.
  static func of(_ stage: Stage, group: Digest) -> [Root] {
    guard let demand = stage.demand else { return [.group(group)] }
    return [.record(StageKey(demand, group: group).address)] + demand.groups.map { .group($0) }
  }
}

extension StageGraph {
  /// What its stages give, and the pieces of their trajectories.
  public var roots: Set<Root> { Set(stages.flatMap { Root.of($0, group: StageKey.group(of: $0)) }) }

  /// The same of some stages and all that they are made from; `InvalidGraph.noMatch` for a pattern that names none.
  public func roots(of patterns: [String]) throws(InvalidGraph) -> Set<Root> {
    let wanted = withAncestors(try matching(patterns))
    return Set(
      zip(stages, wanted).filter { $1 }.flatMap { Root.of($0.0, group: StageKey.group(of: $0.0)) })
  }
}

extension Plan {
  /// What its stages give, and the pieces of their trajectories.
  public var roots: Set<Root> { Set(steps.flatMap { Root.of($0.stage, group: $0.group) }) }
}

extension Ledger.Entry {
  /// What the stage gave, and the pieces of its trajectory.
  var roots: [Root] {
    let own: [Root] = key.map { [.record(RecordAddress(group: group, name: $0.hex))] } ?? [.group(group)]
    return own + groups.map { .group($0) }
  }
}

extension Ledger {
  /// What its stages gave, and the pieces of their trajectories.
  public var roots: Set<Root> { Set(entries.values.flatMap(\.roots)) }
}
