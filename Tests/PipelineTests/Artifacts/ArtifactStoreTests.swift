import Foundation
import Spec
import Testing

@testable import Pipeline

@Suite struct ArtifactStoreTests {
  static func sizes() -> [Int] { [0, 1, 3, 4, 5, 127, 4096, 4097, 100_000, 1_000_003] }

  @Test(arguments: ObjectEncoding.allCases) func contentComesBackAsItWasWritten(encoding: ObjectEncoding)
    throws
  {
    let temporary = try TemporaryStore()
    for size in Self.sizes() {
      for content in [
        [UInt8](repeating: 7, count: size), (0..<size).map { _ in UInt8.random(in: .min ... .max) },
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

  @Test func recordComesBackAsItWasPublished() throws {
    let temporary = try TemporaryStore()
    let store = temporary.store
    let large = (0..<5000).map { UInt8(truncatingIfNeeded: $0 &* $0) }
    let record = Record(
      kind: "train", components: ["a": 1, "b": ["x", 2.5, .null]],
      outputs: [
        try store.output(named: "small", [0, 10, 13, 255]), try store.output(named: "none", []),
        try store.output(named: "large", large),
      ],
      notes: ["from": 0, "to": 500], numericClass: "v3 · Haswell", references: [.of([1]), .of([2])])
    let address = RecordAddress(group: .of("test", parts: [.text("key")]), name: "state-500")
    #expect(try store.record(at: address) == nil)
    #expect(try store.publish(record, at: address) == .published)
    #expect(try store.record(at: address) == record)
    #expect(try store.records(in: address.group) == ["state-500"])
    let read = try #require(try store.record(at: address))
    #expect(try read.outputs.map { try store.content($0) } == [[0, 10, 13, 255], [], large])
  }
}
