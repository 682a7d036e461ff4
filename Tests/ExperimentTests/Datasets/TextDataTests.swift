import Compute
import Learning
import Spec
import Testing

@testable import Experiment

private func prepared(_ yaml: String, _ text: String) throws -> PreparedData {
  var random: any RandomSource = TestRandom(counter: 0)
  return try dataset(yaml).prepare(&random) { _ in Array(text.utf8) }
}

@Suite struct TextDatasetTests {
  @Test("every stretch of the text is an example, and what follows each position a target")
  func windows() throws {
    let data = try prepared("{kind: text, file: t.txt, context: 2, train_fraction: 0.6}", "abcabcaéab")
    #expect(
      data.train
        == Examples(
          count: 4, inputs: .windows([0, 1, 2, 0, 1], length: 2, vocabulary: 4),
          targets: .windows([1, 2, 0, 1, 2], length: 2, classes: 4)))
    #expect(
      data.validation
        == Examples(
          count: 2, inputs: .windows([0, 3, 0], length: 2, vocabulary: 4),
          targets: .windows([3, 0, 1], length: 2, classes: 4)))
    #expect(
      Signature(data.train)
        == Signature(inputs: .tokens(vocabulary: 4, length: 2), targets: .positions(classes: 4)))
  }

  @Test("bytes are their own numbers, and a limit cuts the end off")
  func bytes() throws {
    let data = try prepared(
      "{kind: text, file: t.txt, context: 1, unit: bytes, train_fraction: 0.5, limit: 4}", "aé€")
    #expect(data.train.inputs == .windows([97], length: 1, vocabulary: 256))
    #expect(data.validation.targets == .windows([0xE2], length: 1, classes: 256))
  }
}

@Suite struct TextLabelsTests {
  @Test(
    "words are cut as Python's script cuts them",
    arguments: [
      (
        "Don't STOP--the 80s' film<br /><br />was O.K.",
        ["dont", "stopthe", "s", "filmbr", "br", "was", "ok"]
      ),
      ("snake_case  ½ Ⅷ x²\u{A0}ÉCOLE\u{1F}e\u{301}", ["snake_case", "½", "ⅷ", "x²", "école", "e"]),
      ("--- 12 \t\n", []), ("\u{130}", ["i"]),
    ])
  func words(_ text: String, _ words: [String]) {
    #expect(Words(of: text).all == words)
  }

  @Test("frequent words have small numbers, of equals the first; stop words have none")
  func vocabulary() {
    let vocabulary = Vocabulary(
      counting: [["b", "the", "a"], ["a", "c", "the"]], without: ["the"], size: 2)
    #expect(vocabulary.words == ["a", "b"])
    #expect(vocabulary.numbers(of: ["b", "x", "the", "a", "b"]) == [2, 1, 2])
    #expect(StopWords.english.words.count == 179)
  }

  private let table = "review,sentiment\nred red sea,up\nred sea,down\nsun sun sun sun sea,up\nsea,down\n"

  @Test("only training texts are counted, and texts are filled up or cut where the spec says")
  func encoding() throws {
    let base = "kind: text-labels, file: r.csv, split: first, train_fraction: 0.5, vocabulary: 2"
    let left = try prepared("{\(base), length: 3}", table)
    #expect(left.train.inputs == .tokens([1, 1, 2, 0, 1, 2], length: 3, vocabulary: 3))
    #expect(left.train.targets == .values([1, 0], width: 1))
    #expect(left.validation.inputs == .tokens([0, 0, 2, 0, 0, 2], length: 3, vocabulary: 3))
    let right = try prepared("{\(base), length: 2, pad: right, keep: last, target_is: classes}", table)
    #expect(right.train.inputs == .tokens([1, 2, 1, 2], length: 2, vocabulary: 3))
    #expect(right.train.targets == .classes([1, 0], classes: 2))
    #expect(right.validation.inputs == .tokens([2, 0, 2, 0], length: 2, vocabulary: 3))
    let all = try prepared(
      "{kind: text-labels, file: r.csv, split: first, length: 3, vocabulary: {size: 1, from: all}}", table)
    #expect(all.validation.inputs == .tokens([0, 0, 1, 0, 0, 1], length: 3, vocabulary: 2))
  }

  @Test("aclImdb's archive gives its reviews by part, label and number")
  func archive() throws {
    let members = [
      ("aclImdb/test/neg/1_2.txt", "d"), ("aclImdb/train/pos/10_9.txt", "b"),
      ("aclImdb/train/unsup/0_0.txt", "no"),
      ("aclImdb/train/neg/0_1.txt", "c"), ("aclImdb/train/pos/9_7.txt", "a"), ("aclImdb/README", "no"),
    ]
    let bytes = Packing.gzip(Packing.tar(members.map { ($0.0, Array($0.1.utf8)) }))
    let texts = try LabelledTexts(archive: bytes, limit: nil, in: .inProject("a"))
    #expect(texts.texts == ["a", "b", "c", "d"])
    #expect(texts.labels == ["positive", "positive", "negative", "negative"])
  }

  @Test(
    "an exact stratified split trains as many rows as the share says, each class within one row of its own")
  func exact() throws {
    let cut = try decoded(["train_fraction": 0.75, "split": "stratified"]) { Cut(from: $0) }
    // 502 and 498 rows: 376.5 and 373.5 would both be rounded up.
    let classes = (0..<1000).map { Int32($0 < 502 ? 0 : 1) }
    var random: any RandomSource = TestRandom(counter: 0)
    let (train, validation) = cut.divide(1000, classes: classes, isTotalExact: true, &random)
    #expect(train.count == 750 && validation.count == 250)
    #expect(train.filter { classes[$0] == 0 }.count == 377)
    #expect(Set(train + validation).count == 1000)
  }
}
