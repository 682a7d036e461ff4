/// Content in the form in which it is stored: compressed, or as it is where that gains less than 5 %.
struct StoredContent: ~Copyable {
  let form: ObjectHeader.Form
  private let compressed: Scratch
  private let compressedSize: Int

  /// Chooses the form of `content`.
  init(of content: UnsafeRawBufferPointer, as encoding: ObjectEncoding) throws(StoreError) {
    guard let compressed = Scratch(count: Zstd.bound(content.count)) else {
      throw .outOfMemory(bytes: content.count, path: "an object to be stored")
    }
    let size: Int
    switch encoding {
    case .bytes: size = Zstd.compress(content, into: compressed.bytes)
    case .floats:
      guard let planes = Scratch(count: content.count) else {
        throw .outOfMemory(bytes: content.count, path: "an object to be stored")
      }
      FloatPlanes.gather(content, into: planes.bytes)
      // Level 1 made weights smaller than level 3 did, in two thirds of the time: planes hold no long matches.
      size = Zstd.compress(UnsafeRawBufferPointer(planes.bytes), into: compressed.bytes, level: 1)
    }
    if size > content.count - content.count / 20 {
      form = .raw
    } else {
      form = encoding == .floats ? .zstdFloatPlanes : .zstd
    }
    compressedSize = size
    self.compressed = compressed
  }

  /// The bytes to store; `content` is what this was made of.
  func payload(of content: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    form == .raw ? content : UnsafeRawBufferPointer(rebasing: compressed.bytes[..<compressedSize])
  }

  /// Turns checked stored bytes into content, which fills `target`, or says why that cannot be.
  static func decode(
    _ stored: UnsafeRawBufferPointer, _ form: ObjectHeader.Form, into target: UnsafeMutableRawBufferPointer
  ) throws(StoreError) -> Zstd.Failure? {
    switch form {
    case .raw:
      target.copyMemory(from: stored)
      return nil
    case .zstd: return Zstd.decompress(stored, into: target)
    case .zstdFloatPlanes:
      guard let planes = Scratch(count: target.count) else {
        throw .outOfMemory(bytes: target.count, path: "a stored object")
      }
      if let failure = Zstd.decompress(stored, into: planes.bytes) { return failure }
      FloatPlanes.scatter(UnsafeRawBufferPointer(planes.bytes), into: target)
      return nil
    case .series: preconditionFailure("a series is decoded chunk by chunk")
    }
  }
}
