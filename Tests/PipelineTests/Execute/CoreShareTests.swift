import Foundation
import Synchronization
import Testing

@testable import Pipeline

@Suite("The cores of a store's processes")
struct CoreShareTests {
  private func share(_ wanted: Int, of all: Int, _ temporary: TemporaryStore, mayWait: Bool = true) throws
    -> CoreShare
  {
    try CoreShare(wanted, of: all, in: temporary.store, mayWait: mayWait, isMoot: { false })
  }

  @Test("are taken as far as they are free, and given back")
  func taken() throws {
    let temporary = try TemporaryStore()
    var first: CoreShare? = try share(2, of: 3, temporary)
    let second = try share(2, of: 3, temporary)
    #expect(first?.count == 2 && second.count == 1)
    first = nil
    #expect(try share(3, of: 3, temporary).count == 2)
  }

  @Test("Whoever must not wait gets one, and a cancelled wait ends")
  func withoutWaiting() throws {
    let temporary = try TemporaryStore()
    let all = try share(2, of: 2, temporary)
    #expect(try share(2, of: 2, temporary, mayWait: false).count == 1)
    _ = try CoreShare(1, of: 2, in: temporary.store, mayWait: true, isMoot: { true })
    #expect(all.count == 2)
  }

  @Test("are never in use by more than there are")
  func never() throws {
    let temporary = try TemporaryStore()
    let store = temporary.store
    let working = Atomic<Int>(0)
    let most = Atomic<Int>(0)
    DispatchQueue.concurrentPerform(iterations: 24) { _ in
      do {
        let share = try CoreShare(1, of: 2, in: store, mayWait: true, isMoot: { false })
        most.max(working.add(1, ordering: .relaxed).newValue, ordering: .relaxed)
        usleep(2000)
        working.subtract(1, ordering: .relaxed)
        withExtendedLifetime(share) {}
      } catch { Issue.record(error) }
    }
    #expect(most.load(ordering: .relaxed) <= 2)
  }
}
