/// Which steps have to be trained so that every demand can be answered from the store.
///
/// Steps that several demands lack are trained once: where trajectories part, the common trunk ends in a state
/// that the branches start from. Training starts from the nearest state that is stored, and what the store has
/// is never trained again unless a state in its middle is wanted and gone.
struct Coverage {
  /// A trajectory demanded for a stage.
  struct Asked {
    let stage: String
    let demand: Demand
  }

  /// A segment, who lacks it, and what it continues.
  struct Planned {
    let segment: Segment
    /// The segment that ends in the state this one starts from; `nil` if that state is stored, or is step 0.
    let after: Int?
    /// The demands, by position, that cannot be answered without it.
    let needers: Set<Int>
  }

  /// In an order in which they can be trained: what a segment continues comes before it.
  private(set) var segments: [Planned] = []
  /// How far each demand goes.
  let extents: [Survey.Extent]

  init(_ asked: [Asked], _ survey: Survey) throws {
    let extents = try asked.map { try survey.extent(of: $0.demand) }
    self.extents = extents
    var groups = try CoverageGroup.tree(of: asked, extents, survey)
    // Branches first: they say which states they need of their trunk.
    for index in groups.indices.reversed() {
      groups[index].cut()
      if let start = groups[index].neededStart, let parent = groups[index].parent {
        groups[parent].needs.append(start)
      }
    }

    var parts: [(part: CoverageGroup.Part, after: Int?)] = []
    var ending: [Int: [Int: Int]] = [:]
    for (index, group) in groups.enumerated() {
      for part in group.parts {
        let home = part.range.from == group.start ? group.parent : index
        let isStored = part.range.isEmpty || home.map { groups[$0].holdsState(for: part) } ?? true
        parts.append((part, isStored ? nil : home.flatMap { ending[$0]?[part.range.from] }))
        if !part.range.isEmpty { ending[index, default: [:]][part.range.to] = parts.count - 1 }
      }
    }
    // Whoever needs a segment needs what it continues.
    for (part, after) in parts.reversed() {
      if let after { parts[after].part.needers.formUnion(part.needers) }
    }
    segments = parts.map { part, after in
      let served = part.needers.sorted()
      return Planned(
        segment: Segment(
          trajectory: asked[served[0]].demand.trajectory, range: part.range, observers: part.observers,
          finals: part.finals, demands: served.map { asked[$0].demand },
          stages: served.map { asked[$0].stage },
          keepsEndState: served.contains {
            asked[$0].demand.keepsState(at: part.range.to, end: extents[$0].end)
          }),
        after: after, needers: part.needers)
    }
  }

  /// For each demand, the segments that it cannot be answered without.
  var segmentsByDemand: [[Segment]] {
    var found = [[Segment]](repeating: [], count: extents.count)
    for planned in segments {
      for demand in planned.needers { found[demand].append(planned.segment) }
    }
    return found
  }

  /// The steps that one demand still needs trained.
  func missing(for demand: Int) -> StepRanges {
    StepRanges(segments.filter { $0.needers.contains(demand) }.map(\.segment.range))
  }
}
