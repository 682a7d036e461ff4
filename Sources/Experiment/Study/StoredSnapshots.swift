internal import Pipeline
internal import Spec

/// Snapshots of weights in the store, loaded one at a time.
struct StoredSnapshots: SnapshotSource {
  let points: [Coordinates]
  private let sizes: [Int]
  private let contents: [[Int: Content]]
  private let designs: [TrainedPoint]
  private let store: ArtifactStore

  /// The bytes of one snapshot, or where they are.
  enum Content: Sendable {
    case object(ObjectReference)
    case bytes([UInt8])
  }

  /// Finds what is recorded for each point, given the rows of its `snapshots` output and its last state.
  init(
    _ points: [(point: TrainedPoint, rows: [UInt8], last: (step: Int, content: Content)?)],
    in store: ArtifactStore
  ) throws {
    self.points = points.map(\.point.coordinates)
    self.store = store
    designs = points.map(\.point)
    sizes = points.map { $0.point.snapshotSize ?? 0 }
    contents = try points.map { point, rows, last in
      var found: [Int: Content] = [:]
      for line in rows.split(separator: UInt8(ascii: "\n")).dropFirst() {
        let cells = line.split(separator: UInt8(ascii: ",")).map { String(decoding: $0, as: UTF8.self) }
        guard cells.count == 2, let step = Int(cells[0]), let digest = Digest(hex: cells[1]) else {
          throw AnalysisFailure("the list of snapshots of \(point.label) is malformed")
        }
        found[step] = .object(ObjectReference(digest: digest, size: (point.snapshotSize ?? 0) * 4))
      }
      if let last, found[last.step] == nil { found[last.step] = last.content }
      return found
    }
  }

  func parameterCount(of point: Int) -> Int { sizes[point] }

  func steps(of point: Int) -> [Int] { contents[point].keys.sorted() }

  func part(_ name: String, of point: Int) -> SnapshotPart? { designs[point].snapshotPart(name) }

  func load(point: Int, step: Int, into destination: UnsafeMutableBufferPointer<Float>) throws {
    guard let start = destination.baseAddress else { return }
    try load(
      [SnapshotRow(point: point, step: step)], columns: 0..<destination.count, into: start,
      stride: destination.count)
  }

  /// Rows that follow each other in a run are decoded once each: a snapshot is mostly stored as the difference to the
  /// one before, which is then the row before.
  func load(
    _ rows: [SnapshotRow], columns: Range<Int>, into tile: UnsafeMutablePointer<Float>, stride: Int
  ) throws {
    let reader = SeriesReader(store)
    var known: SeriesReader.Known?
    for (index, row) in rows.enumerated() {
      let destination = UnsafeMutableBufferPointer(start: tile + index * stride, count: columns.count)
      switch try content(row) {
      case .object(let reference):
        try reader.read(reference, columns, knowing: known, into: destination)
        known = SeriesReader.Known(reference, UnsafePointer(tile + index * stride))
      case .bytes(let bytes):
        bytes.withUnsafeBytes {
          UnsafeMutableRawBufferPointer(destination).copyMemory(
            from: UnsafeRawBufferPointer(rebasing: $0[(4 * columns.lowerBound)..<(4 * columns.upperBound)]))
        }
      }
    }
  }

  private func content(_ row: SnapshotRow) throws -> Content {
    guard let content = contents[row.point][row.step] else {
      throw AnalysisFailure("\(points[row.point]) has no snapshot of step \(row.step)")
    }
    let size = if case .bytes(let bytes) = content { bytes.count } else { sizes[row.point] * 4 }
    guard size == sizes[row.point] * 4 else {
      throw AnalysisFailure(
        "the snapshot of \(points[row.point]) at step \(row.step) has \(size / 4) numbers, not \(sizes[row.point])"
      )
    }
    return content
  }
}
