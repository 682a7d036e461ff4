import Foundation
import Spec
import Testing

@testable import Pipeline

@Suite("Small results are flushed together") struct GroupCommitTests {
  private func record(_ number: Int) -> Record {
    Record(kind: "test", components: .null, outputs: [Output(name: "out", inline: Array("\(number)".utf8))])
  }

  private func address(_ number: Int) -> RecordAddress {
    RecordAddress(group: .of([UInt8(number % 7)]), name: "r\(number)")
  }

  @Test("others read them before they are flushed, however many there are", arguments: [1, 32, 33, 200])
  func visible(count: Int) throws {
    let temporary = try TemporaryStore()
    let store = try ArtifactStore(root: temporary.root, grouping: true)
    for number in 0..<count { #expect(try store.publish(record(number), at: address(number)) == .published) }
    for number in 0..<count { #expect(try temporary.store.record(at: address(number)) == record(number)) }
    try store.flush()
    try store.flush()
    #expect(try store.publish(record(0), at: address(0)) == .identical)
  }

  @Test("a flush that fails is told once, to whoever asks or publishes next")
  func failure() throws {
    let folder = try TemporaryStore.newFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let commit = GroupCommit(root: folder)
    try FileManager.default.createDirectory(atPath: folder + "/records", withIntermediateDirectories: true)
    let file = try OpenFile(folder + "/records/a", O_WRONLY | O_CREAT, mode: 0o644)
    try commit.add(file, in: folder + "/records")
    try FileManager.default.removeItem(atPath: folder + "/records")
    #expect(throws: StoreError.self) { try commit.flush() }
    try commit.flush()
  }

  @Test("the flush comes by itself, and what went wrong is told to whoever publishes next")
  func background() async throws {
    let folder = try TemporaryStore.newFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let commit = GroupCommit(root: folder)
    let file = try OpenFile(folder + "/a", O_WRONLY | O_CREAT, mode: 0o644)
    try commit.add(file, in: folder + "/nowhere")
    var told: StoreError?
    for _ in 0..<600 where told == nil {
      try await Task.sleep(for: .milliseconds(50))
      do throws(StoreError) { try commit.add(file, in: folder) } catch { told = error }
    }
    #expect(told == .system(operation: "open", path: folder + "/nowhere", errno: ENOENT))
  }
}

@Suite struct ConcurrentlyTests {
  @Test(arguments: [0, 1, 5, 64, 1000])
  func partsComeInOrderAndCoverEverything(count: Int) {
    let parts = concurrently(count, least: 10) { Array($0) }
    #expect(parts.flatMap(\.self) == Array(0..<count))
  }
}
