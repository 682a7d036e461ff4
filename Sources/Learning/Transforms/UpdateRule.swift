public import Compute
public import Spec

/// All that happens between a gradient and the next parameters, in this order: clip before the filter → filter →
/// clip after the filter → optimiser → constraint.
public struct UpdateRule: Sendable {
  public let clip: Clip?
  public private(set) var filter: (any Filter)?
  public private(set) var optimizer: any Optimizer
  public let schedule: any Schedule
  public private(set) var constraint: (any Constraint)?

  public init(
    clip: Clip? = nil, filter: (any Filter)? = nil, optimizer: any Optimizer,
    schedule: (any Schedule)? = nil, constraint: (any Constraint)? = nil
  ) {
    self.clip = clip
    self.filter = filter
    self.optimizer = optimizer
    self.schedule = schedule ?? ConstantSchedule()
    self.constraint = constraint
  }

  /// Everything that decides an update, with durations in steps.
  public func identity(stepsPerEpoch: Int?) -> [String: JSON] {
    var members = [
      "optimizer": optimizer.identity, "schedule": schedule.identity(stepsPerEpoch: stepsPerEpoch),
    ]
    if let clip { members["clip"] = clip.use }
    // A filter that is neither applied nor fed does nothing at all.
    if let filter, filter.identity != ["memory": .null, "use": .null] { members["filter"] = filter.identity }
    if let constraint { members["constraint"] = constraint.use }
    return members
  }

  /// Finds all selected parameters; throws if a selector matches nothing.
  public mutating func prepare(_ layout: ParameterLayout) throws(InvalidSpec) {
    let diagnostics = Diagnostics()
    do { try filter?.prepare(layout) } catch { diagnostics.report(error) }
    do { try optimizer.prepare(layout) } catch { diagnostics.report(error) }
    do { try constraint?.prepare(layout) } catch { diagnostics.report(error) }
    try diagnostics.throwIfAny()
  }

  /// The same, and notes what the constraint holds: the parameters as the run began with them.
  public mutating func prepare(
    _ layout: ParameterLayout, initial: UnsafeBufferPointer<Float>
  ) throws(InvalidSpec) {
    try prepare(layout)
    constraint?.hold(initial)
  }

  /// Shows all memory, for saving and restoring.
  public mutating func visitState(_ visitor: inout some StateVisitor) {
    visitor.enter("filter") { filter?.visitState(&$0) }
    visitor.enter("optimizer") { optimizer.visitState(&$0) }
  }

  /// Makes fresh memory where `previous` had none of the same meaning, and takes over the rest.
  public mutating func allocate(takingFrom previous: inout UpdateRule?) {
    var mover = StateMover()
    let keepsFilter = filter != nil && filter?.memory == previous?.filter?.memory
    let keepsOptimizer = optimizer.memory == previous?.optimizer.memory
    if keepsFilter { mover.enter("filter") { previous?.filter?.visitState(&$0) } }
    if keepsOptimizer { mover.enter("optimizer") { previous?.optimizer.visitState(&$0) } }
    previous = nil
    mover.isFilling = true
    var allocator = StateAllocator()
    if keepsFilter {
      mover.enter("filter") { filter?.visitState(&$0) }
    } else {
      filter?.visitState(&allocator)
    }
    if keepsOptimizer {
      mover.enter("optimizer") { optimizer.visitState(&$0) }
    } else {
      optimizer.visitState(&allocator)
    }
  }

  /// Rewrites the gradient and moves the parameters. `step` counts the updates before this one.
  public mutating func apply(
    _ gradient: UnsafeMutableBufferPointer<Float>, parameters: UnsafeMutableBufferPointer<Float>, step: Int,
    stepsPerEpoch: Int?, team: Team
  ) {
    let update = Update(
      gradient: gradient, parameters: parameters,
      rateFactor: schedule.factor(at: step, stepsPerEpoch: stepsPerEpoch), team: team)
    if var clip, clip.position != .afterFilter { clip.apply(update) }
    filter?.apply(update)
    if var clip, clip.position == .afterFilter { clip.apply(update) }
    optimizer.apply(update)
    if constraint?.projection == .afterStep { constraint?.apply(update) }
  }

  /// Puts the parameters back before the next gradient, where the constraint waits for that.
  public mutating func project(_ parameters: UnsafeMutableBufferPointer<Float>, team: Team) {
    guard let projection = constraint?.projection, projection != .afterStep else { return }
    constraint?.apply(Update(gradient: parameters, parameters: parameters, team: team))
  }
}
