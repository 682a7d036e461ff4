internal import Spec

/// What a data set asks of a model: what goes in, and what must come out.
public struct Signature: Sendable, Hashable {
  public enum Inputs: Sendable, Hashable {
    case tokens(vocabulary: Int, length: Int)
    case features(width: Int)
    case graphs(nodeWidth: Int, edgeWidth: Int)
  }

  public enum Targets: Sendable, Hashable {
    case classes(Int)
    case values(width: Int)
    /// One of so many classes at every position of a sequence.
    case positions(classes: Int)
  }

  public let inputs: Inputs
  public let targets: Targets

  public init(inputs: Inputs, targets: Targets) {
    self.inputs = inputs
    self.targets = targets
  }

  public init(_ examples: Examples) {
    switch examples.inputs {
    case .tokens(_, let length, let vocabulary): inputs = .tokens(vocabulary: vocabulary, length: length)
    case .features(_, let width): inputs = .features(width: width)
    case .windows(_, let length, let vocabulary): inputs = .tokens(vocabulary: vocabulary, length: length)
    case .graphs(let graphs): inputs = .graphs(nodeWidth: graphs.nodeWidth, edgeWidth: graphs.edgeWidth)
    }
    switch examples.targets {
    case .classes(_, let classes): targets = .classes(classes)
    case .values(_, let width): targets = .values(width: width)
    case .windows(_, _, let classes): targets = .positions(classes: classes)
    }
  }

  /// How many predictions belong to one sample: one per position, or one.
  public var predictionsEach: Int {
    if case .positions = targets, case .tokens(_, let length) = inputs { length } else { 1 }
  }

  /// The rows on which a model predicts: every position, or whole inputs alone.
  var predictionRows: RowSet {
    if case .positions = targets { .prefixes } else { .ends }
  }

  /// Throws if there is a target at every position, for a model that predicts once per sample.
  func checkOnePrediction(_ kind: String, _ location: SourceLocation) throws(InvalidSpec) {
    guard case .positions = targets else { return }
    throw InvalidSpec([
      Diagnostic(
        "'\(kind)' predicts once per example, but this data set has a target at every position", at: location,
        hint: "try gpt or decoder-transformer")
    ])
  }

  /// The same for a loss or measure that compares with one target.
  func checkOneTarget(_ kind: String, _ location: SourceLocation) throws(InvalidSpec) {
    guard case .positions = targets else { return }
    throw InvalidSpec([
      Diagnostic(
        "'\(kind)' compares one target per example, but this data set has one per position", at: location)
    ])
  }

  /// Numbers that the model predicts for one sample, or for one position of it: one per class, or one per value.
  public var outputs: Int {
    switch targets {
    case .classes(let classes), .positions(let classes): classes
    case .values(let width): width
    }
  }
}
