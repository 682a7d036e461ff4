import Glibc
import Synchronization

/// The sign that a process uses a store. As long as it stands, nothing that was collected meanwhile is deleted.
///
/// It is a file in `users/` whose first byte is locked: the kernel frees the lock on any death. The file appears locked,
/// by a rename, so that nobody sees it before.
public final class StoreUser: Sendable {
  /// The name of the file.
  public let name: String
  private let path: String
  private let descriptor: Atomic<Int32>

  fileprivate init(name: String, path: String, descriptor: Int32) {
    (self.name, self.path) = (name, path)
    self.descriptor = Atomic(descriptor)
  }

  deinit { leave() }

  /// Says what is in use: a collection leaves it and what it reaches where it is.
  ///
  /// What is not announced may be moved to the trash, where this process still finds it.
  public func announce(_ roots: some Sequence<Root>) {
    let descriptor = descriptor.load(ordering: .relaxed)
    guard descriptor >= 0 else { return }
    let text = roots.map { $0.text + "\n" }.joined() + StoreUser.end
    var bytes = Array(text.utf8)[...]
    var offset = 1
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, offset) }
      // What cannot be announced is found in the trash.
      guard count > 0 else { return }
      bytes = bytes.dropFirst(count)
      offset += count
    }
  }

  /// Takes the sign down.
  public func leave() {
    let descriptor = descriptor.exchange(-1, ordering: .acquiringAndReleasing)
    guard descriptor >= 0 else { return }
    unlink(path)
    close(descriptor)
  }

  /// The last line: without it a list is not whole yet.
  fileprivate static let end = "end\n"
}

extension StoreUser {
  /// Puts up a sign that this process uses the store at `root`.
  ///
  /// Fails where there is no store, or where it cannot be written or locked: then nobody can collect either.
  convenience init?(of root: String, fileMode: mode_t, folderMode: mode_t) {
    let folder = "\(root)/users"
    guard (try? Disk.status("\(root)/layout")) != nil, (try? Disk.makeFolder(folder, mode: folderMode)) != nil
    else {
      return nil
    }
    let name = "\(getpid())-\(String(UInt64.random(in: .min ... .max), radix: 16))"
    let (draft, path) = ("\(root)/drafts/user-\(name)", "\(folder)/\(name)")
    let descriptor = Disk.createLocked(path, draft: draft, mode: fileMode)
    guard descriptor >= 0 else { return nil }
    self.init(name: name, path: path, descriptor: descriptor)
  }
}

extension ArtifactStore {
  private var usersFolder: String { "\(root)/users" }

  /// The sign of this store's user, put up now where there is none yet; the store is made if it is not there.
  public func signedUser() -> StoreUser? {
    // The signs of those that were killed go now and then.
    for name in (try? Disk.names(in: usersFolder)) ?? [] { _ = try? isUsing(name) }
    if let user { return user }
    try? establish()
    return StoreUser(of: root, fileMode: fileMode, folderMode: folderMode)
  }

  /// The processes that use the store, by the names of their signs, with what they announced; signs of the
  /// dead are removed.
  func users() throws(StoreError) -> [String: [Root]] {
    var users: [String: [Root]] = [:]
    for name in try Disk.names(in: usersFolder) where try isUsing(name) {
      users[name] = []
      guard let file = try? OpenFile(reading: "\(usersFolder)/\(name)"),
        let bytes = try? file.contents(limit: 1 << 30)
      else { continue }
      let text = String(decoding: bytes.dropFirst(), as: UTF8.self)
      guard text.hasSuffix(StoreUser.end) else { continue }
      users[name] = text.split(separator: "\n").compactMap { Root(String($0)) }
    }
    return users
  }

  /// Whether the process that put up a sign lives.
  public func isUsing(_ name: String) throws(StoreError) -> Bool {
    guard RecordAddress.accepts(name) else { return false }
    let path = "\(usersFolder)/\(name)"
    let descriptor = Disk.repeated { open(path, O_RDONLY | O_CLOEXEC) }
    guard descriptor >= 0 else {
      if errno == ENOENT { return false }
      throw Disk.failure("open", path)
    }
    defer { close(descriptor) }
    guard !RangeLock.isHeld(descriptor, offset: 0) else { return true }
    unlink(path)
    return false
  }
}
