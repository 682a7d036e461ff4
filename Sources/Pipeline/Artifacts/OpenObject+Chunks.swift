extension OpenObject {
  /// What the object's chunks are made of, checked.
  func chunkIndex() throws(StoreError) -> ChunkIndex {
    let size = ChunkIndex.size(header.reference.size)
    guard let stored = Scratch(count: size) else { throw .outOfMemory(bytes: size, path: file.path) }
    guard try file.readable(into: stored.bytes, at: ObjectHeader.size) == size,
      Digest.of(UnsafeRawBufferPointer(stored.bytes)) == header.storedDigest
    else { throw damage("its index failed its checksum") }
    guard let index = ChunkIndex(bytes: Array(stored.bytes), size: header.reference.size),
      index.offsets.last == header.storedSize
    else { throw damage("its index does not describe its bytes") }
    return index
  }

  /// Reads, checks and decodes some chunks, and adds them to `base` where they are differences.
  ///
  /// - Parameters:
  ///   - base: as many numbers of the object that the index names; it may be where the numbers go.
  ///   - words: as many numbers as the chunks hold.
  func decode(
    _ chunks: Range<Int>, of index: ChunkIndex, with coder: ChunkCoder, plus base: UnsafePointer<UInt32>?,
    into words: UnsafeMutableBufferPointer<UInt32>
  ) throws(StoreError) {
    let offsets = index.offsets
    let first = chunks.lowerBound * ChunkIndex.chunkNumbers
    for start in stride(from: chunks.lowerBound, to: chunks.upperBound, by: ChunkCoder.group) {
      let group = start..<min(start + ChunkCoder.group, chunks.upperBound)
      let stored = try load(group, of: index, offsets, with: coder)
      for chunk in group {
        let numbers = ChunkIndex.numbers(chunk, of: header.reference.size / 4)
        let place = (numbers.lowerBound - first)..<(numbers.upperBound - first)
        let bytes = stored[(offsets[chunk] - offsets[start])..<(offsets[chunk + 1] - offsets[start])]
        let isDecoded = coder.decode(
          UnsafeRawBufferPointer(rebasing: bytes), index.chunks[chunk].sizes,
          plus: base.map { $0 + place.lowerBound },
          into: UnsafeMutableBufferPointer(rebasing: words[place]))
        guard isDecoded else { throw damage("its stored bytes cannot be decoded") }
      }
    }
  }

  /// Reads the stored bytes of one group of chunks and checks them; the coder holds them.
  func load(
    _ group: Range<Int>, of index: ChunkIndex, _ offsets: [Int], with coder: ChunkCoder
  ) throws(StoreError) -> UnsafeRawBufferPointer {
    let start = offsets[group.lowerBound]
    let stored = UnsafeMutableRawBufferPointer(
      rebasing: coder.stored.bytes[..<(offsets[group.upperBound] - start)])
    guard try file.readable(into: stored, at: ObjectHeader.size + start) == stored.count else {
      throw damage("its stored bytes cannot be read")
    }
    // Plane by plane: those are of about one length, and are hashed side by side.
    var pieces: [UnsafeRawBufferPointer] = []
    pieces.reserveCapacity(4 * group.count)
    for plane in 0..<4 {
      for chunk in group {
        let sizes = index.chunks[chunk].sizes
        let first = (0..<plane).reduce(offsets[chunk] - start) { $0 + Int(sizes[$1]) }
        pieces.append(UnsafeRawBufferPointer(rebasing: stored[first..<(first + Int(sizes[plane]))]))
      }
    }
    for (piece, digest) in coder.digests(of: pieces).enumerated() {
      let chunk = index.chunks[group.lowerBound + piece % group.count]
      guard digest == chunk.digests[piece / group.count] else {
        throw damage("its stored bytes failed their checksum")
      }
    }
    return UnsafeRawBufferPointer(stored)
  }
}
