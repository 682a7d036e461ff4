import CZstd
import Glibc

/// Compresses bytes as they come into one zstd frame; the same bytes give the same frame, however they are cut.
///
/// It belongs to one thread.
final class ZstdEncoder {
  private let context: OpaquePointer
  private let buffer: Scratch

  init(level: Int) throws(StoreError) {
    guard let context = ZSTD_createCCtx(), let buffer = Scratch(count: ZSTD_CStreamOutSize()) else {
      throw .outOfMemory(bytes: ZSTD_CStreamOutSize(), path: "a bundle")
    }
    self.context = context
    self.buffer = buffer
    for (parameter, value) in [
      (ZSTD_c_compressionLevel, Int32(level)), (ZSTD_c_windowLog, ZstdDecoder.windowLog),
      (ZSTD_c_checksumFlag, 1),
    ] {
      let code = ZSTD_CCtx_setParameter(context, parameter, value)
      precondition(ZSTD_isError(code) == 0, "zstd does not know a parameter of bundles")
    }
  }

  deinit { ZSTD_freeCCtx(context) }

  /// - Parameter write: takes what there is of the frame by now, piece by piece.
  func append(
    _ bytes: UnsafeRawBufferPointer, _ write: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    try compress(bytes, ZSTD_e_continue, write)
  }

  /// Ends the frame.
  func finish(_ write: (UnsafeRawBufferPointer) throws -> Void) throws {
    try compress(UnsafeRawBufferPointer(start: nil, count: 0), ZSTD_e_end, write)
  }

  private func compress(
    _ bytes: UnsafeRawBufferPointer, _ mode: ZSTD_EndDirective,
    _ write: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    var input = ZSTD_inBuffer(src: bytes.baseAddress, size: bytes.count, pos: 0)
    while true {
      var output = ZSTD_outBuffer(dst: buffer.bytes.baseAddress, size: buffer.bytes.count, pos: 0)
      let left = ZSTD_compressStream2(context, &output, &input, mode)
      precondition(
        ZSTD_isError(left) == 0, "zstd cannot compress: \(String(cString: ZSTD_getErrorName(left)))")
      if output.pos > 0 { try write(UnsafeRawBufferPointer(rebasing: buffer.bytes[..<output.pos])) }
      if mode == ZSTD_e_end ? left == 0 : input.pos == input.size { return }
    }
  }
}

/// Decompresses a file that is exactly one zstd frame, as much as is asked for and no more.
///
/// It belongs to one thread. Memory is the frame's window, which is limited, and two small buffers, whatever the frame
/// claims.
final class ZstdDecoder {
  /// Frames that want to look back further are refused.
  static let windowLog: Int32 = 23

  private let context: OpaquePointer
  private let source: Scratch
  private let read: (UnsafeMutableRawBufferPointer, Int) throws -> Int
  private var offset = 0
  private var input = ZSTD_inBuffer(src: nil, size: 0, pos: 0)
  private var isEnded = false

  /// - Parameter read: fills a buffer with the file's bytes from an offset on, and says how many there were.
  init(read: @escaping (UnsafeMutableRawBufferPointer, Int) throws -> Int) throws(StoreError) {
    guard let context = ZSTD_createDCtx(), let source = Scratch(count: ZSTD_DStreamInSize()) else {
      throw .outOfMemory(bytes: ZSTD_DStreamInSize(), path: "a bundle")
    }
    self.context = context
    self.source = source
    self.read = read
    let code = ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, ZstdDecoder.windowLog)
    precondition(ZSTD_isError(code) == 0, "zstd does not know the limit of windows")
  }

  deinit { ZSTD_freeDCtx(context) }

  /// Fills `target`; throws `BundleFlaw` if the frame is damaged or ends before.
  func take(_ target: UnsafeMutableRawBufferPointer) throws {
    var output = ZSTD_outBuffer(dst: target.baseAddress, size: target.count, pos: 0)
    while output.pos < output.size {
      if isEnded { throw BundleFlaw("it is truncated") }
      try step(&output)
    }
  }

  /// Throws unless the frame ends here, and the file with it.
  func finish() throws {
    var byte: UInt8 = 0
    while !isEnded {
      try withUnsafeMutableBytes(of: &byte) { target in
        var output = ZSTD_outBuffer(dst: target.baseAddress, size: 1, pos: 0)
        try step(&output)
        if output.pos > 0 { throw BundleFlaw("bytes follow the end of the archive") }
      }
    }
    guard input.pos == input.size, try read(source.bytes, offset) == 0 else {
      throw BundleFlaw("bytes follow the compressed archive")
    }
  }

  private func step(_ output: inout ZSTD_outBuffer) throws {
    if input.pos == input.size {
      let count = try read(source.bytes, offset)
      if count == 0 { throw BundleFlaw("it is truncated") }
      if offset == 0 { try checkMagic(count) }
      offset += count
      input = ZSTD_inBuffer(src: UnsafeRawPointer(source.bytes.baseAddress), size: count, pos: 0)
    }
    let left = ZSTD_decompressStream(context, &output, &input)
    if ZSTD_isError(left) != 0 {
      throw BundleFlaw("it cannot be decompressed: \(String(cString: ZSTD_getErrorName(left)).lowercased())")
    }
    isEnded = left == 0
  }

  /// A frame may be one that is to be skipped; here nothing is.
  private func checkMagic(_ count: Int) throws {
    let magic: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD]
    guard count >= magic.count, source.bytes[..<magic.count].elementsEqual(magic) else {
      throw BundleFlaw("it is not compressed with zstd")
    }
  }
}
