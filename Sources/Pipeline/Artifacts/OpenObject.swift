import Glibc

/// An object file whose header is sound and fits its name and length; its stored bytes are not looked at yet.
struct OpenObject: ~Copyable {
  let header: ObjectHeader
  let file: OpenFile
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
    let path = store.objectPath(reference.digest)
    do {
      return try OpenFile(reading: path)
    } catch .system(_, _, ENOENT) {
      // It may have been collected while somebody needs it.
      guard store.rescueObject(reference.digest) else { throw .missing(reference) }
    }
    do {
      return try OpenFile(reading: path)
    } catch .system(_, _, ENOENT) {
      throw .missing(reference)
    }
  }

  /// Reads, checks, and only then decodes.
  func content() throws(StoreError) -> [UInt8] {
    switch header.form {
    case .raw: return try array { (target) throws(StoreError) in try load(into: target) }
    case .zstd:
      guard let stored = Scratch(count: header.storedSize) else {
        throw .outOfMemory(bytes: header.storedSize, path: file.path)
      }
      try load(into: stored.bytes)
      return try array { (target) throws(StoreError) in
        if let flaw = Zstd.decompress(UnsafeRawBufferPointer(stored.bytes), into: target) {
          throw damage(flaw.description)
        }
      }
    case .chunks:
      let reader = SeriesReader(store)
      return try array { (target) throws(StoreError) in
        try reader.read(header.reference, 0..<(target.count / 4), into: target.bindMemory(to: Float.self))
      }
    }
  }

  /// Reads all stored bytes and checks them, without a look at what they need to be decoded.
  func check() throws(StoreError) {
    if header.form == .chunks {
      let index = try chunkIndex()
      let coder = try ChunkCoder()
      for start in stride(from: 0, to: index.chunks.count, by: ChunkCoder.group) {
        let chunks = start..<min(start + ChunkCoder.group, index.chunks.count)
        _ = try load(chunks, of: index, index.offsets, with: coder)
      }
    } else {
      guard let stored = Scratch(count: header.storedSize) else {
        throw .outOfMemory(bytes: header.storedSize, path: file.path)
      }
      try load(into: stored.bytes)
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
