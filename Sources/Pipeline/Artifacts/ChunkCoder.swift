internal import CStorage
internal import CZstd

/// Turns numbers into the planes that are stored, and back, some chunks at a time. It belongs to one thread.
///
/// Weights hold no long matches, so zstd is set to look for none and to spend its time on the frequencies of single
/// bytes: measured, planes became smaller than at level 1, in half of the time.
final class ChunkCoder {
  private static let zstdLevel: Int32 = -100
  /// Bytes of a plane that are looked at to tell whether it can gain anything.
  private static let sample = 1024
  /// Chunks that are read or written at once: as many planes of one kind as are hashed side by side.
  static let group = Int(gk_digest_lanes)
  /// Bytes that ``encode(_:less:into:)`` may touch beyond those of the numbers.
  static var slack: Int { Zstd.bound(ChunkIndex.chunkNumbers) }

  /// Room for the stored bytes of a group.
  let stored: Scratch
  /// The planes of one chunk.
  private let planes: Scratch
  private let compressor: OpaquePointer
  private let decompressor: OpaquePointer
  /// Which instructions to use, see ``StorageLevel``.
  private let level: StorageLevel

  init(level: StorageLevel = .highest) throws(StoreError) {
    let size = ChunkCoder.group * ChunkIndex.chunkBytes + ChunkCoder.slack
    guard let planes = Scratch(count: ChunkIndex.chunkBytes), let stored = Scratch(count: size),
      let compressor = ZSTD_createCCtx()
    else { throw .outOfMemory(bytes: size, path: "chunks of numbers") }
    guard let decompressor = ZSTD_createDCtx() else {
      ZSTD_freeCCtx(compressor)
      throw .outOfMemory(bytes: size, path: "chunks of numbers")
    }
    self.level = level
    self.planes = planes
    self.stored = stored
    self.compressor = compressor
    self.decompressor = decompressor
    ZSTD_CCtx_setParameter(compressor, ZSTD_c_compressionLevel, ChunkCoder.zstdLevel)
    // ZSTD_c_literalCompressionMode: enabled. A library that does not know it stores larger planes, as readable.
    ZSTD_CCtx_setParameter(compressor, ZSTD_c_experimentalParam5, 1)
    ZSTD_CCtx_setParameter(compressor, ZSTD_c_contentSizeFlag, 0)
  }

  deinit {
    ZSTD_freeCCtx(compressor)
    ZSTD_freeDCtx(decompressor)
  }

  /// Writes the planes of some numbers, or of their differences to as many others, chunk by chunk.
  ///
  /// - Parameter target: ``slack`` larger than the numbers.
  /// - Returns: what the index says about the chunks, and how many bytes they take.
  func encode(
    _ numbers: UnsafeBufferPointer<UInt32>, less base: UnsafePointer<UInt32>?,
    into target: UnsafeMutableRawBufferPointer
  ) -> (chunks: [ChunkIndex.Chunk], size: Int) {
    var sizes: [SIMD4<UInt32>] = []
    // Plane by plane: those are of about one length, and are hashed side by side.
    var pieces: [[UnsafeRawBufferPointer]] = [[], [], [], []]
    var end = 0
    for chunk in 0..<ChunkIndex.chunkCount(4 * numbers.count) {
      let range = ChunkIndex.numbers(chunk, of: numbers.count)
      gk_split_planes(
        level.rawValue, range.count, numbers.baseAddress.map { $0 + range.lowerBound },
        base.map { $0 + range.lowerBound }, planes.bytes.baseAddress)
      var size = SIMD4<UInt32>()
      for plane in 0..<4 {
        let bytes = planes.bytes[(plane * range.count)..<((plane + 1) * range.count)]
        let stored = store(
          UnsafeRawBufferPointer(rebasing: bytes),
          into: UnsafeMutableRawBufferPointer(rebasing: target[end...]))
        pieces[plane].append(UnsafeRawBufferPointer(rebasing: target[end..<(end + stored)]))
        size[plane] = UInt32(stored)
        end += stored
      }
      sizes.append(size)
    }
    let digests = Digest.of(each: pieces.flatMap(\.self), level)
    let chunks = sizes.indices.map { chunk in
      ChunkIndex.Chunk(sizes: sizes[chunk], digests: (0..<4).map { digests[$0 * sizes.count + chunk] })
    }
    return (chunks, end)
  }

  private func store(_ plane: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer) -> Int {
    if ChunkCoder.isUneven(plane) {
      let size = ZSTD_compress2(compressor, target.baseAddress, target.count, plane.baseAddress, plane.count)
      if ZSTD_isError(size) == 0, size <= plane.count - plane.count / 20, size < plane.count { return size }
    }
    target.copyMemory(from: plane)
    return plane.count
  }

  /// Whether some byte values are more frequent than others, as far as a sample of them tells.
  ///
  /// Two random bytes are equal once in 256 times. Bytes that can be stored in 95 % of their size are equal 1.3 times
  /// as often, and chance alone does not make it 1.2 times.
  private static func isUneven(_ plane: UnsafeRawBufferPointer) -> Bool {
    guard plane.count >= 4 * sample else { return true }
    var counts = InlineArray<256, Int32>(repeating: 0)
    let stride = plane.count / sample
    var equal = 0
    for index in 0..<sample {
      let byte = Int(plane[index * stride])
      equal += Int(counts[byte])
      counts[byte] += 1
    }
    return 256 * equal * 10 > sample * (sample - 1) / 2 * 12
  }

  /// Decodes the planes of one chunk, which were checked; `base` may be where the numbers go.
  ///
  /// - Returns: whether they could be decoded.
  func decode(
    _ stored: UnsafeRawBufferPointer, _ sizes: SIMD4<UInt32>, plus base: UnsafePointer<UInt32>?,
    into numbers: UnsafeMutableBufferPointer<UInt32>
  ) -> Bool {
    let count = numbers.count
    guard let scratch = planes.bytes.baseAddress, let start = stored.baseAddress else { return count == 0 }
    var end = 0
    var sources = InlineArray<4, UnsafePointer<UInt8>?>(repeating: nil)
    for plane in 0..<4 {
      let size = Int(sizes[plane])
      var source = UnsafeRawPointer(start + end)
      if size != count {
        let target = scratch + plane * count
        guard ZSTD_decompressDCtx(decompressor, target, count, source, size) == count else { return false }
        source = UnsafeRawPointer(target)
      }
      sources[plane] = source.assumingMemoryBound(to: UInt8.self)
      end += size
    }
    withUnsafePointer(to: &sources) { sources in
      sources.withMemoryRebound(to: UnsafePointer<UInt8>?.self, capacity: 4) {
        gk_merge_planes(level.rawValue, count, $0, base, numbers.baseAddress)
      }
    }
    return true
  }

  /// The digests of pieces of stored bytes.
  func digests(of pieces: [UnsafeRawBufferPointer]) -> [Digest] { Digest.of(each: pieces, level) }
}
