import CStorage
import Glibc

/// Sees to it that published files survive a loss of power: together, and within half a second.
///
/// A thousand small results cost a thousand flushes one by one, and one flush together. Until then they are whole for
/// everybody on this machine, and a killed process takes nothing with it; only a loss of power could, and then the checks
/// at the next use find it, and that little work is done again. Before anything is removed because something newer
/// stands in for it, the newer is flushed.
///
/// Sendable because everything that changes is only touched under the lock.
final class GroupCommit: @unchecked Sendable {
  /// Files that may not be on disk yet.
  private struct Group {
    /// Of the first files, which are flushed one by one.
    var descriptors: [Int32] = []
    var folders: Set<String> = []
    /// Of the store's folder, opened when files become many: then the whole file system is flushed, which costs less.
    var fileSystem: Int32 = -1

    var isEmpty: Bool { descriptors.isEmpty && fileSystem < 0 }

    func close() {
      for descriptor in descriptors + [fileSystem] where descriptor >= 0 { Glibc.close(descriptor) }
    }
  }

  private let root: String
  private let lock = ThreadLock()
  private var group = Group()
  /// What went wrong in the background, for whoever comes next.
  private var failure: StoreError?
  /// Held while a group is flushed, so that whoever asks for a flush waits for one that is under way.
  private let flushing = ThreadLock()

  /// How many files are flushed one by one.
  private static let few = 32
  /// Microseconds between a group's first file and its flush.
  private static let delay: UInt32 = 500_000

  init(root: String) { self.root = root }

  deinit { group.close() }

  /// Takes in a file that was published in `folder` just now.
  ///
  /// - Throws: also what went wrong when an earlier group was flushed.
  func add(_ file: borrowing OpenFile, in folder: String) throws(StoreError) {
    lock.lock()
    let failure = failure
    self.failure = nil
    let isFirst = group.isEmpty
    let isTaken = take(file.descriptor, in: folder)
    lock.unlock()
    if let failure { throw failure }
    guard isTaken else {
      // Out of descriptors.
      try file.synchronize()
      return try Disk.synchronizeFolder(folder)
    }
    if isFirst {
      OwnThread.start { [weak self] in
        usleep(GroupCommit.delay)
        self?.flushInBackground()
      }
    }
  }

  private func take(_ descriptor: Int32, in folder: String) -> Bool {
    if group.descriptors.count < GroupCommit.few {
      let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
      guard copy >= 0 else { return false }
      group.descriptors.append(copy)
      group.folders.insert(folder)
      return true
    }
    if group.fileSystem < 0 { group.fileSystem = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
    return group.fileSystem >= 0
  }

  private func flushInBackground() {
    do throws(StoreError) {
      try flush()
    } catch {
      lock.lock()
      failure = error
      lock.unlock()
    }
  }

  /// Returns when everything that was taken in would survive a loss of power.
  func flush() throws(StoreError) {
    flushing.lock()
    defer { flushing.unlock() }
    lock.lock()
    let (group, failure) = (self.group, self.failure)
    (self.group, self.failure) = (Group(), nil)
    lock.unlock()
    defer { group.close() }
    if let failure { throw failure }
    if group.fileSystem >= 0, Disk.repeated({ gk_flush_file_system(group.fileSystem) }) != 0 {
      throw Disk.failure("flush", root)
    }
    for descriptor in group.descriptors where Disk.repeated({ fsync(descriptor) }) != 0 {
      throw Disk.failure("flush", root)
    }
    for folder in group.folders.sorted() { try Disk.synchronizeFolder(folder) }
  }
}
