public import Compute
public import Learning
public import Spec

/// Texts and their labels from a table: a text as the numbers of its frequent words, a label as 0 or 1, or as a class.
///
/// The words of the training texts, without stop words, are counted; the `size` most frequent ones, of equals the one
/// that came first, get the numbers from 1 on. A text is the numbers of those of its words that have one, filled up
/// with 0 to `length`. Labels are numbered in the order of their characters.
/// Source: the preparation of IMDb in the published code of Grokfast and Omnigrok.
public struct TextLabels: DatasetKind {
  public static let kind = "text-labels"
  public static let summary = "Texts and their labels from a table; each word is a token."
  public static let example = """
    kind: text-labels
    source: imdb
    limit: 100
    vocabulary: {size: 20}
    length: 30
    split: stratified
    train_fraction: 0.75
    """

  /// What a label becomes.
  public enum Meaning: String, NamedChoice {
    /// One number, 0 or 1.
    case number
    case classes
  }

  private enum Side: String, NamedChoice {
    case left, right
  }

  private enum End: String, NamedChoice {
    case first, last
  }

  private enum Origin: String, NamedChoice {
    case train, all
  }

  private let file: DataFile
  private let isArchive: Bool
  private let textColumn: String
  private let labelColumn: String
  private let meaning: Meaning
  private let size: Int
  private let origin: Origin
  private let stopWords: StopWords
  private let length: Int
  private let pad: Side
  private let keep: End
  private let cut: Cut
  public let seed: BlockSeed?

  public init(from fields: Fields) throws(InvalidSpec) {
    let form = fields.read("form", "table: a CSV file; folders: aclImdb's archive.", default: Form.table)
    isArchive = form == .folders
    file = fields.readOrigin(role: isArchive ? "archive" : "table", default: nil)
    textColumn = fields.read("text", "The column of the texts.", default: "review")
    labelColumn = fields.read("label", "The column of the labels.", default: "sentiment")
    meaning = fields.read(
      "target_is", "number: 0 or 1, of two labels; classes: one of any.", default: .number)
    length = fields.read("length", "How many tokens a text becomes.", default: 500, .between(1, 100_000))
    pad = fields.read("pad", "Where shorter texts are filled up with 0.", default: .left)
    keep = fields.read("keep", "Which tokens of longer texts are kept.", default: .first)
    cut = Cut(from: fields)
    seed = fields.readSeed()
    let vocabulary = fields.readGroup("vocabulary", "Which words have numbers.", short: "size") {
      fields throws(InvalidSpec) in
      (
        size: fields.read("size", "How many words.", default: 1000, .between(1, 1_000_000)),
        origin: fields.read("from", "The texts that are counted.", default: Origin.train),
        stopWords: fields.read("stop_words", "Words that are never counted.", default: StopWords.english)
      )
    }
    size = vocabulary?.size ?? 1
    origin = vocabulary?.origin ?? .train
    stopWords = vocabulary?.stopWords ?? .english
  }

  private enum Form: String, NamedChoice {
    case table, folders
  }

  public var shape: DatasetShape {
    let train = cut.limit.map { _ in cut.trainCount(.max) }
    return DatasetShape(
      input: .tokens(vocabulary: size + 1, length: length),
      target: meaning == .number ? .values(width: 1) : nil,
      trainCount: train, validationCount: train.flatMap { train in cut.limit.map { $0 - train } })
  }

  public var files: [DataFile] { [file] }

  public func prepare(
    _ random: inout any RandomSource, read: (DataFile) throws -> [UInt8]
  ) throws -> PreparedData {
    let bytes = try read(file)
    let table =
      try isArchive
      ? LabelledTexts(archive: bytes, limit: cut.limit, in: file)
      : LabelledTexts(table: bytes, text: textColumn, label: labelColumn, limit: cut.limit, in: file)
    let words = table.texts.map { Words(of: $0).all }
    let (labels, classes) = try numbered(table)
    let (train, validation) = cut.divide(words.count, classes: labels, isTotalExact: true, &random)
    guard !train.isEmpty, !validation.isEmpty else {
      throw MalformedData.undivided(words.count, train.count, file: file)
    }
    let vocabulary = Vocabulary(
      counting: origin == .train ? train.map { words[$0] } : words, without: stopWords.words, size: size)
    guard vocabulary.count == size else {
      throw MalformedData(
        "there are only \(vocabulary.count) different words, fewer than the \(size) of the vocabulary",
        file: file.description, at: .line(1, column: 1), hint: "write vocabulary: {size: \(vocabulary.count)}"
      )
    }
    func examples(_ rows: [Int]) -> Examples {
      Examples(
        count: rows.count,
        inputs: .tokens(
          rows.flatMap { padded(vocabulary.numbers(of: words[$0])) }, length: length, vocabulary: size + 1),
        targets: meaning == .number
          ? .values(rows.map { Float(labels[$0]) }, width: 1)
          : .classes(rows.map { labels[$0] }, classes: classes))
    }
    return PreparedData(train: examples(train), validation: examples(validation))
  }

  private func numbered(_ table: LabelledTexts) throws(MalformedData) -> (labels: [Int32], classes: Int) {
    let names = Set(table.labels).sorted { $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars) }
    guard names.count == 2 || (meaning == .classes && names.count > 2) else {
      throw MalformedData(
        "there are \(names.count) different labels, not two", file: file.description, at: .line(1, column: 1),
        hint: names.count > 2 ? "write target_is: classes" : nil)
    }
    let numbers = Dictionary(zip(names, Int32(0)...).map { ($0, $1) }, uniquingKeysWith: { $1 })
    return (table.labels.map { numbers[$0] ?? 0 }, names.count)
  }

  private func padded(_ tokens: [Int32]) -> [Int32] {
    let kept = keep == .first ? tokens.prefix(length) : tokens.suffix(length)
    let filling = [Int32](repeating: 0, count: length - kept.count)
    return pad == .left ? filling + kept : kept + filling
  }
}
