internal import Compute

/// Inner products of weight snapshots, each taken relative to one of them.
///
/// The snapshots are loaded some columns at a time, all of them, so that each stored byte is decoded once and memory
/// holds one tile and the products, however many snapshots there are. Products of a thousand columns are summed in
/// single precision and added up in double: rounding stays below 1e-6 of the lengths. Where the columns are cut follows
/// from nothing but their number: the products are the same bytes whatever the memory, on every machine of a numeric
/// class.
struct SnapshotGram {
  typealias Row = SnapshotRow

  /// Bytes that the tile may take.
  private static let tileBytes = 240 << 20
  /// Columns of a tile are a multiple of this: the pieces in which snapshots are stored.
  private static let grain = 16_384
  /// Columns that are summed in single precision. A grain is a multiple of it.
  private static let run = 1024
  /// Numbers between two rows of a tile that are not used: rows a power of two apart would share few places in the
  /// processor's caches.
  private static let padding = 16

  private let source: any SnapshotSource
  private let origin: Row
  private let width: Int
  private let tileBytes: Int

  /// Snapshots relative to `origin`: differences of nearby floats are exact, so that a small movement of large weights
  /// keeps its digits.
  init(_ source: any SnapshotSource, relativeTo origin: Row, tileBytes: Int = tileBytes) {
    (self.source, self.origin, self.tileBytes) = (source, origin, tileBytes)
    width = source.parameterCount(of: origin.point)
  }

  /// The products of `rows` among themselves, `[n, n]`.
  func products(_ rows: [Row]) throws -> [Double] {
    let n = rows.count
    var products = [Double](repeating: 0, count: n * n)
    var partial = [Float](repeating: 0, count: n * n)
    try forEachRun(of: rows) { run, columns, stride in
      innerProducts(run, rows: n, width: columns, stride: stride, into: &partial)
      for i in 0..<n {
        for j in 0...i { products[i * n + j] += Double(partial[i * n + j]) }
      }
    }
    for i in 0..<n {
      for j in 0..<i { products[j * n + i] = products[i * n + j] }
    }
    return products
  }

  /// The products of `rows` with `columns`, `[rows, columns]`.
  func products(_ rows: [Row], _ columns: [Row]) throws -> [Double] {
    guard !rows.isEmpty, !columns.isEmpty else { return [] }
    var products = [Double](repeating: 0, count: rows.count * columns.count)
    var partial = [Float](repeating: 0, count: rows.count * columns.count)
    try forEachRun(of: rows + columns) { run, width, stride in
      innerProducts(
        run, rows: rows.count, run + rows.count * stride, columns: columns.count, width: width,
        stride: stride,
        into: &partial)
      for index in products.indices { products[index] += Double(partial[index]) }
    }
    return products
  }

  /// Calls `body` with the columns of all rows, less the origin's, some at a time.
  private func forEachRun(
    of rows: [Row], _ body: (_ run: UnsafePointer<Float>, _ columns: Int, _ stride: Int) -> Void
  ) throws {
    let grains = max(1, tileBytes / (MemoryLayout<Float>.stride * SnapshotGram.grain * (rows.count + 1)))
    let stride = min(grains * SnapshotGram.grain, width) + SnapshotGram.padding
    let tile = UnsafeMutablePointer<Float>.allocate(capacity: (rows.count + 1) * stride)
    defer { tile.deallocate() }
    let reference = tile + rows.count * stride
    for start in Swift.stride(from: 0, to: width, by: grains * SnapshotGram.grain) {
      let columns = start..<min(start + grains * SnapshotGram.grain, width)
      try source.load(rows, columns: columns, into: tile, stride: stride)
      try source.load([origin], columns: columns, into: reference, stride: stride)
      for row in rows.indices { subtract(reference, columns.count, from: tile + row * stride) }
      for first in Swift.stride(from: 0, to: columns.count, by: SnapshotGram.run) {
        body(tile + first, min(SnapshotGram.run, columns.count - first), stride)
      }
    }
  }
}

/// `values[i] −= less[i]`.
private func subtract(_ less: UnsafePointer<Float>, _ count: Int, from values: UnsafeMutablePointer<Float>) {
  for index in 0..<count { values[index] -= less[index] }
}
