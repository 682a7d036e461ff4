internal import Pipeline
internal import Spec

/// Snapshots of weights in the store, loaded one at a time.
struct StoredSnapshots: SnapshotSource {
  let points: [Coordinates]
  private let sizes: [Int]
  private let contents: [[Int: Content]]
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

  func load(point: Int, step: Int, into destination: UnsafeMutableBufferPointer<Float>) throws {
    let bytes: [UInt8]
    switch contents[point][step] {
    case .object(let reference): bytes = try store.read(reference)
    case .bytes(let content): bytes = content
    case nil: throw AnalysisFailure("\(points[point]) has no snapshot of step \(step)")
    }
    guard bytes.count == destination.count * 4 else {
      throw AnalysisFailure(
        "the snapshot of \(points[point]) at step \(step) has \(bytes.count / 4) numbers, not \(destination.count)"
      )
    }
    bytes.withUnsafeBytes { UnsafeMutableRawBufferPointer(destination).copyMemory(from: $0) }
  }
}
