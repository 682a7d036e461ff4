/// What is known of a run that has not ended, or not yet.
public struct PartialObservation: Sendable, Hashable {
  public let observer: String
  /// The step up to which every row is there.
  public let reach: Int
  /// CSV whose first column is `step`; empty if there is nothing yet.
  public let text: [UInt8]
}

extension Demand {
  /// The rows that the store has from step 0 on without a gap, for each observer.
  ///
  /// They are what the finished run will begin with. Rows beyond the end that a stop rule sets are left out.
  public func partial(in store: ArtifactStore) throws -> [PartialObservation] {
    let survey = Survey(store)
    let end = try survey.extent(of: self).end
    let pieces = TrajectoryStore(store, trajectory)
    return try observers.map { observer in
      let reach = try pieces.reach(of: observer, limit: end, survey.inventory)
      let text = reach > 0 ? try pieces.observation(by: observer, until: reach).bytes : []
      return PartialObservation(observer: observer.name, reach: reach, text: text)
    }
  }
}
