/// What a data set asks of a model: what goes in, and what must come out.
public struct Signature: Sendable, Hashable {
  public enum Inputs: Sendable, Hashable {
    case tokens(vocabulary: Int, length: Int)
    case features(width: Int)
  }

  public enum Targets: Sendable, Hashable {
    case classes(Int)
    case values(width: Int)
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
    }
    switch examples.targets {
    case .classes(_, let classes): targets = .classes(classes)
    case .values(_, let width): targets = .values(width: width)
    }
  }

  /// Numbers that the model predicts for one sample: one per class, or one per value.
  public var outputs: Int {
    switch targets {
    case .classes(let classes): classes
    case .values(let width): width
    }
  }
}
