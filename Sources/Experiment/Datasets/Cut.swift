public import Compute
public import Spec

/// How rows are divided into training and validation: the keys `limit`, `train_fraction`, `rounding` and `split`.
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

  /// What a number of rows becomes that is not whole.
  public enum Rounding: String, NamedChoice {
    case nearest, down

    func callAsFunction(_ rows: Double) -> Int {
      Int(self == .nearest ? rows.rounded() : rows.rounded(.down))
    }
  }

  public let limit: Int?
  public let trainFraction: Double
  public let rounding: Rounding
  public let split: Split

  public init(from fields: Fields) {
    limit = fields.readOptional("limit", "Use only so many of the first rows.")
    trainFraction = fields.read(
      "train_fraction", "The share of rows that train; the others validate.", default: 0.5, .inside(0, 1))
    rounding = fields.read(
      "rounding", "What becomes of a share that is no whole number of rows.", default: .nearest)
    split = fields.read("split", "How rows are divided.", default: .random)
    fields.check(limit.map { $0 >= 2 } ?? true, "two splits need a limit of at least 2 rows", at: "limit")
  }

  /// How many of `count` rows are used at all.
  public func used(_ count: Int) -> Int { min(count, limit ?? count) }

  /// How many of `count` rows train: `train_fraction · n`, rounded, for the n rows used.
  public func trainCount(_ count: Int) -> Int { rounding(trainFraction * Double(used(count))) }

  /// Divides rows 0..<count. Both splits keep the order of the permutation.
  ///
  /// `classes` holds the class of each row, for `stratified`: each class trains `train_fraction · n_c` rows, rounded;
  /// with `isTotalExact`, rounded down and then one more for those that lose most, until `trainCount` rows train.
  public func divide(
    _ count: Int, classes: [Int32]? = nil, isTotalExact: Bool = false, _ random: inout any RandomSource
  ) -> (train: [Int], validation: [Int]) {
    let used = used(count)
    let order = split == .first ? Array(0..<used) : random.permutation(used).map(Int.init)
    guard split == .stratified, let classes else {
      let boundary = trainCount(count)
      return (Array(order[..<boundary]), Array(order[boundary...]))
    }
    var left: [Int32: Int] = [:]
    for row in order { left[classes[row], default: 0] += 1 }
    if isTotalExact {
      left = exactShares(of: left, total: trainCount(count))
    } else {
      for (label, size) in left { left[label] = rounding(trainFraction * Double(size)) }
    }
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

  /// How many rows of each class train so that there are `total` of them; of equal losses the smaller label's is
  /// made good first.
  private func exactShares(of sizes: [Int32: Int], total: Int) -> [Int32: Int] {
    var shares = sizes.mapValues { Int((trainFraction * Double($0)).rounded(.down)) }
    let losses = sizes.map { label, size in
      (label: label, loss: trainFraction * Double(size) - Double(shares[label] ?? 0))
    }.sorted { $0.loss != $1.loss ? $0.loss > $1.loss : $0.label < $1.label }
    let missing = total - shares.values.reduce(0, +)
    for (label, _) in losses.prefix(max(missing, 0)) { shares[label, default: 0] += 1 }
    return shares
  }
}
