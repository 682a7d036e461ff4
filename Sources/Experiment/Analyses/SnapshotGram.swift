internal import Compute

/// Inner products of weight snapshots, each taken relative to one of them, in double.
///
/// Snapshots stream from their source in blocks, so that memory holds two blocks, one snapshot and the products,
/// however many snapshots there are. The size of blocks follows from the number of parameters alone: the products
/// are the same bytes on every machine of a numeric class.
struct SnapshotGram {
  /// One snapshot of one point.
  struct Row: Sendable, Hashable {
    let point: Int
    let step: Int
  }

  /// Bytes that one block may take.
  private static let blockBytes = 128 << 20
  /// Parameters that are widened to double at a time.
  private static let chunk = 2048

  private let source: any SnapshotSource
  private let width: Int
  private let blockRows: Int
  private let reference: [Float]

  /// Snapshots relative to `origin`: differences of nearby floats are exact in double, so that a small movement of
  /// large weights keeps its digits.
  init(_ source: any SnapshotSource, relativeTo origin: Row, blockBytes: Int = blockBytes) throws {
    self.source = source
    let width = source.parameterCount(of: origin.point)
    self.width = width
    blockRows = max(1, blockBytes / (MemoryLayout<Float>.stride * max(1, width)))
    var reference = [Float](repeating: 0, count: width)
    try reference.withUnsafeMutableBufferPointer {
      try source.load(point: origin.point, step: origin.step, into: $0)
    }
    self.reference = reference
  }

  /// The products of `rows` among themselves, `[n, n]`.
  func products(_ rows: [Row]) throws -> [Double] {
    let n = rows.count
    var products = try products(rows, rows, triangle: true)
    for i in 0..<n {
      for j in (i + 1)..<max(n, i + 1) { products[i * n + j] = products[j * n + i] }
    }
    return products
  }

  /// The products of `rows` with `columns`, `[rows, columns]`.
  func products(_ rows: [Row], _ columns: [Row]) throws -> [Double] {
    try products(rows, columns, triangle: false)
  }

  /// With `triangle`, `rows` and `columns` are the same, and blocks above the diagonal stay zero.
  private func products(_ rows: [Row], _ columns: [Row], triangle: Bool) throws -> [Double] {
    var products = [Double](repeating: 0, count: rows.count * columns.count)
    let left = Block(rows: min(blockRows, rows.count), width: width)
    let right = Block(rows: min(blockRows, columns.count), width: width)
    for top in stride(from: 0, to: rows.count, by: blockRows) {
      let upper = rows[top..<min(top + blockRows, rows.count)]
      try left.load(upper, from: source)
      for start in stride(from: 0, to: triangle ? top + 1 : columns.count, by: blockRows) {
        let across = columns[start..<min(start + blockRows, columns.count)]
        let isDiagonal = triangle && start == top
        if !isDiagonal { try right.load(across, from: source) }
        products.withUnsafeMutableBufferPointer { products in
          guard let base = products.baseAddress else { return }
          accumulate(
            left, upper.count, isDiagonal ? left : right, across.count,
            into: base + top * columns.count + start, stride: columns.count)
        }
      }
    }
    return products
  }

  private func accumulate(
    _ left: Block, _ rows: Int, _ right: Block, _ columns: Int, into products: UnsafeMutablePointer<Double>,
    stride: Int
  ) {
    var a = [Double](repeating: 0, count: rows * SnapshotGram.chunk)
    var b = [Double](repeating: 0, count: columns * SnapshotGram.chunk)
    for start in Swift.stride(from: 0, to: width, by: SnapshotGram.chunk) {
      let range = start..<min(start + SnapshotGram.chunk, width)
      left.widen(rows, range, minus: reference, into: &a)
      right.widen(columns, range, minus: reference, into: &b)
      accumulateInnerProducts(
        a, rows: rows, b, columns: columns, width: range.count, into: products, stride: stride)
    }
  }
}

/// Some snapshots in memory, `[rows, width]`. It owns its memory and is used by one call on one thread.
private final class Block {
  private let memory: UnsafeMutableBufferPointer<Float>
  private let width: Int

  init(rows: Int, width: Int) {
    memory = .allocate(capacity: rows * width)
    self.width = width
  }

  deinit { memory.deallocate() }

  func load(_ rows: ArraySlice<SnapshotGram.Row>, from source: any SnapshotSource) throws {
    for (index, row) in rows.enumerated() {
      let destination = UnsafeMutableBufferPointer(rebasing: memory[(index * width)..<((index + 1) * width)])
      try source.load(point: row.point, step: row.step, into: destination)
    }
  }

  /// Writes the columns `range` of the first `rows` rows, less `reference`, densely: `[rows, range.count]`.
  func widen(_ rows: Int, _ range: Range<Int>, minus reference: [Float], into wide: inout [Double]) {
    wide.withUnsafeMutableBufferPointer { wide in
      reference.withUnsafeBufferPointer { reference in
        for row in 0..<rows {
          let from = memory[(row * width + range.lowerBound)...]
          let less = reference[range.lowerBound...]
          let to = wide[(row * range.count)...]
          widenDifference(
            UnsafeBufferPointer(UnsafeMutableBufferPointer(rebasing: from)),
            less: UnsafeBufferPointer(rebasing: less), count: range.count,
            into: UnsafeMutableBufferPointer(rebasing: to))
        }
      }
    }
  }
}

/// `wide[i] = Double(values[i]) − Double(less[i])`.
private func widenDifference(
  _ values: UnsafeBufferPointer<Float>, less: UnsafeBufferPointer<Float>, count: Int,
  into wide: UnsafeMutableBufferPointer<Double>
) {
  for index in 0..<count { wide[index] = Double(values[index]) - Double(less[index]) }
}
