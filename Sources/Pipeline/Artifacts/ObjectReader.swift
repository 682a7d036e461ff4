/// Reads parts of an object in any order, checking every byte that it decodes; memory holds some chunks of it.
///
/// It belongs to one thread.
final class ObjectReader {
  private let object: OpenObject
  /// `nil` where the object cannot be read in parts; then it is in memory as a whole.
  private let index: ChunkIndex?
  private let whole: [UInt8]
  private let coder: ChunkCoder
  /// The content of one chunk, and which.
  private let chunk: Scratch
  private var chunkIndex: Int?

  init(_ reference: ObjectReference, in store: ArtifactStore) throws(StoreError) {
    let object = try OpenObject(reference.digest, size: reference.size, in: store)
    let index = object.header.form == .chunks ? try object.chunkIndex() : nil
    self.index = index?.base == nil ? index : nil
    whole = self.index == nil ? try object.content() : []
    coder = try ChunkCoder()
    guard let chunk = Scratch(count: ChunkIndex.chunkBytes) else {
      throw .outOfMemory(bytes: ChunkIndex.chunkBytes, path: "a chunk of numbers")
    }
    self.chunk = chunk
    self.object = object
  }

  /// The bytes of the content.
  var size: Int { object.header.reference.size }

  /// Fills `target` with the content's bytes from `offset` on, all of which lie in the content.
  func read(_ offset: Int, into target: UnsafeMutableRawBufferPointer) throws(StoreError) {
    precondition(
      offset >= 0 && target.count <= size - offset, "\(target.count) bytes at \(offset) of \(size)")
    guard let index else {
      target.copyBytes(from: whole[offset..<(offset + target.count)])
      return
    }
    var done = 0
    while done < target.count {
      let place = offset + done
      let rest = UnsafeMutableRawBufferPointer(rebasing: target[done...])
      let whole = place.isMultiple(of: ChunkIndex.chunkBytes) ? wholeChunks(at: place, rest.count) : 0..<0
      if whole.isEmpty {
        done += try readPart(of: index, at: place, into: rest)
      } else {
        let bytes = min(whole.count * ChunkIndex.chunkBytes, size - place)
        let words = UnsafeMutableRawBufferPointer(rebasing: rest[..<bytes]).bindMemory(to: UInt32.self)
        try object.decode(whole, of: index, with: coder, plus: nil, into: words)
        done += bytes
      }
    }
  }

  /// The chunks that begin at `place` and end within the next `count` bytes.
  private func wholeChunks(at place: Int, _ count: Int) -> Range<Int> {
    let first = place / ChunkIndex.chunkBytes
    let end = place + count
    return first..<(end == size ? ChunkIndex.chunkCount(size) : end / ChunkIndex.chunkBytes)
  }

  /// Copies what `target` takes of the chunk in which `place` lies, and returns how many bytes that are.
  private func readPart(
    of index: ChunkIndex, at place: Int, into target: UnsafeMutableRawBufferPointer
  ) throws(StoreError) -> Int {
    let wanted = place / ChunkIndex.chunkBytes
    let start = wanted * ChunkIndex.chunkBytes
    let bytes = UnsafeMutableRawBufferPointer(
      rebasing: chunk.bytes[..<min(ChunkIndex.chunkBytes, size - start)])
    if chunkIndex != wanted {
      chunkIndex = nil
      try object.decode(
        wanted..<(wanted + 1), of: index, with: coder, plus: nil, into: bytes.bindMemory(to: UInt32.self))
      chunkIndex = wanted
    }
    let part = UnsafeRawBufferPointer(rebasing: bytes[(place - start)...].prefix(target.count))
    target.copyMemory(from: part)
    return part.count
  }
}
