import Testing

@testable import Pipeline

@Suite struct ZstdTests {
  @Test(arguments: [0, 1, 1000, 300_000]) func contentComesBack(size: Int) throws {
    let content = (0..<size).map { UInt8(truncatingIfNeeded: $0 / 50) }
    let frame = Zstd.compress(content)
    #expect(try Zstd.decompress(frame, limit: size) == content)
    #expect(try Zstd.decompress(Zstd.compress(content, level: 19), limit: .max) == content)
  }

  @Test func contentBeyondTheLimitIsRefused() throws {
    let frame = Zstd.compress([UInt8](repeating: 1, count: 1001))
    #expect(throws: Zstd.Failure.self) { try Zstd.decompress(frame, limit: 1000) }
  }

  @Test func sizeThatTheFrameCannotHoldIsRefusedBeforeMemoryIsTaken() throws {
    // The frame header: magic, descriptor with an eight-byte content size, and a size of 2⁶².
    let frame: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0xE0, 0, 0, 0, 0, 0, 0, 0, 0x40, 1, 0, 0]
    #expect(throws: Zstd.Failure.self) { try Zstd.decompress(frame, limit: .max) }
  }

  @Test func everyTruncationAndAnyTailIsRefused() throws {
    let frame = Zstd.compress((0..<5000).map { UInt8(truncatingIfNeeded: $0 * $0 / 7) })
    for count in 0..<frame.count {
      #expect(throws: Zstd.Failure.self) { try Zstd.decompress(Array(frame[..<count]), limit: 5000) }
    }
    #expect(throws: Zstd.Failure.self) { try Zstd.decompress(frame + [0], limit: 5000) }
    #expect(throws: Zstd.Failure.self) { try Zstd.decompress(frame + frame, limit: 10_000) }
  }
}
