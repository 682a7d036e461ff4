public import Spec

/// A stretch of training with one update rule.
public struct PhaseSpec: Sendable {
  public let name: String
  public let until: Duration
  /// Ends the run.
  public let stop: StopRule?
  /// Ends the phase early.
  public let advance: StopRule?
  public let rule: UpdateRule
  let location: SourceLocation
  let untilLocation: SourceLocation
  /// Implementation versions of the kinds in the rule.
  let versions: [String: Int]

  init(name: String, location: SourceLocation, from fields: Fields) throws(InvalidSpec) {
    self.name = name
    self.location = location
    until = fields.read("until", "The step at which the phase ends, counted from step 0.", standIn: .steps(1))
    untilLocation = fields.location(of: "until")
    stop = Self.stopRule("stop", "Ends the run once a metric has crossed a line.", fields)
    advance = Self.stopRule("advance", "Ends the phase once a metric has crossed a line.", fields)
    rule = try UpdateRule(from: fields)
    versions = fields.versions
  }

  private static func stopRule(_ key: String, _ purpose: String, _ fields: Fields) -> StopRule? {
    fields.claim(key).flatMap { _ in fields.readGroup(key, purpose) { StopRule(from: $0) } }
  }
}
