import Foundation
import Glibc
import Randomized
import Spec
import Testing

@testable import Pipeline

@Suite struct ArtifactStoreTests {
  static let sizes = [0, 1, 3, 4, 5, 127, 4096, 4097, 100_000, 1_000_003]

  @Test(arguments: ObjectEncoding.allCases) func contentComesBackAsItWasWritten(encoding: ObjectEncoding)
    throws
  {
    let temporary = try TemporaryStore()
    var random = SeededGenerator(seed: 3)
    for size in Self.sizes {
      for content in [
        [UInt8](repeating: 7, count: size),
        (0..<size).map { _ in UInt8.random(in: .min ... .max, using: &random) },
        (0..<size).map { UInt8(truncatingIfNeeded: $0 / 100) },
      ] {
        let reference = try temporary.store.write(content, as: encoding)
        #expect(reference == ObjectReference(digest: .of(content), size: size))
        #expect(temporary.store.holds(reference))
        #expect(try temporary.store.read(reference) == content)
      }
    }
    #expect(temporary.takeDamage().isEmpty)
  }

  @Test func contentIsCompressedOnlyWhereThatGains() throws {
    let temporary = try TemporaryStore()
    var random = SeededGenerator(seed: 4)
    func storedSize(_ content: [UInt8], _ encoding: ObjectEncoding) throws -> Int {
      let reference = try temporary.store.write(content, as: encoding)
      return try bytes(ofFile: temporary.path(of: reference)).count - ObjectHeader.size
    }
    let noise = (0..<100_000).map { _ in UInt8.random(in: .min ... .max, using: &random) }
    #expect(try storedSize(noise, .bytes) == noise.count)
    #expect(try storedSize([UInt8](repeating: 5, count: 100_000), .bytes) < 100)
    // Weights near 0.05: plane by plane their exponents compress, as plain bytes they hardly do.
    func weights() -> [UInt8] {
      (0..<25_000).map { _ in Float.random(in: 0.04...0.06, using: &random) }.withUnsafeBytes { [UInt8]($0) }
    }
    let plain = try storedSize(weights(), .bytes)
    let planes = try storedSize(weights(), .floats)
    #expect(planes < plain && planes < 80_000)
  }

  @Test func missingContentIsNamed() throws {
    let temporary = try TemporaryStore()
    let reference = ObjectReference(digest: .of([1]), size: 1)
    #expect(!temporary.store.holds(reference))
    #expect(throws: StoreError.missing(reference)) { try temporary.store.read(reference) }
    _ = try temporary.store.write([1])
    let wrongSize = ObjectReference(digest: .of([1]), size: 2)
    #expect(throws: StoreError.missing(wrongSize)) { try temporary.store.read(wrongSize) }
    #expect(temporary.store.holds(reference))
  }

  @Test func nothingAppearsBeforeSomethingIsWritten() throws {
    let temporary = try TemporaryStore()
    let address = RecordAddress(group: .of([]), name: "result")
    #expect(try temporary.store.record(at: address) == nil)
    #expect(try temporary.store.records(in: address.group) == [])
    #expect(try temporary.store.remove(at: address) == false)
    #expect(try temporary.store.verify() == Verification())
    #expect(!FileManager.default.fileExists(atPath: temporary.root))
  }

  @Test func filesAreNeverWritableByOthers() throws {
    let temporary = try TemporaryStore()
    let reference = try temporary.store.write([1, 2, 3])
    let address = RecordAddress(group: .of([]), name: "result")
    _ = try temporary.store.publish(Record(kind: "k", components: .null, outputs: []), at: address)
    try temporary.store.lock(.of([])).release()
    for path in [
      temporary.root, "\(temporary.root)/objects", "\(temporary.root)/locks", "\(temporary.root)/layout",
      temporary.path(of: reference), temporary.path(of: address),
      Disk.parent(of: temporary.path(of: address)),
    ] {
      let mode = try #require(try Disk.status(path)).st_mode
      #expect(mode & 0o002 == 0, "\(path)")
      #expect(mode & 0o600 == 0o600, "\(path)")
    }
  }

  @Test func storeOfANewerGroklineIsNotTouched() throws {
    let temporary = try TemporaryStore()
    _ = try temporary.store.write([1])
    try write(Array("grokline store 3\n".utf8), toFile: "\(temporary.root)/layout")
    let error = try #require(throws: StoreError.self) { try ArtifactStore(root: temporary.root) }
    #expect(error == .otherLayout(path: temporary.root, found: "3", known: 2))
    #expect(error.description.contains("use the newer Grokline that made it"))
  }

  @Test func storeOfAnOlderGroklineIsNamedWithWhatToDoAndNotTouched() throws {
    let temporary = try TemporaryStore()
    let reference = try temporary.store.write([1])
    try write(Array("grokline store 1\n".utf8), toFile: "\(temporary.root)/layout")
    let error = try #require(throws: StoreError.self) { try ArtifactStore(root: temporary.root) }
    #expect(error == .otherLayout(path: temporary.root, found: "1", known: 2))
    #expect(
      error.description
        == "the store at '\(temporary.root)' was made by an older Grokline: it has layout 1, this one reads layout 2; "
        + "remove that folder, and its results are made again when they are needed, "
        + "or choose another store with --store")
    #expect(!error.isLoss && temporary.takeDamage().isEmpty)
    #expect(try bytes(ofFile: temporary.path(of: reference)).count == ObjectHeader.size + 1)
  }

  @Test func folderOfSomethingElseIsNotTouched() throws {
    let temporary = try TemporaryStore()
    try write([1], toFile: "\(temporary.folder)/thesis.txt")
    #expect(throws: StoreError.notAStore(path: temporary.folder)) {
      try ArtifactStore(root: temporary.folder)
    }
    #expect(try Disk.names(in: temporary.folder) == ["thesis.txt"])
  }

  @Test func storeWhoseMakingWasInterruptedIsFinished() throws {
    let temporary = try TemporaryStore()
    try Disk.makeFolder("\(temporary.root)/drafts", mode: 0o755)
    let store = try ArtifactStore(root: temporary.root)
    let reference = try store.write([1])
    #expect(try store.read(reference) == [1])
    #expect(try bytes(ofFile: "\(temporary.root)/layout") == Array("grokline store 2\n".utf8))
  }

  @Test func interruptedPublicationIsInvisibleAndSweptWhenOld() throws {
    let temporary = try TemporaryStore()
    let address = RecordAddress(group: .of([]), name: "result")
    _ = try temporary.store.publish(Record(kind: "k", components: .null, outputs: []), at: address)
    let young = "\(temporary.root)/drafts/1-young"
    let old = "\(temporary.root)/drafts/1-old"
    for path in [young, old] { try write([1, 2, 3], toFile: path) }
    var times = [timeval(tv_sec: 1, tv_usec: 0), timeval(tv_sec: 1, tv_usec: 0)]
    #expect(utimes(old, &times) == 0)
    #expect(try temporary.store.records(in: address.group) == ["result"])
    #expect(try temporary.store.verify().damages == [])

    // Held by a writer that lives, however long it takes.
    let held = try OpenFile(old, O_RDWR)
    #expect(RangeLock.attempt(on: held.descriptor, offset: 0) == .taken)
    _ = try ArtifactStore(root: temporary.root)
    #expect(try Disk.names(in: "\(temporary.root)/drafts") == ["1-old", "1-young"])
    RangeLock.free(held.descriptor, offset: 0)
    _ = try ArtifactStore(root: temporary.root)
    #expect(try Disk.names(in: "\(temporary.root)/drafts") == ["1-young"])
  }

  /// In a process of its own, which gives up the superuser's rights where it has them.
  @Test func folderWithoutPermissionIsNamedWithWhatToDo() async throws {
    let folder = try TemporaryStore.newFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    #expect(chmod(folder, 0o555) == 0)
    await #expect(processExitsWith: .success) { [folder = folder as String] in
      if geteuid() == 0 { try #require(setuid(65534) == 0) }
      let store = try ArtifactStore(root: "\(folder)/store")
      let error = try #require(throws: StoreError.self) { try store.write([1]) }
      #expect(error == .system(operation: "create folder", path: "\(folder)/store", errno: EACCES))
    }
  }

  @Test func storeThatMayOnlyBeReadIsRead() async throws {
    let temporary = try TemporaryStore()
    let root = temporary.root
    let reference = try temporary.store.write([1, 2, 3])
    let damaged = try temporary.store.write([4])
    try write([], toFile: temporary.path(of: damaged))
    chmod(temporary.path(of: damaged), 0o644)
    let names = try FileManager.default.subpathsOfDirectory(atPath: root)
    let folders = try ([root] + names.map { "\(root)/\($0)" }).filter { try Disk.isFolder($0) }
    for folder in folders { #expect(chmod(folder, 0o555) == 0) }
    defer { for folder in folders { chmod(folder, 0o755) } }
    await #expect(processExitsWith: .success) { [root = root as String] in
      if geteuid() == 0 { try #require(setuid(65534) == 0) }
      let store = try ArtifactStore(root: root)
      #expect(try store.read(ObjectReference(digest: .of([1, 2, 3]), size: 3)) == [1, 2, 3])
      #expect(try store.write([1, 2, 3]).size == 3)
      #expect(throws: StoreError.self) { try store.write([5]) }
      // What cannot be moved away is reported all the same, and never served.
      let error = try #require(throws: StoreError.self) {
        try store.read(ObjectReference(digest: .of([4]), size: 1))
      }
      guard case .damaged(let damage) = error else { exit(9) }
      #expect(damage.quarantine == nil && damage.description.contains("could not be moved away"))
    }
    #expect(try temporary.store.read(reference) == [1, 2, 3])
  }

  @Test func failuresOfTheSystemSayWhatToDo() {
    func text(_ code: Int32) -> String {
      StoreError.system(operation: "write", path: "/store/x", errno: code).description
    }
    #expect(
      text(ENOSPC)
        == "cannot write '/store/x': no space left on device; "
        + "free space there, or put the store elsewhere with --store")
    #expect(text(EACCES).contains("permission denied; give this user access"))
    #expect(text(EROFS).contains("the file system is read-only"))
    #expect(text(EMFILE).contains("ulimit -n"))
    #expect(StoreError.system(operation: "write", path: "/x", errno: EDQUOT).isDiskFull)
    #expect(!StoreError.system(operation: "write", path: "/x", errno: EIO).isDiskFull)
  }

  /// `/dev/full` refuses every byte as a full disk does.
  @Test func fullDiskIsRecognized() throws {
    let full = try OpenFile("/dev/full", O_WRONLY)
    let error = try #require(throws: StoreError.self) {
      try [1, 2, 3].span.withUnsafeBytes { (bytes) throws(StoreError) in try full.write(bytes) }
    }
    #expect(error.isDiskFull)
  }

  /// A limit on the size of files stands in for a disk that fills up in the middle of a write.
  @Test func writeThatFailsHalfwayLeavesNothingBehind() async throws {
    let folder = try TemporaryStore.newFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    await #expect(processExitsWith: .success) { [folder = folder as String] in
      let store = try ArtifactStore(root: folder)
      _ = try store.write([1])
      signal(SIGXFSZ, SIG_IGN)
      var limit = rlimit(rlim_cur: 4096, rlim_max: 4096)
      try #require(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
      var random = SeededGenerator(seed: 5)
      let noise = (0..<10_000).map { _ in UInt8.random(in: .min ... .max, using: &random) }
      let error = try #require(throws: StoreError.self) { try store.write(noise) }
      guard case .system("write", _, EFBIG) = error else { exit(9) }
      #expect(try Disk.names(in: "\(folder)/drafts") == [])
      #expect(!store.holds(ObjectReference(digest: .of(noise), size: noise.count)))
    }
  }
}
