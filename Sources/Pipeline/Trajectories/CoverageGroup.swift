/// The demands on one stretch that trajectories have in common, and how it is cut into segments.
struct CoverageGroup {
  /// A state that somebody starts from or looks at.
  struct Need {
    let step: Int
    /// The observers whose memory must come with the state.
    let memories: [Observer]
    let demands: Set<Int>
  }

  /// Steps to train in one go.
  struct Part {
    let range: StepRange
    var observers: [Observer]
    var finals: [Observer]
    var needers: Set<Int>
  }

  /// A demand's steps within the stretch.
  private struct Visit {
    let demand: Int
    let to: Int
    let observers: [Observer]
    /// End observations that the store lacks, of the state at `to`.
    let finals: [Observer]
  }

  /// Steps to train for one reason.
  private struct Interval {
    let range: StepRange
    let observers: [Observer]
    /// Where those observers' rows are wanted; those with a memory watch the whole interval.
    let watched: StepRange
    let demands: Set<Int>
  }

  let start: Int
  /// The group that this one branches from.
  let parent: Int?
  /// What branches need of this group; filled before `cut`.
  var needs: [Need] = []
  private(set) var parts: [Part] = []
  private let inventory: Inventory
  private var visits: [Visit] = []

  private init(start: Int, parent: Int?, _ inventory: Inventory) {
    self.start = start
    self.parent = parent
    self.inventory = inventory
  }

  /// The groups that the demands go through, trunks before branches.
  static func tree(
    of asked: [Coverage.Asked], _ extents: [Survey.Extent], _ survey: Survey
  ) throws -> [CoverageGroup] {
    var groups: [CoverageGroup] = []
    var indices: [Digest: Int] = [:]
    for (demand, asked) in asked.enumerated() {
      var parent: Int?
      for stretch in asked.demand.trajectory.stretches(until: extents[demand].end) {
        let inventory = try survey.inventory(stretch.key)
        if indices[stretch.key] == nil {
          indices[stretch.key] = groups.count
          groups.append(CoverageGroup(start: stretch.range.from, parent: parent, inventory))
        }
        let to = stretch.range.to
        let finals = to == extents[demand].end ? asked.demand.finals : []
        parent = indices[stretch.key]
        if let parent {
          groups[parent].visits.append(
            Visit(
              demand: demand, to: to, observers: asked.demand.observers,
              finals: finals.filter { !(inventory.finals[$0.id] ?? []).contains(to) }))
        }
      }
    }
    return groups
  }

  /// Whether the store has the state that a part starts from, memories included.
  func holdsState(for part: Part) -> Bool {
    inventory.states[part.range.from]?.isSuperset(of: part.memories.map(\.id)) ?? false
  }

  /// The state that must be there at the start of the stretch.
  var neededStart: Need? {
    let first = parts.filter { $0.range.from == start && !$0.range.isEmpty }
    guard start > 0, !first.isEmpty else { return nil }
    return Need(
      step: start, memories: first.flatMap(\.memories),
      demands: first.reduce(into: []) { $0.formUnion($1.needers) })
  }

  /// Finds the steps to train and cuts them where a state is needed.
  mutating func cut() {
    let intervals = gaps() + lackingStates()
    var boundaries = Set(intervals.flatMap { [$0.range.from, $0.range.to] })
    let fixed = Set(needs.map(\.step) + visits.map(\.to))
    boundaries.formUnion(fixed)
    let points = boundaries.sorted()
    for (from, to) in zip(points, points.dropFirst()) {
      let over = intervals.filter { $0.range.from <= from && $0.range.to >= to }
      if !over.isEmpty { append(StepRange(from, to), over, fixed) }
    }
    for visit in visits where !visit.finals.isEmpty { place(visit) }
  }

  private mutating func append(_ range: StepRange, _ intervals: [Interval], _ fixed: Set<Int>) {
    var observers: [Observer] = []
    var needers: Set<Int> = []
    for interval in intervals {
      needers.formUnion(interval.demands)
      for observer in interval.observers where !observers.contains(where: { $0.id == observer.id }) {
        let isWatching = interval.watched.from < range.to && interval.watched.to > range.from
        if observer.needsMemory || isWatching { observers.append(observer) }
      }
    }
    // A demand that ends before this part needs none of it.
    let beyond = Set(visits.filter { $0.to > range.from }.map(\.demand))
    let part = Part(range: range, observers: observers, finals: [], needers: needers.intersection(beyond))
    if let last = parts.last, last.range.to == range.from, !fixed.contains(range.from),
      Set(last.observers.map(\.id)) == Set(observers.map(\.id))
    {
      parts[parts.count - 1] = Part(
        range: StepRange(last.range.from, range.to), observers: last.observers, finals: [],
        needers: last.needers.union(part.needers))
    } else {
      parts.append(part)
    }
  }

  /// Adds a demand's end observations to the part that ends there, or to an empty one at a stored state.
  private mutating func place(_ visit: Visit) {
    let index = parts.firstIndex { $0.range.to == visit.to } ?? parts.count
    if index == parts.count {
      parts.append(Part(range: StepRange(visit.to, visit.to), observers: [], finals: [], needers: []))
    }
    parts[index].needers.insert(visit.demand)
    for final in visit.finals where !parts[index].finals.contains(where: { $0.id == final.id }) {
      parts[index].finals.append(final)
    }
  }

  /// The steps whose rows the store lacks, from the states that they can be trained from.
  private func gaps() -> [Interval] {
    var seen: Set<Digest> = []
    var intervals: [Interval] = []
    for observer in visits.flatMap(\.observers) where seen.insert(observer.id).inserted {
      let watchers = visits.filter { visit in visit.observers.contains { $0.id == observer.id } }
      let end = watchers.map(\.to).max() ?? start
      let pieces = inventory.pieces[observer.id] ?? StepRanges()
      for gap in pieces.missing(from: StepRange(start, end)).all {
        let memories: Set<Digest> = observer.needsMemory ? [observer.id] : []
        let from = inventory.resumable(upTo: gap.from, with: memories) ?? start
        intervals.append(
          Interval(
            range: StepRange(from, gap.to), observers: [observer], watched: gap,
            demands: Set(watchers.filter { $0.to > gap.from }.map(\.demand))))
      }
    }
    return intervals
  }

  /// The steps up to states that are needed and not stored.
  private func lackingStates() -> [Interval] {
    let looked = visits.filter { !$0.finals.isEmpty }
      .map { Need(step: $0.to, memories: [], demands: [$0.demand]) }
    return (needs + looked).compactMap { need in
      let memories = Set(need.memories.map(\.id))
      let from = inventory.resumable(upTo: need.step, with: memories) ?? start
      guard from < need.step else { return nil }
      return Interval(
        range: StepRange(from, need.step), observers: need.memories, watched: StepRange(need.step, need.step),
        demands: need.demands)
    }
  }
}

extension CoverageGroup.Part {
  /// The observers that go on from what they remember.
  var memories: [Observer] { observers.filter(\.needsMemory) }
}
