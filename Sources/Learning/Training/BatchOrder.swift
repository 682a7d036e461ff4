internal import Compute
public import Spec

/// In which order an epoch goes through the training rows.
public enum BatchOrder: String, NamedChoice {
  /// A fresh random order of all rows for each epoch.
  case shuffled
  /// Each epoch puts the last epoch's order into a random order: permutations compose, as in Grokfast's code.
  case reshuffled
  /// The order of the data set.
  case file
  /// Each batch draws its rows anew and with replacement, as crops from anywhere in a long text; there are no epochs.
  case randomCrops = "random-crops"
}

/// Cuts epochs into batches, or draws each batch; the short last one of an epoch is kept. A step allocates nothing.
struct BatchSequence: Sendable {
  let order: BatchOrder
  let batch: Int
  let stepsPerEpoch: Int
  /// How many rows there are to draw from.
  private let count: Int
  /// `[count]`: the order of the epoch in hand; `[batch]` where there are no epochs.
  private var rows: [Int32]
  private var random: any RandomSource

  init(_ order: BatchOrder, rows count: Int, batch: Int, random: any RandomSource) {
    precondition(count > 0 && batch > 0, "batches of \(batch) out of \(count) rows")
    self.order = order
    self.batch = min(batch, count)
    self.random = random
    stepsPerEpoch = (count + self.batch - 1) / self.batch
    self.count = count
    rows = Self.identity(order == .randomCrops ? self.batch : count)
  }

  /// Hands the rows of the update after `step` others to `body`; to be called once per step, in order.
  mutating func withBatch(_ step: Int, _ body: (UnsafeBufferPointer<Int32>) -> Void) {
    if order == .randomCrops {
      for index in rows.indices { rows[index] = Int32(truncatingIfNeeded: random.below(count)) }
      return rows.withUnsafeBufferPointer(body)
    }
    let position = step % stepsPerEpoch
    if position == 0 { beginEpoch() }
    let start = position * batch
    let end = min(start + batch, rows.count)
    rows.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[start..<end])) }
  }

  /// Shows the order in force and the random stream.
  mutating func visitState(_ visitor: inout some StateVisitor) {
    // A drawn batch is over with its step.
    if order != .randomCrops { visitor.visit("rows", &rows, count: rows.count) }
    var words = random.state
    visitor.visit("random", &words, count: words.count)
    random.state = words
  }

  private mutating func beginEpoch() {
    switch order {
    case .file, .randomCrops: return
    case .shuffled: for index in rows.indices { rows[index] = Int32(truncatingIfNeeded: index) }
    case .reshuffled: break
    }
    rows.withUnsafeMutableBufferPointer { random.shuffle($0) }
  }

  private static func identity(_ count: Int) -> [Int32] { (0..<count).map { Int32(truncatingIfNeeded: $0) } }
}
