import Glibc

/// An object file whose header is sound and fits its name and length; its stored bytes are not looked at yet.
struct OpenObject: ~Copyable {
  let header: ObjectHeader
  private let file: OpenFile
  private let inode: ino_t
  private let store: ArtifactStore

  /// Opens an object.
  ///
  /// - Parameter size: of the content, where it is known: an object of another size is not the one asked for.
  init(_ digest: Digest, size: Int?, in store: ArtifactStore) throws(StoreError) {
    let wanted = ObjectReference(digest: digest, size: size ?? 0)
    let file = try OpenObject.file(of: wanted, in: store)
    let status = try file.status()
    let flaw: String
    switch ObjectHeader(bytes: try file.readable(limit: ObjectHeader.size) ?? []) {
    case nil: flaw = "its header failed the check"
    case let header? where header.reference.digest != digest:
      flaw = "it holds object \(header.reference.digest.short)"
    case let header? where header.fileSize != Int(status.st_size):
      flaw = "it has \(status.st_size) bytes instead of \(header.fileSize)"
    case let header? where size != nil && header.reference.size != size:
      throw .missing(wanted)
    case let header?:
      self.header = header
      self.file = file
      self.inode = status.st_ino
      self.store = store
      return
    }
    throw .damaged(
      store.quarantine(.object(digest), at: file.path, inode: status.st_ino, reason: flaw))
  }

  private static func file(of reference: ObjectReference, in store: ArtifactStore) throws(StoreError)
    -> OpenFile
  {
    do {
      return try OpenFile(reading: store.objectPath(reference.digest))
    } catch .system(_, _, ENOENT) {
      throw .missing(reference)
    }
  }

  /// Reads, checks, and only then decodes.
  func content() throws(StoreError) -> [UInt8] {
    if header.form == .series {
      let reader = SeriesReader(store)
      return try array { (target) throws(StoreError) in
        try reader.read(header.reference, 0..<(target.count / 4), into: target.bindMemory(to: Float.self))
      }
    }
    guard header.form != .raw else {
      return try array { (target) throws(StoreError) in try load(into: target) }
    }
    guard let stored = Scratch(count: header.storedSize) else {
      throw .outOfMemory(bytes: header.storedSize, path: file.path)
    }
    try load(into: stored.bytes)
    return try array { (target) throws(StoreError) in
      let stored = UnsafeRawBufferPointer(stored.bytes)
      if let flaw = try StoredContent.decode(stored, header.form, into: target) {
        throw damage(flaw.description)
      }
    }
  }

  /// Reports the object as damaged, moves it to quarantine, and returns the error to throw.
  func damage(_ reason: String) -> StoreError {
    let subject = Damage.Subject.object(header.reference.digest)
    return .damaged(store.quarantine(subject, at: file.path, inode: inode, reason: reason))
  }

  /// Reads the stored bytes and checks them, in pieces that stay in the processor's cache while they are hashed.
  private func load(into buffer: UnsafeMutableRawBufferPointer) throws(StoreError) {
    var digest = DigestBuilder()
    var done = 0
    while done < buffer.count {
      let piece = UnsafeMutableRawBufferPointer(rebasing: buffer[done..<min(done + 1 << 18, buffer.count)])
      guard try file.readable(into: piece, at: ObjectHeader.size + done) == piece.count else { break }
      digest.append(UnsafeRawBufferPointer(piece))
      done += piece.count
    }
    let found = digest.finish()
    guard done == buffer.count, found == header.storedDigest else {
      throw damage("its stored bytes failed their checksum")
    }
  }

  /// The index of an object of a series, checked.
  func seriesIndex() throws(StoreError) -> SeriesIndex {
    let size = SeriesIndex.size(header.reference.size)
    guard let stored = Scratch(count: size) else { throw .outOfMemory(bytes: size, path: file.path) }
    guard try file.readable(into: stored.bytes, at: ObjectHeader.size) == size,
      Digest.of(UnsafeRawBufferPointer(stored.bytes)) == header.storedDigest
    else { throw damage("its index failed its checksum") }
    guard let index = SeriesIndex(bytes: Array(stored.bytes), size: header.reference.size),
      index.offsets.last == header.storedSize
    else { throw damage("its index does not describe its bytes") }
    return index
  }

  /// Reads the stored bytes of some chunks and checks them; `buffer` is as long as they are.
  func load(
    _ chunks: Range<Int>, of index: SeriesIndex, into buffer: UnsafeMutableRawBufferPointer
  ) throws(StoreError) {
    let offsets = index.offsets
    let start = offsets[chunks.lowerBound]
    guard try file.readable(into: buffer, at: ObjectHeader.size + start) == buffer.count else {
      throw damage("its stored bytes cannot be read")
    }
    // Plane by plane: those are of about one length, and are hashed side by side.
    var pieces: [UnsafeRawBufferPointer] = []
    for plane in 0..<4 {
      for chunk in chunks {
        let sizes = index.chunks[chunk].sizes
        let first = (0..<plane).reduce(offsets[chunk] - start) { $0 + Int(sizes[$1]) }
        pieces.append(UnsafeRawBufferPointer(rebasing: buffer[first..<(first + Int(sizes[plane]))]))
      }
    }
    for (piece, digest) in Digest.of(each: pieces).enumerated() {
      let chunk = index.chunks[chunks.lowerBound + piece % chunks.count]
      guard digest == chunk.digests[piece / chunks.count] else {
        throw damage("its stored bytes failed their checksum")
      }
    }
  }

  /// An array as long as the content, filled by `fill`; an error where the machine has no memory for it.
  private func array(
    fill: (UnsafeMutableRawBufferPointer) throws(StoreError) -> Void
  ) throws(StoreError) -> [UInt8] {
    let size = header.reference.size
    // An array traps where there is no memory, so memory of this size is asked for, and given back, before.
    guard Scratch(count: size) != nil else { throw .outOfMemory(bytes: size, path: file.path) }
    return try [UInt8](unsafeUninitializedCapacity: size) { (buffer, count) throws(StoreError) in
      try fill(UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[..<size]))
      count = size
    }
  }
}
