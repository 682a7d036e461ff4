import Testing

@testable import Pipeline

@Suite struct FloatPlanesTests {
  @Test(arguments: [0, 1, 3, 4, 7, 8, 63, 64, 65, 1021, 4096]) func gatheringMatchesItsFormulaAndIsUndone(
    size: Int
  ) {
    let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ $0 / 256) }
    var expected = bytes
    let n = size / 4
    for i in 0..<n {
      for p in 0..<4 { expected[p * n + i] = bytes[4 * i + p] }
    }
    var gathered = [UInt8](repeating: 0, count: size)
    var scattered = gathered
    bytes.withUnsafeBytes { from in gathered.withUnsafeMutableBytes { FloatPlanes.gather(from, into: $0) } }
    gathered.withUnsafeBytes { from in
      scattered.withUnsafeMutableBytes { FloatPlanes.scatter(from, into: $0) }
    }
    #expect(gathered == expected)
    #expect(scattered == bytes)
  }
}
