import Glibc

/// The right to use some of the machine's cores, among all processes that work with one store.
///
/// The cores are bytes of the store's lock file, beyond those of keys, so that the kernel gives back what a dead process
/// held. Where the file system has no locks, everybody may use what he asks for.
final class CoreShare {
  /// How many cores were granted: at least one.
  let count: Int
  private let descriptor: Int32
  private let held: [Int]

  /// Offsets of keys are below.
  private static let first = 1 << 62

  /// Waits until one of `all` cores is free, and takes up to `wanted` of those that are.
  ///
  /// - Parameters:
  ///   - mayWait: false takes what is free, and one in any case. Whoever holds a key's lock must not wait here: those that
  ///     have the cores may be waiting for that lock.
  ///   - isMoot: asked while waiting; true gives up.
  init(
    _ wanted: Int, of all: Int, in store: ArtifactStore, mayWait: Bool,
    isMoot: () throws(StoreError) -> Bool
  ) throws(StoreError) {
    descriptor = try store.openLocks()
    var held: [Int] = []
    var pause = 500
    search: while true {
      for core in 0..<max(all, 1) where held.count < wanted {
        switch RangeLock.attempt(on: descriptor, offset: CoreShare.first + core) {
        case .taken: held.append(CoreShare.first + core)
        case .held: continue
        case .unsupported: break search
        }
      }
      if !held.isEmpty || !mayWait { break }
      if try isMoot() { break }
      usleep(UInt32(pause))
      pause = min(pause * 2, 10_000)
    }
    self.held = held
    count = held.isEmpty ? (mayWait ? wanted : 1) : held.count
  }

  deinit {
    // Freed by name first: a child that is just being started may still hold a copy of the descriptor.
    for offset in held { RangeLock.free(descriptor, offset: offset) }
    close(descriptor)
  }
}
