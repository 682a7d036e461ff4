import Glibc

/// Memory for stored bytes on their way, freed with its owner. Unlike an array it can fail without a trap.
struct Scratch: ~Copyable {
  let bytes: UnsafeMutableRawBufferPointer

  /// `nil` when the machine has no memory left for `count` bytes.
  init?(count: Int) {
    guard let start = malloc(max(count, 1)) else { return nil }
    bytes = UnsafeMutableRawBufferPointer(start: start, count: count)
  }

  deinit { free(bytes.baseAddress) }
}
