/// A split of a data set in memory, row by row.
public struct Examples: Sendable, Hashable {
  public enum Inputs: Sendable, Hashable {
    /// `[count, length]` token ids below `vocabulary`.
    case tokens([Int32], length: Int, vocabulary: Int)
    /// `[count, width]`.
    case features([Float], width: Int)
  }

  public enum Targets: Sendable, Hashable {
    /// `[count]` class indices below `classes`.
    case classes([Int32], classes: Int)
    /// `[count, width]`.
    case values([Float], width: Int)
  }

  public let count: Int
  public let inputs: Inputs
  public let targets: Targets
  /// nil for tokens.
  let usedColumns: UsedColumns?

  public init(count: Int, inputs: Inputs, targets: Targets) {
    self.count = count
    self.inputs = inputs
    self.targets = targets
    usedColumns =
      if case .features(let features, let width) = inputs { UsedColumns(features, width: width) } else { nil }
  }
}
