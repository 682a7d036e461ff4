internal import CStorage

extension Digest {
  /// Below so many pieces, hashing one after another is as fast.
  private static let fewest = 5
  private static let isFastAlone = gk_hashes_fast_alone() != 0

  /// The digests of several pieces of memory, sixteen computed side by side: several times faster than one by one
  /// where the processor has no SHA instructions, above all for pieces of about one length.
  static func of(each pieces: [UnsafeRawBufferPointer], _ level: StorageLevel = .highest) -> [Digest] {
    guard pieces.count >= fewest, level != .portable, !isFastAlone else {
      return pieces.map { Digest.of($0) }
    }
    return sideBySide(pieces, level)
  }

  /// As ``of(each:_:)``, however few the pieces are.
  static func sideBySide(_ pieces: [UnsafeRawBufferPointer], _ level: StorageLevel) -> [Digest] {
    let lanes = Int(gk_digest_lanes)
    var bytes = [UInt8](repeating: 0, count: lanes * byteCount)
    var digests: [Digest] = []
    digests.reserveCapacity(pieces.count)
    // An empty piece may have no address; its lane is given one that is not read.
    withUnsafeBytes(of: UInt8(0)) { nothing in
      for start in stride(from: 0, to: pieces.count, by: lanes) {
        let group = pieces[start..<min(start + lanes, pieces.count)]
        let messages = group.map {
          ($0.baseAddress ?? nothing.baseAddress)?.assumingMemoryBound(to: UInt8.self)
        }
        let lengths = group.map(\.count)
        gk_digest(level.rawValue, group.count, messages, lengths, &bytes)
        for lane in 0..<group.count {
          guard let digest = Digest(bytes: bytes[(lane * byteCount)..<((lane + 1) * byteCount)]) else {
            preconditionFailure("a digest is \(byteCount) bytes")
          }
          digests.append(digest)
        }
      }
    }
    return digests
  }
}
