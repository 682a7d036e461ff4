import Testing

@testable import Experiment

/// What an independent implementation, Python's zlib, made: name, gzip file in hexadecimal, content.
private let samples: [(name: String, file: String, content: [UInt8])] = [
  (
    "nothing",
    """
    1f8b080000000000020303000000000000000000
    """,
    []
  ),
  (
    "stored",
    """
    1f8b08000000000004030164009bff00010409101924314051647990a9c4e10526496e95bee91b4a7baee31f5893d014\
    5598dd2972bd0f5eaf075cb3116cc92d8ef15bc2309b0d7ced65da56cf4fcc50d159de6af38315a43acd67039c3cd97d\
    23c6701cc57527d68c44f9b57333f0b47a420cfee39eec64000000
    """,
    squares(100)
  ),
  (
    "fixed codes",
    """
    1f8b08000000000002032bc94855282ccd4cce56482aca2fcf5348cbaf50c82acd2d2856c82f4b2d5228014ae7245655\
    2aa4e4a7eb2824e6a5a0882814e7a4a68294e6e981c50797410090e2188bdb000000
    """,
    Array(
      String(repeating: "the quick brown fox jumps over the lazy dog, and the lazy dog sleeps on. ", count: 3)
        .utf8)
  ),
  (
    "own codes",
    """
    1f8b0800000000000203636064e11490543174084ca99cb0f2c8435635cfbca9fb5e4a7b55af7b2c1f31f98248e88cbb\
    9a457bf9e3d6b3c76c16cc39a9dbf731fa90c16cde9ab7a9b7c2cefb9f09b818792feb73b3e812abb3e9cc736c6ed62a\
    1f2b90395aaa7eadc7e5e7d662e30f5baa9c782e2f2c74167f716056598889d8d7db87d7ce6c2fcf8c0df67675b4b777\
    74f50e8ecd2c6f9fb9f6f0edaf62262165b30ebc10772e5c7899c7a96acb07e3e2ad3f5d7aaea9971e952938a65c7bd3\
    660e73fa59ab25a2cd9fb3ee455e0c38e37f3eec56eadb1aded90687a23ff6e99ecc11dc1cc3be3e8e7f6f91e6dd19a1\
    22172647c83f5e57ed25fd72dfd43c4f35d68747564ea84c097430549114e064616418f53aedbc0e0076319eb1580200\
    00
    """,
    squares(600)
  ),
  (
    "huffman only",
    """
    1f8b080000000000020305c10b1640201040d1adbc0538f6148d429af441addebdd50b77dbd79325eb1bd9f4e368572a\
    e82399ea856046c7aa9b30d152bd10cce858759420920a1a67aa17eeb6af274bd637b2e9c7d1ae54d04732d50bc18c8e\
    553761a2a57a2198d1b1ea2841241534ce542fdc6d5f4f96ac6f64d38fa35da9a08f64aa1782191dab6ec2444bf54230\
    a363d55182482a689cf90190e2188bdb000000
    """,
    Array(
      String(repeating: "the quick brown fox jumps over the lazy dog, and the lazy dog sleeps on. ", count: 3)
        .utf8)
  ),
  (
    "one byte repeated",
    """
    1f8b0800000000000203edc13101000000c2a0f54f6d0a3fa00000000080b701a80ee5d888130000
    """,
    [UInt8](repeating: 0, count: 5000)
  ),
  (
    "a header with everything",
    """
    1f8b081e0000000000030400616263646e616d652e747874006120636f6d6d656e740077a8cb48cdc9c9070086a61036\
    05000000
    """,
    Array("hello".utf8)
  ),
]

private func bytes(_ text: String) -> [UInt8] { Experiment.bytes(hexadecimal: text) ?? [] }

private func content(_ file: [UInt8]) throws(MalformedBytes) -> [UInt8] {
  let stream = try GzipStream(file)
  var content: [UInt8] = []
  while true {
    let chunk = try stream.read()
    if chunk.isEmpty { return content }
    content += chunk
  }
}

/// 0, 1, 4, 9, … modulo a prime: no two neighbours alike, and the whole repeats.
private func squares(_ count: Int) -> [UInt8] { (0..<count).map { UInt8($0 * $0 % 251) } }

@Suite struct InflaterTests {
  @Test("what zlib compressed comes back, by every type of block", arguments: samples)
  func roundTrip(name: String, file: String, expected: [UInt8]) throws {
    #expect(try content(bytes(file)) == expected)
  }

  @Test("members one after the other are one content, and zeros may follow")
  func members() throws {
    let file = Packing.gzip([1, 2, 3]) + Packing.gzip([4]) + [0, 0, 0]
    #expect(try content(file) == [1, 2, 3, 4])
  }

  @Test("content longer than a chunk is handed out without a gap")
  func long() throws {
    let long = squares(200_000)
    var reader = try ByteReader(Packing.gzip(long))
    try reader.skip(70_000, "the beginning")
    #expect(try reader.take(100_000, "the middle") == Array(long[70_000..<170_000]))
    #expect(reader.offset == 170_000)
  }

  @Test("every truncation is noticed", arguments: samples)
  func truncation(name: String, file: String, expected: [UInt8]) {
    let file = bytes(file)
    for count in 2..<file.count {
      #expect(throws: MalformedBytes.self) { try content(Array(file[..<count])) }
    }
  }

  @Test("no flipped bit gives other content, and none ends the program")
  func flips() {
    for (name, file, expected) in samples {
      let file = bytes(file)
      for bit in stride(from: 16, to: file.count * 8, by: 1) {
        var damaged = file
        damaged[bit / 8] ^= 1 << UInt8(bit % 8)
        if let read = try? content(damaged) { #expect(read == expected, "\(name), bit \(bit)") }
      }
    }
  }

  @Test("random bytes behind a header end in an error or in content that fits its checksum")
  func noise() {
    var random = SystemRandom(state: 7)
    for _ in 0..<400 {
      let noise = (0..<Int(random.next() % 300)).map { _ in UInt8(truncatingIfNeeded: random.next() >> 24) }
      #expect(throws: MalformedBytes.self) { try content([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3] + noise) }
    }
  }
}

/// A small generator with a seed, for damage that is the same every time.
struct SystemRandom {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state >> 11
  }
}
