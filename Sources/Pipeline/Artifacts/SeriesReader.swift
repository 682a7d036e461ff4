/// Reads snapshots from the store, whole or some of their numbers, checking every byte that it decodes.
///
/// It belongs to one thread.
public final class SeriesReader {
  /// A part of a snapshot starts at a multiple of this.
  public static let grain = ChunkIndex.chunkNumbers
  /// More differences than any writer leaves lie between a snapshot and one that is stored whole.
  private static let deepest = 256

  /// A snapshot that is in memory.
  public struct Known {
    let digest: Digest
    let numbers: UnsafePointer<Float>

    /// - Parameter numbers: those of the range that is read.
    public init(_ reference: ObjectReference, _ numbers: UnsafePointer<Float>) {
      digest = reference.digest
      self.numbers = numbers
    }
  }

  private let store: ArtifactStore
  private var coder: ChunkCoder?

  public init(_ store: ArtifactStore) { self.store = store }

  /// Fills `destination` with the numbers `range` of a snapshot.
  ///
  /// - Parameters:
  ///   - range: starts at a multiple of ``grain``, and ends at one or with the snapshot.
  ///   - known: the same range of a snapshot that this one may be stored as a difference to; it then costs nothing.
  /// - Throws: `.missing`, `.damaged` after the file went to quarantine, or a failure of the file system.
  public func read(
    _ reference: ObjectReference, _ range: Range<Int>, knowing known: Known? = nil,
    into destination: UnsafeMutableBufferPointer<Float>
  ) throws(StoreError) {
    precondition(destination.count == range.count, "\(range.count) numbers into \(destination.count)")
    precondition(
      range.lowerBound.isMultiple(of: SeriesReader.grain)
        && (range.upperBound.isMultiple(of: SeriesReader.grain) || 4 * range.upperBound == reference.size),
      "the numbers \(range) of \(reference.size / 4) do not start or end with a chunk")
    let words = UnsafeMutableRawBufferPointer(destination).bindMemory(to: UInt32.self)
    try read(reference, range, knowing: known, depth: 0, into: words)
  }

  private func read(
    _ reference: ObjectReference, _ range: Range<Int>, knowing known: Known?, depth: Int,
    into words: UnsafeMutableBufferPointer<UInt32>
  ) throws(StoreError) {
    let object = try OpenObject(reference.digest, size: reference.size, in: store)
    guard object.header.form == .chunks else {
      let content = try object.content()
      content.withUnsafeBytes { bytes in
        let part = bytes[(4 * range.lowerBound)..<(4 * range.upperBound)]
        UnsafeMutableRawBufferPointer(words).copyMemory(from: UnsafeRawBufferPointer(rebasing: part))
      }
      return
    }
    let index = try object.chunkIndex()
    var before: UnsafePointer<UInt32>?
    if let base = index.base {
      if let known, known.digest == base {
        before = UnsafeRawPointer(known.numbers).assumingMemoryBound(to: UInt32.self)
      } else {
        guard depth < SeriesReader.deepest else { throw object.damage("it is a difference without an end") }
        let base = ObjectReference(digest: base, size: reference.size)
        try read(base, range, knowing: known, depth: depth + 1, into: words)
        before = words.baseAddress.map { UnsafePointer($0) }
      }
    }
    let coder = if let known = self.coder { known } else { try ChunkCoder() }
    self.coder = coder
    let grain = SeriesReader.grain
    let chunks = (range.lowerBound / grain)..<((range.upperBound + grain - 1) / grain)
    try object.decode(chunks, of: index, with: coder, plus: before, into: words)
  }
}
