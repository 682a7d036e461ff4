/// Content in the form in which it is stored as one piece: compressed, or as it is where that gains less than 5 %.
struct StoredContent: ~Copyable {
  let form: ObjectHeader.Form
  private let compressed: Scratch
  private let compressedSize: Int

  /// Chooses the form of `content`.
  init(of content: UnsafeRawBufferPointer) throws(StoreError) {
    guard let compressed = Scratch(count: Zstd.bound(content.count)) else {
      throw .outOfMemory(bytes: content.count, path: "an object to be stored")
    }
    compressedSize = Zstd.compress(content, into: compressed.bytes)
    form = compressedSize > content.count - content.count / 20 ? .raw : .zstd
    self.compressed = compressed
  }

  /// The bytes to store; `content` is what this was made of.
  func payload(of content: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    form == .raw ? content : UnsafeRawBufferPointer(rebasing: compressed.bytes[..<compressedSize])
  }
}
