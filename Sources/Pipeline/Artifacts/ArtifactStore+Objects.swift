import Glibc

extension ArtifactStore {
  /// Stores content, unless it is there already, and returns its name.
  public func write(
    _ bytes: [UInt8], as encoding: ObjectEncoding = .bytes
  ) throws(StoreError) -> ObjectReference {
    if encoding == .floats, bytes.count.isMultiple(of: 4) {
      var writer = try ObjectWriter(self, size: bytes.count)
      try bytes.span.withUnsafeBytes { (content) throws(StoreError) in try writer.append(content) }
      return try writer.finish()
    }
    let reference = ObjectReference(digest: Digest.of(bytes), size: bytes.count)
    if holds(reference) { return reference }
    try bytes.span.withUnsafeBytes { (content) throws(StoreError) in
      let stored = try StoredContent(of: content)
      let payload = stored.payload(of: content)
      let header = ObjectHeader(
        form: stored.form, reference: reference, storedSize: payload.count,
        storedDigest: stored.form == .raw ? reference.digest : Digest.of(payload))
      try publish(header, payload)
    }
    return reference
  }

  /// Puts an object under its name.
  func publish(_ header: ObjectHeader, _ payload: UnsafeRawBufferPointer) throws(StoreError) {
    let draft = try draft()
    try draft.write(header.bytes)
    try draft.write(payload)
    try publish(draft, as: header.reference)
  }

  /// Puts a draft with header and stored bytes under the name of its content.
  func publish(_ draft: consuming Draft, as reference: ObjectReference) throws(StoreError) {
    let path = objectPath(reference.digest)
    try Disk.makeFolder(Disk.parent(of: path), mode: folderMode)
    if try !draft.publish(as: path, with: commit) {
      // Somebody else published the same content meanwhile, or a damaged file could not be moved away.
      _ = try OpenObject(reference.digest, size: reference.size, in: self)
    }
  }

  /// Reads content whose stored bytes are as they were written.
  ///
  /// - Throws: `.missing`, `.damaged` after the file went to quarantine, or a failure of the file system.
  public func read(_ reference: ObjectReference) throws(StoreError) -> [UInt8] {
    try OpenObject(reference.digest, size: reference.size, in: self).content()
  }

  /// Whether content is there: its header is sound, and its file as long as the header says.
  ///
  /// Reads 128 bytes. A file that fails is reported and moved to quarantine.
  public func holds(_ reference: ObjectReference) -> Bool {
    do {
      _ = try OpenObject(reference.digest, size: reference.size, in: self)
      return true
    } catch { return false }
  }

  func objectPath(_ digest: Digest) -> String { "\(root)/\(pathInStore(ofObject: digest))" }

  /// Puts an object back that lies in the trash, and says whether it is there now.
  func rescueObject(_ digest: Digest) -> Bool { rescue(pathInStore(ofObject: digest)) }

  func pathInStore(ofObject digest: Digest) -> String {
    "objects/\(digest.hex.prefix(2))/\(digest.hex)"
  }
}
