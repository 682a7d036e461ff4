/// A model's operations, cut into stretches that threads can run without waiting for each other.
///
/// Within a stretch all operations work on the same rows, each row by itself, so a thread takes some of the rows
/// through all of it.
struct Program {
  struct Stretch {
    /// Indices of operations in the order in which they run.
    let operations: [Int]
    let rows: RowSet
    /// Multiply-adds per row.
    let work: Int

    /// How many shards the rows are cut into: a function of their number and of the model, never of the machine.
    func shards(_ rows: Int) -> Int {
      let total = rows * work
      if total < Program.smallestSharedWork { return 1 }
      let shards = (rows + Program.rowsPerShard / 2) / Program.rowsPerShard
      // A product of a hundred rows still runs near full speed.
      return max(shards, rows >= 2 * Program.fewestRows ? 2 : 1)
    }
  }

  /// Enough rows that packing a weight matrix for each shard costs little.
  private static let rowsPerShard = 300
  private static let fewestRows = 90
  /// Multiply-adds below which handing work to another thread costs more than it saves.
  static let smallestSharedWork = 4_000_000
  /// Numbers laid out in the time of that much work.
  static let smallestSharedPreparation = 60_000

  let operations: [any Operation]
  let forward: [Stretch]
  let backward: [Stretch]
  /// Operations that lay out parameters, and how many numbers in all.
  let preparing: [Int]
  let preparation: Int
  /// Operations with parameters.
  let learning: [Int]

  init(_ operations: [any Operation]) {
    self.operations = operations
    let order = Array(operations.indices)
    forward = Self.cut(operations, order) { $0.forwardRows }
    backward = Self.cut(operations, order.reversed()) { $0.backwardRows }
    preparing = order.filter { operations[$0].preparation > 0 }
    preparation = operations.reduce(0) { $0 + $1.preparation }
    learning = order.reversed().filter { operations[$0].parameterCount > 0 }
  }

  private static func cut(
    _ operations: [any Operation], _ order: [Int], _ rows: (any Operation) -> RowSet?
  ) -> [Stretch] {
    var stretches: [Stretch] = []
    var open: (indices: [Int], rows: RowSet)?
    func close() {
      guard let open else { return }
      let work = open.indices.reduce(0) { $0 + operations[$1].work }
      stretches.append(Stretch(operations: open.indices, rows: open.rows, work: work))
    }
    for index in order {
      guard let rows = rows(operations[index]) else { continue }
      if let current = open, current.rows == rows, !operations[index].mixesRows {
        open?.indices.append(index)
      } else {
        close()
        open = ([index], rows)
      }
    }
    close()
    return stretches
  }
}
