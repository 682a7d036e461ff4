public import Spec

/// Ends a run or a phase some time after a metric has crossed a line.
public struct StopRule: Sendable, Hashable {
  public enum Direction: Sendable, Hashable {
    case reaches, fallsTo
  }

  public let metric: String
  public let direction: Direction
  public let threshold: Double
  /// For how long it must stay there before it counts.
  public let sustained: Duration
  /// How much longer the run or phase goes on.
  public let then: Duration
  let location: SourceLocation

  /// A rule that was not written in a spec.
  init(metric: String, direction: Direction, threshold: Double, sustained: Duration, then: Duration) {
    self.metric = metric
    self.direction = direction
    self.threshold = threshold
    self.sustained = sustained
    self.then = then
    location = SourceLocation(file: "", line: 0, column: 0)
  }

  init(from fields: Fields) {
    metric = fields.read("metric", "What is looked at, such as validation_accuracy.", standIn: "")
    let reaches: Double? = fields.readOptional("reaches", "The metric counts once it is at least this.")
    let falls: Double? = fields.readOptional("falls_to", "The metric counts once it is at most this.")
    sustained = fields.read("sustained", "For how long it must stay there.", default: .steps(0))
    then = fields.read("then", "How much longer to go on.", default: .steps(0))
    direction = reaches == nil ? .fallsTo : .reaches
    threshold = reaches ?? falls ?? 0
    location = fields.location(of: "metric")
    fields.check(
      (reaches == nil) != (falls == nil), "expected exactly one of 'reaches' and 'falls_to'",
      at: reaches == nil ? "metric" : "falls_to")
  }

  /// Everything that it does, with durations in steps.
  func identity(stepsPerEpoch: Int?) -> JSON {
    [
      .string(metric), .bool(direction == .reaches), .number(threshold),
      .integer(sustained.resolved(stepsPerEpoch)), .integer(then.resolved(stepsPerEpoch)),
    ]
  }

  /// Reads what `identity` wrote; nil if it is something else.
  init?(_ identity: JSON) {
    guard let parts = identity.array, parts.count == 5, let metric = parts[0].string,
      let reaches = parts[1].bool, let threshold = parts[2].number, let sustained = parts[3].integer,
      let then = parts[4].integer
    else { return nil }
    self.init(
      metric: metric, direction: reaches ? .reaches : .fallsTo, threshold: threshold,
      sustained: .steps(sustained), then: .steps(then))
  }

  func holds(_ value: Double) -> Bool { direction == .reaches ? value >= threshold : value <= threshold }
}

/// What a stop rule has seen so far.
struct StopTracker: Sendable {
  let rule: StopRule
  let sustained: Int
  let then: Int
  /// The evaluation since which the metric holds; -1 if it does not.
  private var since = -1
  /// The step at which the run or phase ends; -1 if that is open.
  private(set) var due = -1

  init(_ rule: StopRule, stepsPerEpoch: Int?) {
    self.rule = rule
    sustained = rule.sustained.resolved(stepsPerEpoch)
    then = rule.then.resolved(stepsPerEpoch)
  }

  /// Looks at one value of the metric. Once the end is set, nothing moves it.
  mutating func observe(_ value: Double, at step: Int) {
    guard due < 0 else { return }
    guard rule.holds(value) else {
      since = -1
      return
    }
    if since < 0 { since = step }
    if step - since >= sustained { due = step.addingReportingOverflow(then).partialValue }
  }

  mutating func visitState(_ visitor: inout some StateVisitor) {
    visitor.visit("since", &since)
    visitor.visit("due", &due)
  }
}
