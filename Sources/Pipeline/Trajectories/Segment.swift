/// Consecutive steps under one rule that have to be trained in one go.
public struct Segment: Sendable {
  /// The trajectory of the first demand that needs it. Up to `range.to` it is everybody's.
  public let trajectory: Trajectory
  /// The steps to train. An empty range asks only for the end observations of a stored state.
  public let range: StepRange
  /// Whose rows are wanted for the whole range.
  public let observers: [Observer]
  /// Whose bytes are wanted for the state at the last step.
  public let finals: [Observer]
  /// Whom the segment serves. It may end before `range.to` only when all of their stop rules are satisfied.
  public let demands: [Demand]
  /// The stages that those demands belong to.
  public let stages: [String]
  /// Whether the state at the last step stays in the store when all is done.
  public let keepsEndState: Bool

  /// Where states and observations of these steps are filed.
  var group: Digest { trajectory.key(at: max(range.to, 1)) }

  /// The group of the state that training starts from.
  var startGroup: Digest { trajectory.key(at: range.from) }

  /// The first step at which every demand has ended, given all rows from step 0 on; `nil` while one goes on.
  public func end(_ text: (Observer) throws -> String) throws -> Int? {
    var last = 0
    for demand in demands {
      guard let end = try demand.end(text) else { return nil }
      last = max(last, end)
    }
    return demands.isEmpty || last > range.to ? nil : last
  }
}

extension Demand {
  /// The step at which the stop rule ends this demand, given the rows so far; `nil` while it goes on.
  public func end(_ text: (Observer) throws -> String) throws -> Int? {
    guard let stop else { return nil }
    var texts: [String: String] = [:]
    for observer in observers where stop.reads.contains(observer.name) {
      texts[observer.name] = try text(observer)
    }
    guard let end = try stop.end({ texts[$0] ?? "" }), end <= until else { return nil }
    return max(end, 1)
  }
}
