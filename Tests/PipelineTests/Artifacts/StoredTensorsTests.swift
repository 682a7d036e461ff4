import Randomized
import Testing

@testable import Pipeline

@Suite struct StoredTensorsTests {

  private static func floats(_ count: Int) -> [Float] {
    var random = SeededGenerator(seed: UInt64(count))
    return (0..<count).map { _ in Float.random(in: -1...1, using: &random) }
  }

  private static let queue = floats(70_001)
  private static let big = floats(300_000)
  private static let sum = floats(9000).map(Double.init)
  private static let position: [Int64] = [-7]

  private static func shown<Number: BitwiseCopyable>(
    _ name: String, _ element: TensorFile.Element, _ numbers: [Number]
  ) -> ShownTensor {
    ShownTensor(name, element, shape: [numbers.count]) { (body) throws(StoreError) in
      try numbers.span.withUnsafeBytes(body)
    }
  }

  private static var tensors: [ShownTensor] {
    [
      shown("queue", .float, queue), shown("sum", .double, sum), shown("position", .int64, position),
      shown("none", .float, [] as [Float]), shown("big", .float, big),
    ]
  }

  private static func file() -> TensorFile {
    var file = TensorFile()
    file.add("queue", queue, shape: [queue.count])
    file.add("big", big, shape: [big.count])
    file.add("sum", sum, shape: [sum.count])
    file.add("position", position, shape: [1])
    file.add("none", [] as [Float], shape: [0])
    return file
  }

  @Test func whatIsShownIsStoredAsTheSafetensorsFileOfAllOfIt() throws {
    let temporary = try TemporaryStore()
    let reference = try temporary.store.write(Self.tensors)
    let content = Self.file().encoded()
    #expect(reference == ObjectReference(digest: .of(content), size: content.count))
    #expect(try temporary.store.read(reference) == content)
    #expect(try temporary.store.write(Array(Self.tensors.reversed())) == reference)
    #expect(try temporary.store.write(content, as: .floats) == reference)
    #expect(try temporary.store.verify().isSound)
    #expect(try Disk.names(in: "\(temporary.root)/drafts") == [])
  }

  /// Written in one piece, so that it is read as one.
  @Test(arguments: ObjectEncoding.allCases) func tensorsAreReadOneByOneInAnyOrder(encoding: ObjectEncoding)
    throws
  {
    let temporary = try TemporaryStore()
    let reference = try temporary.store.write(Self.file().encoded(), as: encoding)
    let stored = try StoredTensors(reference, in: temporary.store)
    #expect(stored.names == ["big", "none", "position", "queue", "sum"])
    var (queue, big) = ([Float](repeating: 0, count: 70_001), [Float](repeating: 0, count: 300_000))
    var (sum, position) = ([Double](repeating: 0, count: 9000), [0] as [Int64])
    #expect(try queue.withUnsafeMutableBufferPointer { try stored.read("queue", into: $0) })
    #expect(try position.withUnsafeMutableBufferPointer { try stored.read("position", into: $0) })
    #expect(try sum.withUnsafeMutableBufferPointer { try stored.read("sum", into: $0) })
    #expect(try big.withUnsafeMutableBufferPointer { try stored.read("big", into: $0) })
    #expect(queue == Self.queue && big == Self.big && sum == Self.sum && position == Self.position)
    for (name, count) in [("queue", 70_000), ("sum", 9000), ("lost", 1), ("position", 1)] {
      var wrong = [Float](repeating: 0, count: count)
      #expect(try !wrong.withUnsafeMutableBufferPointer { try stored.read(name, into: $0) }, "\(name)")
    }
  }

  @Test func whatIsNoTensorsIsRefused() throws {
    let temporary = try TemporaryStore()
    for content: [UInt8] in [[], [1, 2, 3, 4], [UInt8](repeating: 255, count: 4000)] {
      let reference = try temporary.store.write(content, as: .floats)
      #expect(throws: InvalidTensors.self) { try StoredTensors(reference, in: temporary.store) }
    }
  }

  @Test func everyHarmIsFoundBeforeItIsReadAsNumbers() throws {
    let temporary = try TemporaryStore()
    var random = SeededGenerator(seed: 8)
    let reference = try temporary.store.write(Self.tensors)
    let path = temporary.path(of: reference)
    let whole = try bytes(ofFile: path)
    func readAll() throws {
      let stored = try StoredTensors(reference, in: temporary.store)
      for (name, numbers) in [("queue", Self.queue), ("big", Self.big)] {
        var found = [Float](repeating: 0, count: numbers.count)
        guard try found.withUnsafeMutableBufferPointer({ try stored.read(name, into: $0) }) else { return }
        #expect(found == numbers)
      }
      var found = [Double](repeating: 0, count: Self.sum.count)
      _ = try found.withUnsafeMutableBufferPointer { try stored.read("sum", into: $0) }
      #expect(found == Self.sum)
    }
    for trial in 0..<40 {
      var harmed = whole
      let place = Int.random(in: 0..<harmed.count, using: &random)
      if trial % 2 == 0 {
        harmed[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      } else {
        harmed.removeSubrange(place...)
      }
      try write(harmed, toFile: path)
      #expect(throws: StoreError.self, "trial \(trial) at \(place)") { try readAll() }
      #expect(temporary.takeDamage().map(\.subject) == [.object(reference.digest)])
      #expect(try temporary.store.write(Self.tensors) == reference)
    }
    try readAll()
  }
}
