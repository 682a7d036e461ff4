public import Compute
public import Spec

/// How rows are divided into training and validation: the keys `limit`, `train_fraction` and `split`.
public struct Cut: Sendable, Hashable {
  /// Which rows train.
  public enum Split: String, NamedChoice {
    /// The first of one random permutation of all rows.
    case random
    /// The same, with each class divided in the same proportion.
    case stratified
    /// The first as they come; nothing is drawn.
    case first
  }

  public let limit: Int?
  public let trainFraction: Double
  public let split: Split

  public init(from fields: Fields) {
    limit = fields.readOptional("limit", "Use only so many of the first rows.")
    trainFraction = fields.read(
      "train_fraction", "The share of rows that train; the others validate.", default: 0.5, .inside(0, 1))
    split = fields.read("split", "How rows are divided.", default: .random)
    fields.check(limit.map { $0 >= 2 } ?? true, "two splits need a limit of at least 2 rows", at: "limit")
  }

  /// How many of `count` rows are used at all.
  public func used(_ count: Int) -> Int { min(count, limit ?? count) }

  /// How many of `count` rows train: `round(train_fraction · n)` for the n rows used.
  public func trainCount(_ count: Int) -> Int { Int((trainFraction * Double(used(count))).rounded()) }

  /// Divides rows 0..<count. Both splits keep the order of the permutation.
  ///
  /// `classes` holds the class of each row, for `stratified`: each class trains `round(train_fraction · n_c)` rows.
  public func divide(
    _ count: Int, classes: [Int32]? = nil, _ random: inout any RandomSource
  ) -> (train: [Int], validation: [Int]) {
    let used = used(count)
    let order = split == .first ? Array(0..<used) : random.permutation(used).map(Int.init)
    guard split == .stratified, let classes else {
      let boundary = trainCount(count)
      return (Array(order[..<boundary]), Array(order[boundary...]))
    }
    var left: [Int32: Int] = [:]
    for row in order { left[classes[row], default: 0] += 1 }
    for (label, size) in left { left[label] = Int((trainFraction * Double(size)).rounded()) }
    var train: [Int] = []
    var validation: [Int] = []
    for row in order {
      if let remaining = left[classes[row]], remaining > 0 {
        left[classes[row]] = remaining - 1
        train.append(row)
      } else {
        validation.append(row)
      }
    }
    return (train, validation)
  }
}
