import CZstd

/// Compression to and from single zstd frames.
public enum Zstd {
  /// Why bytes could not be decompressed.
  public struct Failure: Error, Sendable, Hashable, CustomStringConvertible {
    public let description: String
  }

  /// Compresses bytes into one frame that names its content's size.
  public static func compress(_ bytes: [UInt8], level: Int = 3) -> [UInt8] {
    bytes.withUnsafeBytes { source in
      [UInt8](unsafeUninitializedCapacity: ZSTD_compressBound(source.count)) { target, count in
        count = compress(source, into: UnsafeMutableRawBufferPointer(target), level: level)
      }
    }
  }

  /// The largest frame that `count` bytes can give.
  static func bound(_ count: Int) -> Int { ZSTD_compressBound(count) }

  /// Compresses into `target`, which holds at least ``bound(_:)`` bytes, and returns the frame's size.
  static func compress(
    _ source: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer, level: Int = 3
  ) -> Int {
    let count = ZSTD_compress(
      target.baseAddress, target.count, source.baseAddress, source.count, Int32(clamping: level))
    precondition(
      ZSTD_isError(count) == 0,
      "zstd cannot compress \(source.count) bytes into \(target.count): \(message(count))")
    return count
  }

  /// Decompresses one frame whose content is at most `limit` bytes.
  ///
  /// The size that the frame claims is checked against the limit and against what so many compressed bytes can
  /// hold before memory is taken for it.
  public static func decompress(_ bytes: [UInt8], limit: Int) throws(Failure) -> [UInt8] {
    var failure: Failure?
    let content = bytes.withUnsafeBytes { source -> [UInt8] in
      let claimed = ZSTD_getFrameContentSize(source.baseAddress, source.count)
      guard claimed <= UInt64(limit), canHold(Int(claimed), in: source.count) else {
        failure = Failure(description: "not a zstd frame of at most \(limit) bytes")
        return []
      }
      return [UInt8](unsafeUninitializedCapacity: Int(claimed)) { target, count in
        failure = decompress(
          source,
          into: UnsafeMutableRawBufferPointer(
            rebasing: UnsafeMutableRawBufferPointer(target)[..<Int(claimed)]))
        count = failure == nil ? Int(claimed) : 0
      }
    }
    if let failure { throw failure }
    return content
  }

  /// Decompresses one frame that fills `target` exactly, or says why it does not.
  static func decompress(
    _ source: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer
  ) -> Failure? {
    guard ZSTD_findFrameCompressedSize(source.baseAddress, source.count) == source.count else {
      return Failure(description: "not exactly one whole zstd frame")
    }
    let count = ZSTD_decompress(target.baseAddress, target.count, source.baseAddress, source.count)
    if ZSTD_isError(count) != 0 { return Failure(description: message(count)) }
    if count != target.count {
      return Failure(description: "the frame holds \(count) bytes instead of \(target.count)")
    }
    return nil
  }

  /// Whether a frame of `stored` bytes can decompress to `size` bytes: a block of four bytes gives at most 128 KiB.
  static func canHold(_ size: Int, in stored: Int) -> Bool { size >> 15 <= stored }

  private static func message(_ code: Int) -> String { String(cString: ZSTD_getErrorName(code)) }
}
