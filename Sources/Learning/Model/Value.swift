/// The sets of rows on which a model computes.
///
/// A value that depends on one token alone has one row per distinct token, one that depends on its position too one per
/// distinct pair; a value of a causal layer has one row per distinct prefix. What equals is computed once.
public enum RowSet: Int, Sendable, Hashable, CaseIterable {
  /// Distinct pairs of token and position.
  case symbols
  /// Distinct prefixes of the sequences, ordered by length; children of one prefix lie side by side.
  case prefixes
  /// Distinct whole inputs: the last of the prefixes, or the samples of a feature table. Where a sample has one target,
  /// nothing else reaches the loss.
  case ends
  /// Distinct tokens, wherever they stand.
  case tokens
  /// The nodes of a batch of graphs.
  case nodes
  /// Distinct numbers of edges.
  case edgeKinds
  /// Distinct pairs of a node and a kind of edge that comes to it.
  case messages
}

/// A handle on memory: a matrix with one row per member of a row set.
public struct Buffer: Sendable, Hashable {
  let index: Int
  public let rows: RowSet
  public let width: Int
}

/// A handle on a matrix that the model computes on its way from inputs to predictions.
public struct Value: Sendable, Hashable {
  public let data: Buffer
  /// False for what is read from the data set.
  public let needsGradient: Bool

  public var rows: RowSet { data.rows }
  public var width: Int { data.width }
}
