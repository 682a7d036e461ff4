/// What the store has of the trajectories that demands are about, each group looked at once.
final class Survey {
  let store: ArtifactStore
  private var inventories: [Digest: Inventory] = [:]
  private var ends: [Digest: Extent] = [:]
  /// Demands that take nothing from the store, because they are to be made anew.
  private let ignored: Set<Digest>

  /// How far a demand goes.
  struct Extent {
    /// The last step, or the last possible one.
    let end: Int
    /// Whether the run certainly ends there.
    let isKnown: Bool
  }

  init(_ store: ArtifactStore, ignoring groups: Set<Digest> = []) {
    self.store = store
    ignored = groups
  }

  func inventory(_ group: Digest) throws -> Inventory {
    if ignored.contains(group) { return Inventory() }
    if let known = inventories[group] { return known }
    let found = try TrajectoryStore.inventory(of: group, in: store)
    inventories[group] = found
    return found
  }

  /// Applies a demand's stop rule to the rows that are stored.
  func extent(of demand: Demand) throws -> Extent {
    if demand.stop == nil { return Extent(end: demand.until, isKnown: true) }
    let key = demand.key
    if let known = ends[key] { return known }
    let extent = try measure(demand)
    ends[key] = extent
    return extent
  }

  private func measure(_ demand: Demand) throws -> Extent {
    guard let stop = demand.stop else { return Extent(end: demand.until, isKnown: true) }
    let pieces = TrajectoryStore(store, demand.trajectory)
    let readers = demand.observers.filter { stop.reads.contains($0.name) }
    let reach = try readers.map { try pieces.reach(of: $0, limit: demand.until, inventory) }.min() ?? 0
    guard reach > 0 else { return Extent(end: demand.until, isKnown: false) }
    let end = try demand.end { observer in
      String(decoding: try pieces.observation(by: observer, until: reach).bytes, as: UTF8.self)
    }
    if let end, end <= reach { return Extent(end: end, isKnown: true) }
    return Extent(end: demand.until, isKnown: reach == demand.until)
  }
}
