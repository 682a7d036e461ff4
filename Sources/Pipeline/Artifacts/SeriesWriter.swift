/// Stores snapshots of the same numbers, taken one after another, as differences to the one before.
///
/// Each is an object of its own, named by its content as ever; only its stored bytes need the snapshot before, and
/// every ``restart``th is stored whole. A few wait in memory, so that their digests can be computed side
/// by side: however many snapshots there are, they take 32 MiB and room for two. It belongs to one thread.
public final class SeriesWriter {
  /// After so many snapshots one is stored whole again.
  static let restart = 16
  /// Bytes of snapshots that may wait.
  private static let waitingBytes = 32 << 20

  private let store: ArtifactStore
  private let coder: ChunkCoder
  /// Bytes of a snapshot.
  private let size: Int
  /// How many may wait.
  private let room: Int
  /// The snapshot before those that wait, and after it room for those.
  private let snapshots: Scratch
  /// The stored bytes of one snapshot.
  private let payload: Scratch
  private var waiting = 0
  /// The snapshot in front of those that wait, if the next may be stored as a difference to it.
  private var base: Digest?
  /// Differences since a snapshot was stored whole.
  private var depth = 0

  /// A writer of snapshots of `count` numbers each.
  public init(_ store: ArtifactStore, count: Int) throws(StoreError) {
    self.store = store
    size = 4 * count
    room = max(1, min(SeriesWriter.restart, SeriesWriter.waitingBytes / max(size, 1)))
    coder = try ChunkCoder()
    let stored = ChunkIndex.size(size) + size + ChunkCoder.slack
    guard let snapshots = Scratch(count: (room + 1) * size), let payload = Scratch(count: stored) else {
      throw .outOfMemory(bytes: (room + 1) * size + stored, path: "snapshots to be stored")
    }
    self.snapshots = snapshots
    self.payload = payload
  }

  /// Takes the next snapshot, which `fill` writes, and returns those that are stored by now, in their order.
  public func append(
    _ fill: (UnsafeMutableBufferPointer<Float>) -> Void
  ) throws(StoreError) -> [ObjectReference] {
    waiting += 1
    fill(UnsafeMutableRawBufferPointer(rebasing: bytes(waiting)).bindMemory(to: Float.self))
    return waiting == room ? try storeWaiting() : []
  }

  /// Stores what waits, and returns it in its order; the next snapshot is stored whole.
  public func finish() throws(StoreError) -> [ObjectReference] {
    defer { base = nil }
    return try storeWaiting()
  }

  private func bytes(_ slot: Int) -> Slice<UnsafeMutableRawBufferPointer> {
    snapshots.bytes[(slot * size)..<((slot + 1) * size)]
  }

  private func numbers(_ slot: Int) -> UnsafeBufferPointer<UInt32> {
    UnsafeBufferPointer(UnsafeMutableRawBufferPointer(rebasing: bytes(slot)).bindMemory(to: UInt32.self))
  }

  private func storeWaiting() throws(StoreError) -> [ObjectReference] {
    guard waiting > 0 else { return [] }
    let contents = (1...waiting).map { UnsafeRawBufferPointer(rebasing: bytes($0)) }
    let references = Digest.of(each: contents).map { ObjectReference(digest: $0, size: size) }
    for (slot, reference) in zip(1...waiting, references) {
      if store.holds(reference) {
        // What it takes to decode it is not known here.
        base = nil
        continue
      }
      if depth == SeriesWriter.restart - 1 { base = nil }
      depth = base == nil ? 0 : depth + 1
      try write(slot, reference)
      base = reference.digest
    }
    if room < SeriesWriter.restart {
      UnsafeMutableRawBufferPointer(rebasing: bytes(0)).copyMemory(from: contents[waiting - 1])
    } else {
      base = nil
    }
    waiting = 0
    return references
  }

  private func write(_ slot: Int, _ reference: ObjectReference) throws(StoreError) {
    let start = ChunkIndex.size(size)
    let encoded = coder.encode(
      numbers(slot), less: base == nil ? nil : numbers(slot - 1).baseAddress,
      into: UnsafeMutableRawBufferPointer(rebasing: payload.bytes[start...]))
    let index = ChunkIndex(base: base, chunks: encoded.chunks).bytes
    payload.bytes.copyBytes(from: index)
    let end = start + encoded.size
    try store.publish(
      ObjectHeader(form: .chunks, reference: reference, storedSize: end, storedDigest: Digest.of(index)),
      UnsafeRawBufferPointer(rebasing: payload.bytes[..<end]))
  }
}
