internal import Pipeline
internal import Spec

/// What somebody says came out of an experiment: to be compared with what comes out here.
public struct Claim: Sendable {
  /// The figures and tables, as stages.
  public let targets: [String]
  /// What each of them gave.
  let expected: [String: ExpectedStage]
  /// Outputs of any stage by their digests, as far as somebody read them.
  let outputs: [String: Set<Digest>]
  /// The outputs of stages by name, where the claim has names.
  let named: [String: [String: Digest]]
  let numericClasses: [String]
  /// The bytes behind a digest, where the claim has them.
  let content: @Sendable (Digest) throws -> [UInt8]?

  /// What a lock says.
  init(
    _ lock: StudyLock, targets: [String], expected: [String: ExpectedStage],
    content: @escaping @Sendable (Digest) throws -> [UInt8]?
  ) {
    self.targets = targets
    self.expected = expected
    self.content = content
    let stages = lock.stages
    named = stages.mapValues { stage in
      Dictionary(stage.outputs.map { ($0.name, $0.reference.digest) }) { first, _ in first }
    }
    outputs = named.mapValues { Set($0.values) }
    numericClasses = Set(stages.values.map(\.numericClass)).sorted()
  }

  /// What a picture says of itself: the digests of what it was drawn from, and of itself.
  init(targets: [String], expected: [String: ExpectedStage], stages: JSON) {
    self.targets = targets
    self.expected = expected
    named = [:]
    numericClasses = []
    content = { _ in nil }
    var outputs: [String: Set<Digest>] = [:]
    for stage in stages.object?.values.map(\.self) ?? [] {
      for input in stage["inputs"]?.array ?? [] {
        guard let from = input["from"]?.string,
          let digest = input["digest"]?.string.flatMap(Digest.init(hex:))
        else { continue }
        outputs[from, default: []].insert(digest)
      }
    }
    self.outputs = outputs
  }
}
