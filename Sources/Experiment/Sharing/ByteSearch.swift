internal import Glibc

extension [UInt8] {
  /// Where some bytes begin for the first time; nil if they are nowhere, or none.
  func offset(of words: [UInt8]) -> Int? {
    guard let first = words.first, count >= words.count else { return nil }
    return withUnsafeBytes { bytes in
      var start = 0
      while start + words.count <= bytes.count, let base = bytes.baseAddress,
        let found = memchr(base + start, Int32(first), bytes.count - start - words.count + 1)
      {
        let place = UnsafeRawPointer(found) - base
        if memcmp(base + place, words, words.count) == 0 { return place }
        start = place + 1
      }
      return nil
    }
  }
}
