import Spec
import Synchronization
import Testing

@testable import Pipeline

@Suite struct ParallelVerificationTests {
  @Test("Several threads find what one finds, each damage once, and tell how far they are")
  func same() async throws {
    for threads in [1, 4] {
      let home = try TemporaryStore()
      let writer = try SeriesWriter(home.store, count: 3000)
      var stored: [ObjectReference] = []
      for step in 0..<40 {
        stored += try writer.append {
          $0.update(repeating: Float(step)); $0[0] = Float(step) / 7
        }
      }
      stored += try writer.finish()
      let address = RecordAddress(group: .of([1]), name: "a")
      let output = Output(name: "o", reference: stored[18])
      _ = try home.store.publish(Record(kind: "k", components: .null, outputs: [output]), at: address)
      // Everything from 16 to 31 needs 16.
      for index in [16, 35] {
        var file = try bytes(ofFile: home.path(of: stored[index]))
        file[file.count - 1] ^= 1
        try write(file, toFile: home.path(of: stored[index]))
      }
      var last: VerificationProgress?
      let found = try await home.store.verify(threads: threads) { last = $0 }
      #expect(Set(found.damages.map(\.subject)) == [.object(stored[16].digest), .object(stored[35].digest)])
      #expect(found.damages.count == 2 && found.damages.allSatisfy { $0.quarantine != nil })
      #expect(found.objects == 16 + 3 && found.records == 1)
      #expect(last?.files == 41 && last?.total == 41 && last?.damages == 2)
      // Nothing damaged is left, and what misses its base is told by whoever reads it.
      #expect(try await home.store.verify(threads: threads).damages.isEmpty)
    }
  }

  @Test("A stop is heeded")
  func cancelled() async throws {
    let home = try TemporaryStore()
    _ = try home.store.write([1])
    let cancellation = Cancellation()
    cancellation.cancel()
    await #expect(throws: Cancelled.self) {
      try await home.store.verify(threads: 2, cancellation: cancellation)
    }
  }
}
