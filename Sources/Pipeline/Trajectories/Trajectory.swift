/// What happens to a state, step after step: where it starts and which rule is in force from which step on.
///
/// How long somebody looks, and at what, is not part of it. Two runs that begin alike are therefore the same
/// trajectory up to the step where their rules part, and share everything that is stored until there.
public struct Trajectory: Sendable, Hashable {
  /// A rule for all steps after `from`, until the next rule's `from`.
  public struct Rule: Sendable, Hashable {
    public let from: Int
    public let digest: Digest

    public init(from: Int, _ digest: Digest) {
      self.from = from
      self.digest = digest
    }
  }

  /// The recipe of the state at step 0 and of the data.
  public let origin: Digest
  /// In ascending order, the first from step 0, no two neighbours alike.
  public let rules: [Rule]

  /// - Parameter rules: in ascending order, the first from step 0; neighbours that are alike become one.
  public init(origin: Digest, rules: [Rule]) {
    precondition(rules.first?.from == 0, "the first rule of a trajectory must hold from step 0")
    self.origin = origin
    var merged: [Rule] = []
    for rule in rules {
      if let last = merged.last {
        precondition(rule.from > last.from, "rules from \(last.from) and \(rule.from) are out of order")
        if rule.digest == last.digest { continue }
      }
      merged.append(rule)
    }
    self.rules = merged
  }

  /// The identity of everything up to step n: the origin and the rules in force before n.
  public func key(at n: Int) -> Digest {
    var parts: [Digest.Part] = [.digest(origin)]
    for rule in rules where rule.from < n { parts += [.integer(rule.from), .digest(rule.digest)] }
    return Digest.of("trajectory", parts: parts)
  }

  /// The steps where one rule hands over to the next, below `until`.
  public func boundaries(below until: Int) -> [Int] {
    rules.map(\.from).filter { $0 > 0 && $0 < until }
  }

  /// The ranges within which the key stays the same, from step 0 to `until`.
  func stretches(until: Int) -> [Stretch] {
    let ends = boundaries(below: until) + [until]
    return zip([0] + ends, ends).map { Stretch(key: key(at: $1), range: StepRange($0, $1)) }
  }
}

/// Steps of one rule: the group in which their states and observations are filed.
struct Stretch: Sendable, Hashable {
  let key: Digest
  let range: StepRange
}
