internal import Compute

/// Inner products of weight snapshots, each taken relative to one of them.
///
/// The snapshots are loaded some columns at a time, all of them, so that each stored byte is decoded once and memory
/// holds one tile and the products, however many snapshots there are. Products of two thousand columns are summed in
/// single precision and added up in double: rounding stays below 1e-6 of the lengths. Where the columns are cut follows
/// from nothing but their number: the products are the same bytes whatever the memory and the threads, on every machine
/// of a numeric class.
struct SnapshotGram {
  typealias Row = SnapshotRow

  /// Bytes that the tile may take.
  private static let tileBytes = 320 << 20
  /// Columns of a tile are a multiple of this: the pieces in which snapshots are stored.
  private static let grain = 16_384
  /// Columns that are summed in single precision. A grain is a multiple of it.
  private static let run = 2048
  /// Numbers between two rows of a tile that are not used: rows a power of two apart would share few places in the
  /// processor's caches.
  private static let padding = 16

  private let source: any SnapshotSource
  private let origin: Row
  private let width: Int
  private let tileBytes: Int
  private let threads: Int

  /// Snapshots relative to `origin`: differences of nearby floats are exact, so that a small movement of large weights
  /// keeps its digits.
  init(
    _ source: any SnapshotSource, relativeTo origin: Row, threads: Int, tileBytes: Int = tileBytes
  ) {
    (self.source, self.origin, self.threads, self.tileBytes) = (source, origin, threads, tileBytes)
    width = source.parameterCount(of: origin.point)
  }

  /// The products of `rows` among themselves, `[n, n]`.
  func products(_ rows: [Row]) throws -> [Double] {
    let products = InnerProducts(rows: rows.count)
    try forEachRun(of: rows) { run, columns, stride, team in
      products.add(run, width: columns, stride: stride, on: team)
    }
    products.mirror()
    return products.sums
  }

  /// The products of `rows` with `columns`, `[rows, columns]`.
  func products(_ rows: [Row], _ columns: [Row]) throws -> [Double] {
    guard !rows.isEmpty, !columns.isEmpty else { return [] }
    let products = InnerProducts(rows: rows.count, columns: columns.count)
    try forEachRun(of: rows + columns) { run, width, stride, team in
      products.add(run, run + rows.count * stride, width: width, stride: stride, on: team)
    }
    return products.sums
  }

  /// Calls `body` with the columns of all rows, less the origin's, some at a time.
  private func forEachRun(
    of rows: [Row],
    _ body: (_ run: UnsafePointer<Float>, _ columns: Int, _ stride: Int, _ team: Team) -> Void
  ) throws {
    let team = Team(threads: threads)
    let grains = max(1, tileBytes / (MemoryLayout<Float>.stride * SnapshotGram.grain * (rows.count + 1)))
    let stride = min(grains * SnapshotGram.grain, width) + SnapshotGram.padding
    let tile = UnsafeMutablePointer<Float>.allocate(capacity: (rows.count + 1) * stride)
    defer { tile.deallocate() }
    let reference = tile + rows.count * stride
    for start in Swift.stride(from: 0, to: width, by: grains * SnapshotGram.grain) {
      let columns = start..<min(start + grains * SnapshotGram.grain, width)
      try source.load([origin], columns: columns, into: reference, stride: stride)
      let load = TileLoad(
        source, rows, columns, less: reference, into: tile, stride: stride, pieces: 4 * threads)
      team.run(load, tasks: load.pieces)
      try load.finish()
      for first in Swift.stride(from: 0, to: columns.count, by: SnapshotGram.run) {
        body(tile + first, min(SnapshotGram.run, columns.count - first), stride, team)
      }
    }
  }
}

/// Loads columns of snapshots, less those of one snapshot. A task takes some of the rows.
private final class TileLoad: TeamWork {
  let pieces: Int
  private let source: any SnapshotSource
  private let rows: [SnapshotRow]
  private let columns: Range<Int>
  private let reference: UnsafePointer<Float>
  private let tile: UnsafeMutablePointer<Float>
  private let stride: Int
  /// One place per task, so that none waits for another.
  private let failures: UnsafeMutableBufferPointer<(any Error)?>

  init(
    _ source: any SnapshotSource, _ rows: [SnapshotRow], _ columns: Range<Int>,
    less reference: UnsafePointer<Float>, into tile: UnsafeMutablePointer<Float>, stride: Int, pieces: Int
  ) {
    (self.source, self.rows, self.columns) = (source, rows, columns)
    (self.reference, self.tile, self.stride, self.pieces) = (reference, tile, stride, pieces)
    failures = .allocate(capacity: pieces)
    failures.initialize(repeating: nil)
  }

  deinit {
    failures.deinitialize()
    failures.deallocate()
  }

  func run(task: Int) {
    let range = (rows.count * task / pieces)..<(rows.count * (task + 1) / pieces)
    let first = tile + range.lowerBound * stride
    do {
      try source.load(Array(rows[range]), columns: columns, into: first, stride: stride)
    } catch {
      failures[task] = error
    }
    for row in 0..<range.count { subtract(reference, columns.count, from: first + row * stride) }
  }

  /// Throws the first failure in the order of the rows.
  func finish() throws {
    if let failure = failures.compactMap(\.self).first { throw failure }
  }
}

/// `values[i] −= less[i]`.
private func subtract(_ less: UnsafePointer<Float>, _ count: Int, from values: UnsafeMutablePointer<Float>) {
  for index in 0..<count { values[index] -= less[index] }
}
