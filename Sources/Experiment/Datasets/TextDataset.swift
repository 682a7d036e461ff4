public import Compute
public import Learning
public import Spec

/// One long text, to be continued: every stretch of `context` tokens is an example, and the token after each of its
/// positions a target.
///
/// Characters are Unicode scalars, numbered by their code among those that occur; bytes are their own numbers. The
/// first `train_fraction` of the tokens, rounded down, train, and the rest validates; nothing is drawn.
/// Source: nanoGPT's `shakespeare_char`.
public struct TextDataset: DatasetKind {
  public static let kind = "text"
  public static let summary = "A long text whose next character or byte is to be predicted."
  public static let example = """
    kind: text
    source: tiny-shakespeare
    context: 64
    train_fraction: 0.9
    """

  public enum Unit: String, NamedChoice {
    case characters, bytes
  }

  private let file: DataFile
  private let unit: Unit
  private let context: Int
  private let trainFraction: Double
  private let limit: Int?
  public let seed: BlockSeed?

  public init(from fields: Fields) throws(InvalidSpec) {
    file = fields.readOrigin(role: "text", default: nil)
    unit = fields.read("unit", "What a token is.", default: .characters)
    context = fields.read("context", "How many tokens an example has.", standIn: 1, .between(1, 1 << 20))
    trainFraction = fields.read(
      "train_fraction", "The share of the text, from its beginning, that trains.", default: 0.9, .inside(0, 1)
    )
    limit = fields.readOptional("limit", "Use only so many of the first tokens.")
    seed = fields.readSeed(ofOrder: true)
    fields.check(limit.map { $0 > 0 } ?? true, "a limit of no tokens", at: "limit")
  }

  public var shape: DatasetShape {
    DatasetShape(
      input: unit == .bytes ? .tokens(vocabulary: 256, length: context) : nil,
      target: unit == .bytes ? .positions(classes: 256) : nil, trainCount: nil, validationCount: nil)
  }

  public var files: [DataFile] { [file] }

  public func prepare(
    _ random: inout any RandomSource, read: (DataFile) throws -> [UInt8]
  ) throws -> PreparedData {
    let bytes = try read(file)
    var (tokens, vocabulary) = unit == .bytes ? (bytes.map(Int32.init), 256) : try characters(bytes)
    if let limit { tokens = Array(tokens.prefix(limit)) }
    let boundary = Int(trainFraction * Double(tokens.count))
    guard boundary > context, tokens.count - boundary > context else {
      throw MalformedData(
        "\(boundary) tokens would train, \(tokens.count - boundary) validate: too few for a context of \(context)",
        file: file.description, at: .byte(0), hint: "change context, train_fraction or the text")
    }
    return PreparedData(
      train: examples(Array(tokens[..<boundary]), vocabulary),
      validation: examples(Array(tokens[boundary...]), vocabulary))
  }

  private func examples(_ tokens: [Int32], _ vocabulary: Int) -> Examples {
    Examples(
      count: tokens.count - context,
      inputs: .windows(Array(tokens.dropLast()), length: context, vocabulary: vocabulary),
      targets: .windows(Array(tokens.dropFirst()), length: context, classes: vocabulary))
  }

  private func characters(_ bytes: [UInt8]) throws -> (tokens: [Int32], vocabulary: Int) {
    let scalars = try decodeText(bytes, file: file.description).unicodeScalars.map(\.value)
    let alphabet = Set(scalars).sorted()
    let numbers = Dictionary(zip(alphabet, Int32(0)...).map { ($0, $1) }, uniquingKeysWith: { $1 })
    return (scalars.map { numbers[$0] ?? 0 }, alphabet.count)
  }
}
