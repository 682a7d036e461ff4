import Testing

@testable import Pipeline

@Suite struct DigestTests {
  /// FIPS 180-4 examples.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ]) func digestIsThatOfThePublishedExample(text: String, hex: String) {
    #expect(Digest.of(Array(text.utf8)).hex == hex)
  }

  @Test func hexadecimalSpellingRoundTripsAndIsStrict() throws {
    for seed in 0..<50 {
      let digest = Digest.of([UInt8(seed)])
      #expect(Digest(hex: digest.hex) == digest)
      #expect(Digest(bytes: digest.bytes) == digest)
      #expect(digest.hex.hasPrefix(digest.short))
    }
    let hex = Digest.of([]).hex
    for wrong in ["", String(hex.dropLast()), hex + "0", hex.uppercased(), "g" + hex.dropFirst()] {
      #expect(Digest(hex: wrong) == nil)
    }
  }

  @Test func orderIsThatOfTheSpelling() {
    let digests = (0..<200).map { Digest.of([UInt8($0)]) }
    #expect(digests.sorted().map(\.hex) == digests.map(\.hex).sorted())
  }

  @Test func piecesHaveNoEffect() {
    let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0) }
    var builder = DigestBuilder()
    for start in stride(from: 0, to: 1000, by: 7) {
      builder.append(Array(bytes[start..<min(start + 7, 1000)]))
    }
    #expect(builder.finish() == Digest.of(bytes))
    builder.append(bytes)
    #expect(builder.finish() == Digest.of(bytes))
  }

  @Test func differentPartsNeverJoinToTheSame() {
    let digest = Digest.of([])
    let lists: [(String, [Digest.Part])] = [
      ("a", []), ("b", []), ("a", [.text("")]), ("a", [.text(""), .text("")]), ("a", [.text("ab")]),
      ("a", [.text("a"), .text("b")]), ("aT0:", []), ("a", [.bytes(Array("ab".utf8))]),
      ("as2:", [.text("ab")]),
      ("a", [.text("1")]), ("a", [.integer(1)]), ("a", [.integer(-1)]), ("a", [.digest(digest)]),
      ("a", [.bytes(digest.bytes)]), ("a", [.text(digest.hex)]), ("a", [.text("a1:b")]),
      ("a", [.text("as1:b")]),
    ]
    #expect(Set(lists.map { Digest.of($0.0, parts: $0.1) }).count == lists.count)
  }
}
