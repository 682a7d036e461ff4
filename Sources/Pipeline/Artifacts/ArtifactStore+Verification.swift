import Glibc

/// What a look at every file of a store found.
public struct Verification: Sendable, Hashable {
  public var objects = 0
  public var records = 0
  /// Bytes of sound content, before compression.
  public var bytes = 0
  /// Files that failed, now in quarantine.
  public var damages: [Damage] = []
  /// Outputs that a sound record names and no object holds, by the record's address.
  public var missing: [RecordAddress: [ObjectReference]] = [:]

  public var isSound: Bool { damages.isEmpty && missing.isEmpty }
}

extension ArtifactStore {
  /// Checks every object, its content's digest included, and every record, and moves what fails to quarantine.
  ///
  /// - Parameter onFile: called after each file, for progress; false stops, and what was found so far returns.
  public func verify(onFile: (Verification) -> Bool = { _ in true }) throws(StoreError) -> Verification {
    var found = Verification()
    for file in try filesToVerify() {
      try verify(file, &found)
      if !onFile(found) { return found }
    }
    return found
  }

  /// A file that is looked at.
  enum VerifiedFile: Sendable {
    case object(path: String)
    case record(path: String)
  }

  /// Objects before the records that need them: what is damaged is gone when they are asked for.
  func filesToVerify() throws(StoreError) -> [VerifiedFile] {
    let objects = try files(below: "\(root)/objects", levels: 2)
    let records = try files(below: "\(root)/records", levels: 3)
    return objects.map { .object(path: $0) } + records.map { .record(path: $0) }
  }

  func verify(_ file: VerifiedFile, _ found: inout Verification) throws(StoreError) {
    switch file {
    case .object(let path): try verifyObject(at: path, &found)
    case .record(let path): try verifyRecord(at: path, &found)
    }
  }

  private func verifyObject(at path: String, _ found: inout Verification) throws(StoreError) {
    guard let digest = Digest(hex: Disk.name(of: path)), objectPath(digest) == path else {
      return try rejectStray(path, &found)
    }
    do throws(StoreError) {
      let object = try OpenObject(digest, size: nil, in: self)
      let content = try object.content()
      if Digest.of(content) != digest { throw object.damage("its content failed its checksum") }
      found.objects += 1
      found.bytes += content.count
    } catch .damaged(let damage) {
      found.damages.append(damage)
      if damage.subject != .object(digest) { try checkAlone(digest, &found) }
    } catch .missing(let lost) {
      // Otherwise it was collected or healed by someone else since the folder was listed.
      if lost.digest != digest { try checkAlone(digest, &found) }
    }
  }

  /// Checks the stored bytes of an object whose content needs another one that is lost.
  private func checkAlone(_ digest: Digest, _ found: inout Verification) throws(StoreError) {
    do throws(StoreError) {
      try OpenObject(digest, size: nil, in: self).check()
    } catch .damaged(let damage) {
      found.damages.append(damage)
    } catch .missing {
      // Collected since.
    }
  }

  private func verifyRecord(at path: String, _ found: inout Verification) throws(StoreError) {
    guard let address = address(ofRecord: path) else { return try rejectStray(path, &found) }
    switch try examineRecord(at: address) {
    case .absent: return
    case .damaged(let damage): found.damages.append(damage)
    case .sound(let record):
      found.records += 1
      let missing = record.outputs.filter { $0.inline == nil && !holds($0.reference) }.map(\.reference)
      if !missing.isEmpty { found.missing[address] = missing }
    }
  }

  /// The address of the record that a file is; `nil` for a file that the store names no record so.
  func address(ofRecord path: String) -> RecordAddress? {
    let name = Disk.name(of: path)
    guard RecordAddress.accepts(name), let group = Digest(hex: Disk.name(of: Disk.parent(of: path))) else {
      return nil
    }
    let address = RecordAddress(group: group, name: name)
    return recordPath(address) == path ? address : nil
  }

  private func rejectStray(_ path: String, _ found: inout Verification) throws(StoreError) {
    guard let status = try Disk.status(path) else { return }
    found.damages.append(
      quarantine(.stray, at: path, inode: status.st_ino, reason: "the store names no file so"))
  }

  /// Everything that lies `levels` folders deep, or higher up without being a folder.
  func files(below folder: String, levels: Int) throws(StoreError) -> [String] {
    var paths: [String] = []
    // Network file systems keep removed files that are still open under such names.
    for name in try Disk.names(in: folder) where !name.hasPrefix(".nfs") {
      let path = "\(folder)/\(name)"
      if levels > 1, try Disk.isFolder(path) {
        paths += try files(below: path, levels: levels - 1)
      } else {
        paths.append(path)
      }
    }
    return paths
  }
}
