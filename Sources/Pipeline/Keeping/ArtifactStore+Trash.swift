import Glibc
import Spec

/// Files that were collected and can still be had back.
///
/// A collection moves files to `trash/BATCH/`, under the paths that they had. Whoever misses one finds it there and puts it
/// back; so nothing is lost to a process that began before the collection, or during it. What is in a batch is deleted only
/// when all the processes have ended that lived while it was filled, and not without another look at what records need.
public struct TrashBatch: Sendable, Hashable {
  public let name: String
  public let files: Int
  public let bytes: Int
}

extension ArtifactStore {
  private var trashFolder: String { "\(root)/trash" }
  private static let manifest = "manifest"

  /// Looks for a file in the trash, and puts it back where it was.
  ///
  /// - Parameter path: within the store.
  /// - Returns: whether it is there now.
  func rescue(_ path: String) -> Bool {
    guard let batches = try? Disk.names(in: trashFolder) else { return false }
    for batch in batches.reversed() {
      let source = "\(trashFolder)/\(batch)/\(path)"
      guard (try? Disk.status(source)) != nil else { continue }
      let target = "\(root)/\(path)"
      if (try? Disk.makeFolder(Disk.parent(of: target), mode: folderMode)) != nil,
        (try? Disk.publish(source, as: target)) != nil
      {
        return true
      }
    }
    return false
  }

  /// Puts back the records of a group.
  func rescueRecords(of group: Digest) {
    guard let batches = try? Disk.names(in: trashFolder), !batches.isEmpty else { return }
    let folder = recordFolder(group).dropFirst(root.utf8.count + 1)
    for batch in batches {
      for name in (try? Disk.names(in: "\(trashFolder)/\(batch)/\(folder)")) ?? [] {
        _ = rescue("\(folder)/\(name)")
      }
    }
  }

  /// What lies in the trash.
  public func trash() throws(StoreError) -> [TrashBatch] {
    var batches: [TrashBatch] = []
    for name in try Disk.names(in: trashFolder) {
      let files = try trashed(in: name)
      var bytes = 0
      for path in files { bytes += try Disk.size(path) }
      batches.append(TrashBatch(name: name, files: files.count, bytes: bytes))
    }
    return batches
  }

  /// The files of a batch, its manifest left out.
  private func trashed(in batch: String) throws(StoreError) -> [String] {
    let folder = "\(trashFolder)/\(batch)"
    return try files(below: folder, levels: 8).filter { $0 != "\(folder)/\(ArtifactStore.manifest)" }
  }

  /// Moves files to a new batch, records before the objects that they name: a death in between leaves no record that lacks
  /// one. The store's collection lock is held.
  ///
  /// - Parameter paths: within the store.
  func discard(_ paths: [String]) throws(StoreError) -> String {
    let batch = "\(Timestamp.now())-\(String(UInt32.random(in: .min ... .max), radix: 16))"
    for path in paths {
      let target = "\(trashFolder)/\(batch)/\(path)"
      try Disk.makeFolder(Disk.parent(of: target), mode: folderMode)
      // Gone already: healed or removed by somebody else.
      guard rename("\(root)/\(path)", target) == 0 || errno == ENOENT else {
        throw Disk.failure("move to the trash", "\(root)/\(path)")
      }
    }
    // Whoever lives now may have looked before the files went.
    let manifest: JSON = ["users": .array(try users().keys.sorted().map(JSON.string))]
    try publishText("\(manifest)\n", as: "trash/\(batch)/\(ArtifactStore.manifest)")
    return batch
  }

  /// Puts everything back that lies in the trash; what was made again meanwhile stays as it is.
  ///
  /// - Throws: `.busy` while somebody collects.
  public func undelete() throws -> TrashBatch {
    if try Disk.status("\(root)/layout") == nil { return TrashBatch(name: "", files: 0, bytes: 0) }
    let lock = try lock(ArtifactStore.collectionKey, wait: .no)
    defer { lock.release() }
    var (count, bytes) = (0, 0)
    for batch in try Disk.names(in: trashFolder) {
      let folder = "\(trashFolder)/\(batch)/"
      let paths = try trashed(in: batch).map { String($0.dropFirst(folder.utf8.count)) }
      // Objects before the records that name them.
      for path in paths.sorted(by: { !$0.hasPrefix("records/") && $1.hasPrefix("records/") }) {
        let size = try Disk.size(folder + path)
        try Disk.makeFolder(Disk.parent(of: "\(root)/\(path)"), mode: folderMode)
        if try Disk.publish(folder + path, as: "\(root)/\(path)") {
          (count, bytes) = (count + 1, bytes + size)
        }
      }
      try Disk.removeTree("\(trashFolder)/\(batch)")
    }
    return TrashBatch(name: "", files: count, bytes: bytes)
  }

  /// Deletes batches for good, and names those that a living process may still need. The collection lock is held.
  func empty(_ batches: [String]) throws(StoreError) -> (files: Int, bytes: Int, waiting: [String]) {
    var (files, bytes) = (0, 0)
    var waiting: [String] = []
    for batch in batches where try isNeeded(batch) { waiting.append(batch) }
    let done = batches.filter { !waiting.contains($0) }
    try putBackReached(in: done)
    for batch in done {
      let records = "\(trashFolder)/\(batch)/records/"
      // Records before the objects that they name: what a death in between leaves can still be put back.
      for path in try trashed(in: batch).sorted(by: { $0.hasPrefix(records) && !$1.hasPrefix(records) }) {
        bytes += try Disk.size(path)
        files += 1
        _ = try Disk.remove(path)
      }
      try Disk.removeTree("\(trashFolder)/\(batch)")
    }
    return (files, bytes, waiting)
  }

  /// Whether somebody lives who lived while a batch was filled.
  func isNeeded(_ batch: String) throws(StoreError) -> Bool {
    let path = "\(trashFolder)/\(batch)/\(ArtifactStore.manifest)"
    // Without a manifest the collection was killed: whoever lives may have been there.
    guard let file = try? OpenFile(reading: path),
      let json = try? JSON(parsing: file.contents(limit: 1 << 24)),
      let names = json["users"]?.array?.compactMap(\.string)
    else { return try !users().isEmpty }
    for name in names where try isUsing(name) { return true }
    return false
  }

  /// Puts back the objects that records need by now: a record may have been published while its objects were moved.
  private func putBackReached(in batches: [String]) throws(StoreError) {
    var lying: Set<Digest> = []
    for batch in batches {
      let paths = try files(below: "\(trashFolder)/\(batch)/objects", levels: 2)
      lying.formUnion(paths.compactMap { Digest(hex: Disk.name(of: $0)) })
    }
    if lying.isEmpty { return }
    let index = try StoreIndex(self)
    // Asking an object what it is a difference to puts that back, too.
    var reach = Reach()
    try reach.add(index.groups.keys.map { .group($0) }, index)
    for digest in reach.objects.intersection(lying) { _ = holdsObject(digest) }
  }

  /// Held by whoever collects, empties the trash or puts things back.
  static let collectionKey = Digest.of("collection", parts: [])
}
