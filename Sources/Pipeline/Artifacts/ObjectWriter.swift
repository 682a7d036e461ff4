/// Stores content that comes piece by piece: memory holds some chunks of it, and never the whole.
///
/// The content consists of 32-bit words.
struct ObjectWriter: ~Copyable {
  private let store: ArtifactStore
  private let size: Int
  private let draft: Draft
  private let coder: ChunkCoder
  /// The content of some chunks.
  private let waiting: Scratch
  private var waitingCount = 0
  private var chunks: [ChunkIndex.Chunk] = []
  private var digest = DigestBuilder()

  /// A writer of `size` bytes, a multiple of 4.
  init(_ store: ArtifactStore, size: Int) throws(StoreError) {
    precondition(size.isMultiple(of: 4), "\(size) bytes are not 32-bit words")
    let coder = try ChunkCoder()
    let draft = try store.draft()
    // What these bytes will be is known at last.
    try draft.write([UInt8](repeating: 0, count: ObjectHeader.size + ChunkIndex.size(size)))
    let room = min(ChunkCoder.group * ChunkIndex.chunkBytes, size)
    guard let waiting = Scratch(count: room) else {
      throw .outOfMemory(bytes: room, path: "an object to be stored")
    }
    self.store = store
    self.size = size
    self.waiting = waiting
    self.coder = coder
    self.draft = draft
  }

  /// Takes the next bytes of the content; how they are cut has no effect.
  mutating func append(_ bytes: UnsafeRawBufferPointer) throws(StoreError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let piece = UnsafeRawBufferPointer(rebasing: rest.prefix(waiting.bytes.count - waitingCount))
      UnsafeMutableRawBufferPointer(rebasing: waiting.bytes[waitingCount...]).copyMemory(from: piece)
      waitingCount += piece.count
      rest = rest.dropFirst(piece.count)
      if waitingCount == waiting.bytes.count { try writeWaiting() }
    }
  }

  private mutating func writeWaiting() throws(StoreError) {
    let content = UnsafeRawBufferPointer(rebasing: waiting.bytes[..<waitingCount])
    digest.append(content)
    let encoded = coder.encode(content.bindMemory(to: UInt32.self), less: nil, into: coder.stored.bytes)
    chunks += encoded.chunks
    try draft.write(UnsafeRawBufferPointer(rebasing: coder.stored.bytes[..<encoded.size]))
    waitingCount = 0
  }

  /// Publishes the object under the digest of what was appended.
  consuming func finish() throws(StoreError) -> ObjectReference {
    if waitingCount > 0 { try writeWaiting() }
    precondition(chunks.count == ChunkIndex.chunkCount(size), "fewer bytes were appended than announced")
    let reference = ObjectReference(digest: digest.finish(), size: size)
    if store.holds(reference) { return reference }
    let index = ChunkIndex(base: nil, chunks: chunks)
    let bytes = index.bytes
    let header = ObjectHeader(
      form: .chunks, reference: reference, storedSize: index.offsets[chunks.count],
      storedDigest: Digest.of(bytes))
    try draft.write(header.bytes + bytes, at: 0)
    try store.publish(draft, as: reference)
    return reference
  }
}
