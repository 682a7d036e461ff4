import Testing

@testable import Pipeline

@Suite struct ObjectHeaderTests {
  private let header = ObjectHeader(
    form: .zstd, reference: ObjectReference(digest: .of([1]), size: 70_000), storedSize: 300,
    storedDigest: .of([2]))

  @Test func headerComesBackFromItsBytes() {
    #expect(header.bytes.count == ObjectHeader.size)
    #expect(ObjectHeader(bytes: header.bytes) == header)
  }

  @Test func everyFlippedBitAndEveryTruncationIsNoticed() {
    for bit in 0..<(ObjectHeader.size * 8) {
      var bytes = header.bytes
      bytes[bit / 8] ^= 1 << UInt8(bit % 8)
      #expect(ObjectHeader(bytes: bytes) == nil, "bit \(bit)")
    }
    for count in 0..<ObjectHeader.size { #expect(ObjectHeader(bytes: Array(header.bytes[..<count])) == nil) }
  }

  @Test func sizesThatCannotBeTrueAreRefused() {
    var liar = header
    liar.reference = ObjectReference(digest: .of([1]), size: 1 << 40)
    #expect(ObjectHeader(bytes: liar.bytes) == nil)
    liar = header
    liar.form = .raw
    #expect(ObjectHeader(bytes: liar.bytes) == nil)
    liar = header
    liar.storedSize = .max
    #expect(ObjectHeader(bytes: liar.bytes) == nil)
  }
}
