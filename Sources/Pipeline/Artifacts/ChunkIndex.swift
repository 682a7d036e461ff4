/// The first stored bytes of an object in chunks: what they are made of.
///
/// | bytes | what |
/// |---|---|
/// | 0…31 | digest of the object that the numbers are differences to; zeros if there is none |
/// | 32… | 144 bytes per chunk: the stored sizes of its four planes, 4 bytes each, and the SHA-256 of each |
///
/// The chunks follow, each the planes of ``chunkNumbers`` 32-bit words (the last may have fewer), the plane of the
/// least significant bytes first. A plane is a zstd frame, or stored as it is where its size says so. The header's
/// digest of the stored bytes is that of the index: it covers the planes through theirs, and every chunk can be read
/// and checked without the others.
struct ChunkIndex {
  struct Chunk {
    var sizes = SIMD4<UInt32>()
    /// Those of the stored bytes of each plane.
    var digests: [Digest]

    /// The stored bytes of all four planes.
    var size: Int { Int(sizes[0]) + Int(sizes[1]) + Int(sizes[2]) + Int(sizes[3]) }
  }

  /// Numbers in a chunk: its planes fit the fastest cache, and still fill a table of zstd.
  static let chunkNumbers = 16_384
  static let chunkBytes = 4 * chunkNumbers
  private static let headSize = Digest.byteCount
  private static let entrySize = 4 * (4 + Digest.byteCount)

  /// `nil` where the chunks hold the numbers themselves.
  var base: Digest?
  var chunks: [Chunk]

  static func chunkCount(_ size: Int) -> Int { (size / 4 + chunkNumbers - 1) / chunkNumbers }

  /// The numbers of chunk `index` of `count`.
  static func numbers(_ index: Int, of count: Int) -> Range<Int> {
    (index * chunkNumbers)..<min((index + 1) * chunkNumbers, count)
  }

  /// Bytes that the index of content of `size` bytes takes.
  static func size(_ size: Int) -> Int { headSize + chunkCount(size) * entrySize }

  /// Where each chunk starts in the stored bytes, and at last where they end.
  var offsets: [Int] {
    var offsets = [ChunkIndex.headSize + chunks.count * ChunkIndex.entrySize]
    offsets.reserveCapacity(chunks.count + 1)
    for chunk in chunks { offsets.append(offsets[offsets.count - 1] + chunk.size) }
    return offsets
  }

  var bytes: [UInt8] {
    var bytes = base?.bytes ?? [UInt8](repeating: 0, count: Digest.byteCount)
    bytes.reserveCapacity(ChunkIndex.headSize + chunks.count * ChunkIndex.entrySize)
    for chunk in chunks {
      for plane in 0..<4 {
        bytes += (0..<4).map { UInt8(truncatingIfNeeded: chunk.sizes[plane] >> UInt32(8 * $0)) }
      }
      for digest in chunk.digests { bytes += digest.bytes }
    }
    return bytes
  }

  init(base: Digest?, chunks: [Chunk]) { (self.base, self.chunks) = (base, chunks) }

  /// Reads the index of content of `size` bytes; `nil` unless the planes are no longer than what they hold.
  init?(bytes: [UInt8], size: Int) {
    guard size.isMultiple(of: 4), bytes.count == ChunkIndex.size(size),
      let base = Digest(bytes: bytes[..<Digest.byteCount])
    else { return nil }
    chunks = []
    chunks.reserveCapacity(ChunkIndex.chunkCount(size))
    for index in 0..<ChunkIndex.chunkCount(size) {
      let start = ChunkIndex.headSize + index * ChunkIndex.entrySize
      var sizes = SIMD4<UInt32>()
      for plane in 0..<4 {
        let place = start + 4 * plane
        sizes[plane] = bytes[place..<(place + 4)].reversed().reduce(0) { $0 << 8 | UInt32($1) }
        guard Int(sizes[plane]) <= ChunkIndex.numbers(index, of: size / 4).count else { return nil }
      }
      let digests = (0..<4).compactMap { plane in
        let place = start + 16 + plane * Digest.byteCount
        return Digest(bytes: bytes[place..<(place + Digest.byteCount)])
      }
      chunks.append(Chunk(sizes: sizes, digests: digests))
    }
    self.base = bytes[..<Digest.byteCount].allSatisfy { $0 == 0 } ? nil : base
  }
}
