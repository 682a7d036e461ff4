/// The byte-plane order of float32 numbers: all first bytes, then all second bytes, and so on.
///
/// Neighbouring weights share sign and exponent, so that plane compresses although the others do not. Bytes
/// beyond the last whole number keep their place at the end.
enum FloatPlanes {
  /// `target[p n + i] = source[4 i + p]` for n whole numbers.
  static func gather(_ source: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer) {
    let n = source.count / 4
    guard let from = source.baseAddress, let to = target.baseAddress else { return }
    let (a, b, c, d) = planes(to, n)
    for i in 0..<n {
      let word = from.loadUnaligned(fromByteOffset: 4 * i, as: UInt32.self).littleEndian
      a[i] = UInt8(truncatingIfNeeded: word)
      b[i] = UInt8(truncatingIfNeeded: word >> 8)
      c[i] = UInt8(truncatingIfNeeded: word >> 16)
      d[i] = UInt8(truncatingIfNeeded: word >> 24)
    }
    copyTail(from: from, to: to, count: source.count)
  }

  /// `target[4 i + p] = source[p n + i]`: undoes ``gather(_:into:)``.
  static func scatter(_ source: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer) {
    let n = source.count / 4
    guard let from = source.baseAddress, let to = target.baseAddress else { return }
    let (a, b, c, d) = planes(UnsafeMutableRawPointer(mutating: from), n)
    for i in 0..<n {
      let word = UInt32(a[i]) | UInt32(b[i]) << 8 | UInt32(c[i]) << 16 | UInt32(d[i]) << 24
      to.storeBytes(of: word.littleEndian, toByteOffset: 4 * i, as: UInt32.self)
    }
    copyTail(from: from, to: to, count: source.count)
  }

  private typealias Plane = UnsafeMutablePointer<UInt8>

  private static func planes(_ start: UnsafeMutableRawPointer, _ n: Int) -> (Plane, Plane, Plane, Plane) {
    let first = start.assumingMemoryBound(to: UInt8.self)
    return (first, first + n, first + 2 * n, first + 3 * n)
  }

  private static func copyTail(from: UnsafeRawPointer, to: UnsafeMutableRawPointer, count: Int) {
    let start = count / 4 * 4
    (to + start).copyMemory(from: from + start, byteCount: count - start)
  }
}
