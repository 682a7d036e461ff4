/// A split of a data set in memory, row by row.
public struct Examples: Sendable, Hashable {
  public enum Inputs: Sendable, Hashable {
    /// `[count, length]` token ids below `vocabulary`.
    case tokens([Int32], length: Int, vocabulary: Int)
    /// `[count, width]`.
    case features([Float], width: Int)
    /// `[count - 1 + length]` token ids of one long text; example i is the `length` tokens from i on.
    case windows([Int32], length: Int, vocabulary: Int)
    case graphs(Graphs)
  }

  public enum Targets: Sendable, Hashable {
    /// `[count]` class indices below `classes`.
    case classes([Int32], classes: Int)
    /// `[count, width]`.
    case values([Float], width: Int)
    /// `[count - 1 + length]` class indices; the targets of example i are the `length` from i on, one per position.
    case windows([Int32], length: Int, classes: Int)
  }

  public let count: Int
  public let inputs: Inputs
  public let targets: Targets
  /// How many predictions belong to one example: one per position of a window, otherwise one.
  var predictionsEach: Int {
    if case .windows(_, let length, _) = targets { length } else { 1 }
  }

  /// How far apart examples are that share no token: windows cut from one text overlap, others do not.
  var distance: Int {
    if case .windows(_, let length, _) = inputs { length } else { 1 }
  }

  /// Of features only.
  let usedColumns: Range<Int>?

  public init(count: Int, inputs: Inputs, targets: Targets) {
    self.count = count
    self.inputs = inputs
    self.targets = targets
    usedColumns =
      if case .features(let features, let width) = inputs {
        Learning.usedColumns(features, width: width)
      } else { nil }
  }
}
