internal import CStorage
internal import CZstd

/// Turns the numbers of a chunk into the planes that are stored, and back. It belongs to one thread.
///
/// Weights hold no long matches, so zstd is set to look for none and to spend its time on the frequencies of single
/// bytes: measured, planes became smaller than at level 1, in half of the time.
final class ChunkCoder {
  private static let level: Int32 = -100
  /// Bytes of a plane that are looked at to tell whether it can gain anything.
  private static let sample = 1024

  private let compressor: OpaquePointer
  private let decompressor: OpaquePointer
  /// The planes of one chunk.
  private let planes: Scratch

  /// Bytes that ``encode(_:less:into:)`` may touch beyond those of the numbers.
  static var slack: Int { Zstd.bound(SeriesIndex.chunkNumbers) }

  init() throws(StoreError) {
    let size = 4 * SeriesIndex.chunkNumbers
    guard let planes = Scratch(count: size), let compressor = ZSTD_createCCtx() else {
      throw .outOfMemory(bytes: size, path: "the chunk of a snapshot")
    }
    guard let decompressor = ZSTD_createDCtx() else {
      ZSTD_freeCCtx(compressor)
      throw .outOfMemory(bytes: size, path: "the chunk of a snapshot")
    }
    self.planes = planes
    self.compressor = compressor
    self.decompressor = decompressor
    ZSTD_CCtx_setParameter(compressor, ZSTD_c_compressionLevel, ChunkCoder.level)
    // ZSTD_c_literalCompressionMode: enabled. A library that does not know it stores larger planes, as readable.
    ZSTD_CCtx_setParameter(compressor, ZSTD_c_experimentalParam5, 1)
    ZSTD_CCtx_setParameter(compressor, ZSTD_c_contentSizeFlag, 0)
  }

  deinit {
    ZSTD_freeCCtx(compressor)
    ZSTD_freeDCtx(decompressor)
  }

  /// Writes the planes of some numbers, or of their differences to as many others, and returns their sizes.
  func encode(
    _ numbers: UnsafeBufferPointer<UInt32>, less base: UnsafePointer<UInt32>?,
    into target: UnsafeMutableRawBufferPointer
  ) -> SIMD4<UInt32> {
    let count = numbers.count
    gk_split_planes(count, numbers.baseAddress, base, planes.bytes.baseAddress)
    var sizes = SIMD4<UInt32>()
    var end = 0
    for plane in 0..<4 {
      let bytes = UnsafeRawBufferPointer(rebasing: planes.bytes[(plane * count)..<((plane + 1) * count)])
      let size = store(bytes, into: UnsafeMutableRawBufferPointer(rebasing: target[end...]))
      sizes[plane] = UInt32(size)
      end += size
    }
    return sizes
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

  /// Undoes ``encode(_:less:into:)``; `base` may be where the numbers go. Returns whether the planes could be decoded.
  func decode(
    _ stored: UnsafeRawBufferPointer, _ sizes: SIMD4<UInt32>, plus base: UnsafePointer<UInt32>?,
    into numbers: UnsafeMutableBufferPointer<UInt32>
  ) -> Bool {
    let count = numbers.count
    guard let scratch = planes.bytes.baseAddress, let start = stored.baseAddress else { return count == 0 }
    var end = 0
    func plane(_ index: Int) -> UnsafePointer<UInt8>? {
      let size = Int(sizes[index])
      defer { end += size }
      if size == count { return (start + end).assumingMemoryBound(to: UInt8.self) }
      let target = scratch + index * count
      guard ZSTD_decompressDCtx(decompressor, target, count, start + end, size) == count else { return nil }
      return UnsafePointer(target.assumingMemoryBound(to: UInt8.self))
    }
    guard let a = plane(0), let b = plane(1), let c = plane(2), let d = plane(3) else { return false }
    gk_merge_planes(count, a, b, c, d, base, numbers.baseAddress)
    return true
  }
}
