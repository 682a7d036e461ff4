/// A model's operations, cut into stretches that threads can run without waiting for each other.
///
/// Within a stretch all operations work on the same rows, each row by itself, so a thread takes some of the rows
/// through all of it.
struct Program {
  struct Stretch {
    /// Indices of operations in the order in which they run.
    let operations: [Int]
    let rows: RowSet
    /// The only operation, if it goes through its rows depth by depth.
    let recurrence: (any Recurrence)?
    /// Multiply-adds per row.
    let work: Int

    /// How many shards the rows are cut into: a function of their number and of the model, never of the machine.
    ///
    /// A power of two, so that two or four threads get the same share each.
    func shards(_ rows: Int) -> Int {
      if rows * work < Program.smallestSharedWork { return 1 }
      var shards = 1
      while rows >= 2 * shards * Program.fewestRows, shards < Program.mostShards { shards *= 2 }
      return shards
    }
  }

  /// Rows of a shard: a product of a hundred rows still runs near full speed.
  private static let fewestRows = 90
  private static let mostShards = 16
  /// Rows whose widest values fit the second-level cache, yet enough for a product to run near full speed.
  static let rowsTogether = 112
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
  /// Operations that add to a gradient which another one overwrites.
  let adding: [Int]

  init(_ operations: [any Operation]) {
    self.operations = operations
    let order = Array(operations.indices)
    forward = Self.cut(operations, order) { $0.forwardRows }
    backward = Self.cut(operations, order.reversed()) { $0.backwardRows }
    preparing = order.filter { operations[$0].preparation > 0 }
    preparation = operations.reduce(0) { $0 + $1.preparation }
    learning = order.reversed().filter { operations[$0].parameterCount > 0 }
    adding = order.reversed().filter { operations[$0].addsToGradient }
  }

  private static func cut(
    _ operations: [any Operation], _ order: [Int], _ rows: (any Operation) -> RowSet?
  ) -> [Stretch] {
    var stretches: [Stretch] = []
    var open: (indices: [Int], rows: RowSet)?
    func close() {
      guard let open else { return }
      let work = open.indices.reduce(0) { $0 + operations[$1].work }
      stretches.append(Stretch(operations: open.indices, rows: open.rows, recurrence: nil, work: work))
    }
    for index in order {
      guard let rows = rows(operations[index]) else { continue }
      if let recurrence = operations[index] as? any Recurrence {
        close()
        open = nil
        stretches.append(
          Stretch(operations: [index], rows: rows, recurrence: recurrence, work: recurrence.work))
      } else if let current = open, current.rows == rows, !operations[index].mixesRows {
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
