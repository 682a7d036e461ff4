import Foundation
import Glibc
import Spec
import Testing

@testable import Pipeline

@Suite struct ConcurrencyTests {
  private static func content(_ index: Int) -> [UInt8] {
    (0..<20_000).map { UInt8(truncatingIfNeeded: $0 / 70 &+ index &* 13) }
  }

  @Test func manyWritersOfTheSameContentAllSucceed() throws {
    let temporary = try TemporaryStore()
    let root = temporary.root
    DispatchQueue.concurrentPerform(iterations: 8) { _ in
      do {
        let store = try ArtifactStore(root: root)
        for index in 0..<10 {
          let reference = try store.write(Self.content(index))
          #expect(try store.read(reference) == Self.content(index))
        }
      } catch { Issue.record(error) }
    }
    let found = try temporary.store.verify()
    #expect(found.objects == 10 && found.isSound)
    #expect(try Disk.names(in: "\(root)/drafts") == [])
  }

  @Test func exactlyOneOfManyPublishersWins() throws {
    let temporary = try TemporaryStore()
    let store = temporary.store
    let outcomes = OutcomeList()
    for round in 0..<10 {
      let address = RecordAddress(group: .of([UInt8(round)]), name: "result")
      DispatchQueue.concurrentPerform(iterations: 8) { writer in
        do {
          let record = Record(
            kind: "k", components: .null, outputs: [Output(name: "o", inline: [UInt8(writer % 2)])])
          outcomes.append(try store.publish(record, at: address))
        } catch { Issue.record(error) }
      }
      let round = outcomes.take()
      #expect(round.count(where: { $0 == .published }) == 1)
      #expect(round.count(where: { $0 == .identical }) == 3)
    }
    #expect(temporary.takeDamage().isEmpty)
  }

  /// Killed while it publishes without pause, a process leaves whole files and drafts, and nothing in between.
  @Test(arguments: 1...6) func storeOfAKilledWriterIsSound(attempt: Int) async throws {
    let root = try TemporaryStore.newFolder()
    defer { try? FileManager.default.removeItem(atPath: root) }
    await #expect(processExitsWith: .signal(SIGKILL)) { [root = root as String, attempt = attempt as Int] in
      let store = try ArtifactStore(root: "\(root)/store")
      Thread.detachNewThread {
        usleep(UInt32(attempt * attempt * 3000))
        kill(getpid(), SIGKILL)
      }
      for index in 0... {
        let output = try store.output(named: "o", Self.content(index) + Array("\(index)".utf8))
        let record = Record(kind: "k", components: .null, outputs: [output])
        _ = try store.publish(record, at: RecordAddress(group: .of([1]), name: "state-\(index)"))
      }
    }
    let store = try ArtifactStore(root: "\(root)/store")
    #expect(try store.verify().isSound)
    let output = try store.output(named: "o", Self.content(0) + Array("0".utf8))
    let record = Record(kind: "k", components: .null, outputs: [output])
    #expect(
      try store.publish(record, at: RecordAddress(group: .of([1]), name: "state-0")) != .differs(from: record)
    )
    #expect(try store.record(at: RecordAddress(group: .of([1]), name: "state-0")) == record)
  }
}

/// Outcomes collected from any thread; the lock owns the list.
private final class OutcomeList: @unchecked Sendable {
  private let lock = NSLock()
  private var outcomes: [Publication] = []

  func append(_ outcome: Publication) { lock.withLock { outcomes.append(outcome) } }

  func take() -> [Publication] {
    lock.withLock {
      defer { outcomes = [] }
      return outcomes
    }
  }
}
