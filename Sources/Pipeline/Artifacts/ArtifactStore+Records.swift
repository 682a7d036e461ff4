import Glibc

extension ArtifactStore {
  /// The record at an address, checked; `nil` when there is none, or it was damaged, reported and moved away.
  public func record(at address: RecordAddress) throws(StoreError) -> Record? {
    if case .sound(let record) = try examineRecord(at: address) { record } else { nil }
  }

  /// What lies at an address.
  enum RecordFinding {
    case absent
    case sound(Record)
    case damaged(Damage)
  }

  func examineRecord(at address: RecordAddress) throws(StoreError) -> RecordFinding {
    let path = recordPath(address)
    guard let file = try recordFile(path) else { return .absent }
    let inode = try file.status().st_ino
    switch RecordText.read(try file.readable(limit: RecordText.largest) ?? [], at: address) {
    case .success(let record): return .sound(record)
    case .failure(let flaw):
      return .damaged(
        quarantine(.record(address), at: path, inode: inode, reason: flaw.description))
    }
  }

  private func recordFile(_ path: String) throws(StoreError) -> OpenFile? {
    do {
      return try OpenFile(reading: path)
    } catch .system(_, _, ENOENT) {
      guard rescue(String(path.dropFirst(root.utf8.count + 1))) else { return nil }
    }
    do {
      return try OpenFile(reading: path)
    } catch .system(_, _, ENOENT) {
      return nil
    }
  }

  /// The names of the finished records of a group, sorted. They are not checked here.
  public func records(in group: Digest) throws(StoreError) -> [String] {
    rescueRecords(of: group)
    return try Disk.names(in: recordFolder(group)).filter(RecordAddress.accepts)
  }

  /// Publishes a record, and never replaces one that is there.
  ///
  /// Its outputs must be stored before: a record is the promise that they are.
  /// - Throws: `.missing` for an output that is not there, or a failure of the file system.
  public func publish(_ record: Record, at address: RecordAddress) throws(StoreError) -> Publication {
    for output in record.outputs where output.inline == nil {
      _ = try OpenObject(output.reference.digest, size: output.reference.size, in: self)
    }
    while true {
      if try recordDraft(record, at: address).publish(as: recordPath(address), with: commit) {
        return .published
      }
      switch try examineRecord(at: address) {
      case .sound(let present): return present.agrees(with: record) ? .identical : .differs(from: present)
      case .damaged(let damage) where damage.quarantine == nil: throw .damaged(damage)
      case .damaged, .absent: continue
      }
    }
  }

  /// Publishes a record in the place of whatever is there: for what later work supersedes, such as checkpoints.
  public func replace(_ record: Record, at address: RecordAddress) throws(StoreError) {
    try recordDraft(record, at: address).replace(recordPath(address))
  }

  /// Publishes a record of work that was done elsewhere, unless there is one; its objects may be missing, and then
  /// whoever needs them does the work again.
  public func adopt(_ record: Record, at address: RecordAddress) throws(StoreError) {
    _ = try recordDraft(record, at: address).publish(as: recordPath(address))
  }

  /// Removes a record, and says whether there was one. Its objects stay.
  @discardableResult
  public func remove(at address: RecordAddress) throws(StoreError) -> Bool {
    try Disk.remove(recordPath(address))
  }

  /// Makes an output of some content: inline when it is small, else an object.
  public func output(
    named name: String, _ content: [UInt8], as encoding: ObjectEncoding = .bytes
  ) throws(StoreError) -> Output {
    content.count <= Output.largestInline
      ? Output(name: name, inline: content)
      : Output(name: name, reference: try write(content, as: encoding))
  }

  /// The checked content of an output, from its record or from the objects.
  public func content(_ output: Output) throws(StoreError) -> [UInt8] {
    if let inline = output.inline { return inline }
    return try read(output.reference)
  }

  func recordFolder(_ group: Digest) -> String { "\(root)/\(folderInStore(ofRecords: group))" }

  func recordPath(_ address: RecordAddress) -> String { "\(root)/\(pathInStore(ofRecord: address))" }

  func pathInStore(ofRecord address: RecordAddress) -> String {
    "\(folderInStore(ofRecords: address.group))/\(address.name)"
  }

  private func folderInStore(ofRecords group: Digest) -> String {
    let name = group.hex
    return "records/\(name.prefix(2))/\(name)"
  }

  /// A written draft of a record; the folder it will be published in exists.
  private func recordDraft(_ record: Record, at address: RecordAddress) throws(StoreError) -> Draft {
    let draft = try draft()
    try draft.write(RecordText.write(record, at: address))
    try Disk.makeFolder(recordFolder(address.group), mode: folderMode)
    return draft
  }
}
