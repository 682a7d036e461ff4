import Glibc

/// A folder of verified results, shared by any number of processes.
///
/// ```
/// layout        the version of this layout
/// objects/ab/…  content, named by its digest
/// records/ab/…  what finished work gave, by group and name
/// drafts/       files in the making
/// quarantine/   files that failed their checks
/// trash/        files that were collected and can still be had back
/// users/        a locked file per process that uses the store
/// pins/         what people want to keep
/// history/      what each run was made of
/// locks         one byte per key, locked while somebody works on it
/// holders/      who holds those locks, for messages only
/// ```
///
/// Files appear whole, by one system call, and never change. Their bytes are on disk before that, or within a second
/// after it where many small ones are published together. Every use checks length and checksum before anything is decoded; what fails is moved to quarantine, reported, and treated as
/// absent, so that the work which made it runs again.
public final class ArtifactStore: Sendable {
  /// The folder; it appears with the first thing that is written.
  public let root: String
  /// The sign that this process uses the store, as long as this object lives; `nil` for a store that was opened without
  /// one, or was not there yet.
  let user: StoreUser?
  private let onDamage: @Sendable (Damage) -> Void
  /// Flushes what is published; `nil` flushes each file at once.
  let commit: GroupCommit?
  /// Who works on which key here.
  let note: HolderNote

  /// 2: numbers are stored in chunks.
  static let layoutVersion = 2
  private static let layoutText = "grokline store "
  /// Seconds after which a draft whose process is gone counts as abandoned.
  private static let draftAge = 3600

  /// Opens the store at `root`, which need not exist yet.
  ///
  /// - Parameters:
  ///   - signing: whether this process puts up a sign that it uses the store, so that nothing is deleted under it.
  ///   - grouping: whether what is published may wait up to a second for others before it is flushed.
  ///   - onDamage: called on any thread with every file that fails its checks.
  /// - Throws: `.otherLayout`, `.notAStore`, or a failure of the file system.
  public init(
    root: String, signing: Bool = false, grouping: Bool = false,
    onDamage: @escaping @Sendable (Damage) -> Void = { _ in }
  ) throws(StoreError) {
    // Before anything is written: what is somebody else's is not touched.
    try ArtifactStore.checkLayout(of: root)
    self.root = root
    self.onDamage = onDamage
    note = HolderNote(root: root)
    commit = grouping ? GroupCommit(root: root) : nil
    let modes = ArtifactStore.modes(root)
    user = signing ? StoreUser(of: root, fileMode: modes.file, folderMode: modes.folder) : nil
    // Abandoned drafts cost space and nothing else: a store that cannot be written is still read.
    try? Draft.sweep("\(root)/drafts", olderThan: ArtifactStore.draftAge)
  }

  /// Returns when everything that was published here would survive a loss of power.
  public func flush() throws(StoreError) { try commit?.flush() }

  var fileMode: mode_t { ArtifactStore.modes(root).file }
  var folderMode: mode_t { ArtifactStore.modes(root).folder }

  /// Files may be written by the group where the store's folder is, by others never.
  private static func modes(_ root: String) -> (file: mode_t, folder: mode_t) {
    var status = stat()
    let isGroupWritable = stat(root, &status) == 0 && status.st_mode & 0o020 != 0
    return isGroupWritable ? (0o664, 0o775) : (0o644, 0o755)
  }

  /// Makes the folders that every store has.
  func establish() throws(StoreError) {
    try ArtifactStore.checkLayout(of: root)
    try Disk.makeFolder(root, mode: 0o755)
    for folder in ["objects", "records", "drafts", "quarantine", "holders"] {
      try Disk.makeFolder("\(root)/\(folder)", mode: folderMode)
    }
    try publishText("\(ArtifactStore.layoutText)\(ArtifactStore.layoutVersion)\n", as: "layout")
    // The store lies in people's projects, and does not belong into their history.
    try publishText("*\n", as: ".gitignore")
  }

  /// Writes a file of the store unless it is there.
  func publishText(_ text: String, as name: String) throws(StoreError) {
    let draft = try Draft(in: "\(root)/drafts", mode: fileMode)
    try draft.write(Array(text.utf8))
    _ = try draft.publish(as: "\(root)/\(name)")
  }

  private var layoutPath: String { "\(root)/layout" }

  private static func checkLayout(of root: String) throws(StoreError) {
    let path = "\(root)/layout"
    guard try Disk.status(path) != nil else {
      let strangers = try Disk.names(in: root).filter { !ArtifactStore.ownNames.contains($0) }
      if !strangers.isEmpty { throw .notAStore(path: root) }
      return
    }
    let file = try OpenFile(reading: path)
    let text = String(decoding: try file.contents(limit: 64), as: UTF8.self)
    guard text.hasPrefix(ArtifactStore.layoutText) else { throw .notAStore(path: root) }
    let found = text.dropFirst(ArtifactStore.layoutText.count).prefix { $0 != "\n" }
    guard Int(found) == ArtifactStore.layoutVersion else {
      throw .otherLayout(path: root, found: String(found), known: ArtifactStore.layoutVersion)
    }
  }

  private static let ownNames: Set<String> = [
    "objects", "records", "drafts", "quarantine", "holders", "locks", "layout", ".gitignore", "trash",
    "users",
    "pins", "history",
  ]

  /// A new draft; the store is made where it is missing.
  func draft() throws(StoreError) -> Draft {
    let folder = "\(root)/drafts"
    // Also after a death between the two, so that no store stays without its version.
    let isWhole = try Disk.status(layoutPath) != nil ? Disk.isFolder(folder) : false
    if !isWhole { try establish() }
    return try Draft(in: folder, mode: fileMode)
  }

  /// Moves a damaged file away, reports it, and describes it.
  ///
  /// - Parameter inode: of the file that was found damaged: by now another process may have put a sound one in
  ///   its place, and that one stays.
  func quarantine(_ subject: Damage.Subject, at path: String, inode: ino_t, reason: String) -> Damage {
    let name = path.split(separator: "/").suffix(2).joined(separator: "-")
    let place = "\(root)/quarantine/\(name).\(String(UInt32.random(in: .min ... .max), radix: 16))"
    var moved = false
    if let status = try? Disk.status(path), status.st_ino == inode {
      moved = rename(path, place) == 0
      if !moved, errno == ENOENT, (try? establish()) != nil { moved = rename(path, place) == 0 }
    }
    let damage = Damage(subject: subject, path: path, reason: reason, quarantine: moved ? place : nil)
    onDamage(damage)
    return damage
  }
}
