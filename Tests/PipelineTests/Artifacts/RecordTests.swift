import Foundation
import Spec
import Testing

@testable import Pipeline

@Suite struct RecordTests {
  private let address = RecordAddress(group: .of("test", parts: [.text("key")]), name: "state-500")

  private func record(_ bytes: [UInt8] = [1]) -> Record {
    Record(kind: "train", components: ["a": 1], outputs: [Output(name: "out", inline: bytes)])
  }

  @Test func recordComesBackAsItWasPublished() throws {
    let temporary = try TemporaryStore()
    let store = temporary.store
    let large = (0..<5000).map { UInt8(truncatingIfNeeded: $0 &* $0) }
    let record = Record(
      kind: "train", components: ["a": 1, "b": ["x\n\u{0}é", 2.5, .null]],
      outputs: [
        try store.output(named: "small", [0, 10, 13, 255]), try store.output(named: "none", []),
        try store.output(named: "large", large),
      ],
      notes: ["from": 0, "to": 500], numericClass: "v3 · Haswell", references: [.of([1]), .of([2])])
    #expect(try store.publish(record, at: address) == .published)
    let read = try #require(try store.record(at: address))
    #expect(read == record)
    #expect(try read.outputs.map { try store.content($0) } == [[0, 10, 13, 255], [], large])
    #expect(read[output: "large"]?.inline == nil && read[output: "small"]?.inline != nil)
    #expect(read[output: "other"] == nil)
  }

  @Test func smallContentLiesInTheRecordAndLargeContentDoesNot() throws {
    let temporary = try TemporaryStore()
    let largest = [UInt8](repeating: 1, count: Output.largestInline)
    #expect(try temporary.store.output(named: "o", largest).inline == largest)
    #expect(!FileManager.default.fileExists(atPath: temporary.root))
    let output = try temporary.store.output(named: "o", largest + [1])
    #expect(output.inline == nil && temporary.store.holds(output.reference))
  }

  @Test func publishedRecordIsNeverReplaced() throws {
    let temporary = try TemporaryStore()
    let store = temporary.store
    #expect(try store.publish(record([1]), at: address) == .published)
    var same = record([1])
    same.numericClass = "v4"
    same.components = ["spelled": "otherwise"]
    #expect(try store.publish(same, at: address) == .identical)
    #expect(try store.publish(record([2]), at: address) == .differs(from: record([1])))
    var other = record([1])
    other.notes = 3
    #expect(try store.publish(other, at: address) == .differs(from: record([1])))
    #expect(try store.record(at: address) == record([1]))
  }

  @Test func recordIsReplacedOrRemovedOnRequest() throws {
    let temporary = try TemporaryStore()
    let store = temporary.store
    try store.replace(record([1]), at: address)
    try store.replace(record([2]), at: address)
    #expect(try store.record(at: address) == record([2]))
    #expect(try store.remove(at: address))
    #expect(try store.record(at: address) == nil)
    #expect(try store.records(in: address.group) == [])
  }

  @Test func recordOfWhatIsNotStoredIsRefused() throws {
    let temporary = try TemporaryStore()
    let absent = ObjectReference(digest: .of([5]), size: 1)
    let record = Record(kind: "k", components: .null, outputs: [Output(name: "o", reference: absent)])
    #expect(throws: StoreError.missing(absent)) { try temporary.store.publish(record, at: address) }
    #expect(try temporary.store.record(at: address) == nil)
  }

  @Test func recordsOfAGroupAreListedInOrder() throws {
    let temporary = try TemporaryStore()
    for name in ["state-2", "state-10", "A", "result"] {
      _ = try temporary.store.publish(record(), at: RecordAddress(group: address.group, name: name))
    }
    _ = try temporary.store.publish(record(), at: RecordAddress(group: .of([]), name: "elsewhere"))
    #expect(try temporary.store.records(in: address.group) == ["A", "result", "state-10", "state-2"])
  }

  @Test(arguments: ["", ".", "..", ".hidden", "a/b", "a b", "é", "a\n", String(repeating: "a", count: 201)])
  func nameThatIsNoFileNameIsNotAccepted(name: String) {
    #expect(!RecordAddress.accepts(name))
  }

  @Test(arguments: ["a", "state-500", "validation@0...500", "x_y=1,~+", String(repeating: "a", count: 200)])
  func nameOfLettersAndMarksIsAccepted(name: String) {
    #expect(RecordAddress.accepts(name))
  }

  @Test func soundTextThatDescribesNoRecordIsRefused() throws {
    func text(_ body: String) -> [UInt8] {
      Array("grokline-record 1 \(Digest.of(Array(body.utf8)).hex)\n\(body)".utf8)
    }
    let whole = String(decoding: RecordText.write(record([65]), at: address), as: UTF8.self)
    let body = String(whole.split(separator: "\n", maxSplits: 1)[1])
    guard case .success = RecordText.read(text(body), at: address) else {
      Issue.record("the unchanged text must be read")
      return
    }
    for changed in [
      "", "{}\n", "not json\n", "[]", body + "B", String(body.dropLast()),
      body.replacing("\"size\":1", with: "\"size\":-1"),
      body.replacing("\"size\":1", with: "\"size\":9223372036854775807"),
      body.replacing("\"kind\":\"train\"", with: "\"kind\":1"),
      body.replacing("state-500", with: "state-501"),
      body.replacing("\"references\":[]", with: "\"references\":[\"x\"]"),
    ] {
      guard case .failure = RecordText.read(text(changed), at: address) else {
        Issue.record("must be refused: \(changed)")
        continue
      }
    }
  }
}
