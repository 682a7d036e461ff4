import Glibc

extension ArtifactStore {
  /// Stores content, unless it is there already, and returns its name.
  public func write(_ bytes: [UInt8], as encoding: ObjectEncoding = .bytes) throws(StoreError)
    -> ObjectReference
  {
    let reference = ObjectReference(digest: Digest.of(bytes), size: bytes.count)
    if holds(reference) { return reference }
    try bytes.span.withUnsafeBytes { (content) throws(StoreError) in
      let stored = try StoredContent(of: content, as: encoding)
      let payload = stored.payload(of: content)
      let header = ObjectHeader(
        form: stored.form, reference: reference, storedSize: payload.count,
        storedDigest: stored.form == .raw ? reference.digest : Digest.of(payload))
      let draft = try draft()
      try header.bytes.span.withUnsafeBytes { (bytes) throws(StoreError) in try draft.write(bytes) }
      try draft.write(payload)
      // Where the name is taken by now, somebody else published the same content.
      _ = try draft.publish(as: try objectPath(making: reference.digest))
    }
    return reference
  }

  /// Reads content whose stored bytes are as they were written.
  ///
  /// - Throws: `.missing`, `.damaged` after the file went to quarantine, or a failure of the file system.
  public func read(_ reference: ObjectReference) throws(StoreError) -> [UInt8] {
    let object = try open(reference)
    let size = reference.size
    guard object.header.form != .raw else {
      return try array(of: size, from: object.file.path) { (target) throws(StoreError) in
        try load(object, into: target)
      }
    }
    guard let stored = Scratch(count: object.header.storedSize) else {
      throw .outOfMemory(bytes: object.header.storedSize, path: object.file.path)
    }
    try load(object, into: stored.bytes)
    return try array(of: size, from: object.file.path) { (target) throws(StoreError) in
      let flaw = try StoredContent.decode(
        UnsafeRawBufferPointer(stored.bytes), object.header.form, into: target)
      if let flaw { throw object.damage(flaw.description, in: self) }
    }
  }

  /// Whether content is there: its header is sound, and its file as long as the header says.
  ///
  /// Reads 128 bytes. A file that fails is reported and moved to quarantine.
  public func holds(_ reference: ObjectReference) -> Bool {
    do {
      _ = try open(reference)
      return true
    } catch { return false }
  }

  func objectPath(_ digest: Digest) -> String { "\(root)/objects/\(digest.hex.prefix(2))/\(digest.hex)" }

  /// The path of an object that is about to be published; its folder exists.
  private func objectPath(making digest: Digest) throws(StoreError) -> String {
    let path = objectPath(digest)
    try Disk.makeFolder(Disk.parent(of: path), mode: folderMode)
    return path
  }

  /// An array that `fill` fills; an error where the machine has no memory for it.
  private func array(
    of size: Int, from path: String, fill: (UnsafeMutableRawBufferPointer) throws(StoreError) -> Void
  ) throws(StoreError) -> [UInt8] {
    // An array traps where there is no memory, so memory of this size is asked for, and given back, before.
    guard Scratch(count: size) != nil else { throw .outOfMemory(bytes: size, path: path) }
    return try [UInt8](unsafeUninitializedCapacity: size) { (buffer, count) throws(StoreError) in
      try fill(UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[..<size]))
      count = size
    }
  }
}

/// An object file whose header is sound and fits its name and length.
struct OpenObject: ~Copyable {
  let file: OpenFile
  let header: ObjectHeader
  let inode: ino_t

  /// Reports the object as damaged, moves it to quarantine, and returns the error to throw.
  func damage(_ reason: String, in store: ArtifactStore) -> StoreError {
    .damaged(
      store.quarantine(.object(header.reference.digest), at: file.path, inode: inode, reason: reason))
  }
}

extension ArtifactStore {
  /// Opens an object without looking at its stored bytes.
  func open(_ reference: ObjectReference) throws(StoreError) -> OpenObject {
    let file = try file(of: reference)
    let status = try file.status()
    let flaw: String
    switch ObjectHeader(bytes: try file.contents(limit: ObjectHeader.size)) {
    case nil: flaw = "its header failed the check"
    case let header? where header.reference != reference:
      flaw = "it holds object \(header.reference.digest.short) of \(header.reference.size) bytes"
    case let header? where header.fileSize != Int(status.st_size):
      flaw = "it has \(status.st_size) bytes instead of \(header.fileSize)"
    case let header?: return OpenObject(file: file, header: header, inode: status.st_ino)
    }
    let subject = Damage.Subject.object(reference.digest)
    throw .damaged(quarantine(subject, at: file.path, inode: status.st_ino, reason: flaw))
  }

  /// Reads an object's stored bytes and checks them.
  ///
  /// Read and hashed in pieces that stay in the cache of the processor.
  func load(_ object: borrowing OpenObject, into buffer: UnsafeMutableRawBufferPointer) throws(StoreError) {
    var digest = DigestBuilder()
    var done = 0
    while done < buffer.count {
      let piece = UnsafeMutableRawBufferPointer(rebasing: buffer[done..<min(done + 1 << 18, buffer.count)])
      let count = try read(piece, at: done, of: object)
      digest.append(UnsafeRawBufferPointer(rebasing: piece[..<count]))
      done += count
      if count < piece.count { break }
    }
    let found = digest.finish()
    guard done == buffer.count, found == object.header.storedDigest else {
      throw object.damage("its stored bytes failed their checksum", in: self)
    }
  }

  private func file(of reference: ObjectReference) throws(StoreError) -> OpenFile {
    do {
      return try OpenFile(objectPath(reference.digest), O_RDONLY)
    } catch .system(_, _, ENOENT) {
      throw .missing(reference)
    }
  }

  private func read(
    _ piece: UnsafeMutableRawBufferPointer, at offset: Int, of object: borrowing OpenObject
  ) throws(StoreError) -> Int {
    do {
      return try object.file.read(into: piece, at: ObjectHeader.size + offset)
    } catch .system(_, _, EIO) {
      throw object.damage("the disk cannot read it", in: self)
    }
  }
}
