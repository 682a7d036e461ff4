import Foundation
import Glibc
import Testing

@testable import Pipeline

@Suite struct KeyLockTests {
  private let key = Digest.of("test", parts: [.text("key")])

  @Test func lockExcludesOthersInTheSameProcessUntilItIsReleased() throws {
    let temporary = try TemporaryStore()
    let other = try ArtifactStore(root: temporary.root)
    let lock = try temporary.store.lock(key)
    #expect(lock.isExclusive)
    let error = try #require(throws: StoreError.self) { try other.lock(key, wait: .no) }
    guard case .busy(let holder) = error else {
      Issue.record("expected a busy lock, found \(error)")
      return
    }
    #expect(holder.hasPrefix("process \(getpid()) on "))
    let unrelated = try other.lock(.of([1]), wait: .no)
    unrelated.release()
    lock.release()
    lock.release()
    try other.lock(key, wait: .no).release()
    #expect(other.holder(of: key) == "another process")
  }

  @Test func forgottenLockIsFreed() throws {
    let temporary = try TemporaryStore()
    do { _ = try temporary.store.lock(key) }
    try temporary.store.lock(key, wait: .no).release()
  }

  @Test func waitingEndsWithItsTimeOrOnRequestAndIsAnnouncedOnce() throws {
    let temporary = try TemporaryStore()
    let lock = try temporary.store.lock(key)
    defer { lock.release() }
    var announced: [String] = []
    let start = ContinuousClock().now
    let error = try #require(throws: StoreError.self) {
      try temporary.store.lock(key, wait: .seconds(0.1), onWait: { announced.append($0) })
    }
    #expect(ContinuousClock().now - start >= .seconds(0.1))
    #expect(announced.count == 1 && error == .busy(holder: announced[0]))
    var asked = 0
    #expect(throws: StoreError.waitCancelled(holder: announced[0])) {
      try temporary.store.lock(
        key,
        isCancelled: {
          asked += 1; return asked > 3
        })
    }
  }

  @Test func oneOfManyThreadsWorksAtATime() throws {
    let temporary = try TemporaryStore()
    let store = temporary.store
    let counter = "\(temporary.folder)/counter"
    try write([0], toFile: counter)
    let key = key
    DispatchQueue.concurrentPerform(iterations: 8) { _ in
      for _ in 0..<10 {
        do {
          let lock = try store.lock(key)
          defer { lock.release() }
          // Reading and writing back loses counts unless the lock keeps the others out.
          let count = try bytes(ofFile: counter)[0]
          usleep(100)
          try write([count + 1], toFile: counter)
        } catch { Issue.record(error) }
      }
    }
    #expect(try bytes(ofFile: counter) == [80])
  }

  @Test func lockHoldsAgainstAnotherProcess() async throws {
    let root = try TemporaryStore.newFolder()
    defer { try? FileManager.default.removeItem(atPath: root) }
    let lock = try ArtifactStore(root: root).lock(key)
    defer { lock.release() }
    await #expect(processExitsWith: .exitCode(6)) { [root = root as String] in
      let store = try ArtifactStore(root: root)
      do {
        _ = try store.lock(Digest.of("test", parts: [.text("key")]), wait: .no)
      } catch StoreError.busy { exit(6) }
    }
  }

  @Test func lockDiesWithItsProcess() async throws {
    let root = try TemporaryStore.newFolder()
    defer { try? FileManager.default.removeItem(atPath: root) }
    await #expect(processExitsWith: .signal(SIGKILL)) { [root = root as String] in
      let lock = try ArtifactStore(root: root).lock(Digest.of("test", parts: [.text("key")]))
      kill(getpid(), SIGKILL)
      lock.release()
    }
    // The dead process left its note behind and nothing else; it no longer counts.
    #expect(try Disk.names(in: "\(root)/holders").count == 1)
    let store = try ArtifactStore(root: root)
    #expect(store.holder(of: key) == "another process")
    #expect(try Disk.names(in: "\(root)/holders") == [])
    try store.lock(key, wait: .no).release()
  }
}
