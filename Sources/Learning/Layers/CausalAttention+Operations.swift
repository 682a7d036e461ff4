internal import Compute

/// The handles that the two halves of attention share.
struct AttentionMemory: Sendable {
  let heads: Int
  /// `[., width]`, or the first columns of `keys`.
  let queries: Value
  /// `[., 2 width]` keys and values, or `[., 3 width]` with queries before them.
  let keys: Value
  /// The result, `[rows, width]`.
  let mixed: Value
  /// Both `[rows, positions * heads]`.
  let probabilities: Buffer
  let slopes: Buffer
  /// What is dropped of the probabilities.
  let dropped: Dropped?
  /// `[rows, width]`, where queries are shared by several rows of the result.
  let queryGradients: Buffer?

  var width: Int { mixed.width }
  var isStacked: Bool { queries == keys }
  /// The column at which keys begin.
  var keyColumn: Int { isStacked ? width : 0 }

  func rows(_ pass: Pass) -> AttentionRows {
    let keyRows = pass.row(keys, 0) + keyColumn
    let symbols = UnsafePointer(pass.rows.symbolOfPrefix) + pass.rows.offset(mixed.rows)
    return AttentionRows(
      heads: heads, headWidth: width / heads, positions: pass.rows.positions, queries: pass.row(queries, 0),
      queryStride: queries.width, queryRows: queries.rows == mixed.rows ? nil : symbols, keys: keyRows,
      values: keyRows + width, keyStride: keys.width, paths: pass.rows.paths(of: keys.rows, to: mixed.rows),
      lengths: pass.rows.lengths(mixed.rows), probabilities: pass.row(probabilities, 0),
      slopes: pass.row(slopes, 0), mask: dropped.flatMap { pass.masks?.mask($0) })
  }
}

/// The half of attention that works on rows of the result: mixing forward, query gradients backward.
struct AttentionMix: Operation {
  let memory: AttentionMemory
  var dmixed: Buffer
  var dqueries: Buffer

  var forwardRows: RowSet? { memory.mixed.rows }
  var backwardRows: RowSet? { memory.mixed.rows }
  var mixesRows: Bool { memory.keys.rows == memory.mixed.rows }
  var work: Int { 16 * memory.width }

  mutating func plan(_ plan: inout GradientPlan) {
    dmixed = plan.gradient(of: memory.mixed)
    guard let target = plan.claim(memory.queries), case .overwrite = target.start else {
      preconditionFailure("queries have a second reader")
    }
    dqueries = memory.queryGradients ?? target.buffer
  }

  func forward(_ rows: Range<Int>, _ pass: Pass) {
    memory.rows(pass).forward(rows, into: pass.row(memory.mixed, 0))
  }

  func backward(_ rows: Range<Int>, _ pass: Pass) {
    memory.rows(pass).backward(
      rows, doutput: pass.row(dmixed, 0), into: pass.row(dqueries, 0), stride: dqueries.width)
  }
}

/// The half of attention that works on key rows: nothing forward; backward each key row sums over the rows that
/// attend to it, so that no two threads write to one row.
struct AttentionKeys: Operation {
  let memory: AttentionMemory
  let links: Int
  var dmixed: Buffer
  var dkeys: Buffer

  var forwardRows: RowSet? { nil }
  var backwardRows: RowSet? { memory.keys.rows }
  var mixesRows: Bool { memory.keys.rows == memory.mixed.rows }
  var work: Int { 16 * memory.width }

  mutating func plan(_ plan: inout GradientPlan) {
    dmixed = plan.gradient(of: memory.mixed)
    if memory.isStacked {
      dkeys = plan.gradient(of: memory.keys)
    } else {
      guard let target = plan.claim(memory.keys), case .overwrite = target.start else {
        preconditionFailure("keys have a second reader")
      }
      dkeys = target.buffer
    }
  }

  func forward(_ rows: Range<Int>, _ pass: Pass) {}

  func backward(_ rows: Range<Int>, _ pass: Pass) {
    let links = pass.rows.links(links)
    let gradients = pass.row(dkeys, 0)
    memory.rows(pass).backwardKeys(
      rows, linkStarts: links.starts, links: links.rows, positions: pass.rows.positions(of: memory.keys.rows),
      doutput: pass.row(dmixed, 0), dqueries: memory.queryGradients.map { UnsafePointer(pass.row($0, 0)) },
      dqueriesHere: memory.queryGradients == nil ? nil : gradients, dkeys: gradients + memory.keyColumn,
      dvalues: gradients + memory.keyColumn + memory.width, stride: dkeys.width)
  }
}
