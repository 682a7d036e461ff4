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

  /// Numbers that the model predicts for one sample, or for one position of it: one per class, or one per value.
  public var outputs: Int {
    switch targets {
    case .classes(let classes), .positions(let classes): classes
    case .values(let width): width
    }
  }
}
