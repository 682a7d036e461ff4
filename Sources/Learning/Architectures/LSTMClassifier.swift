internal import Compute
public import Spec

/// Long short-term memory over a sequence of tokens, and a linear layer on what its last token leaves.
///
/// Parameters are named and drawn as in a PyTorch module with `embedding`, `lstm` and `fc`. Vocabulary 1,001, width 64, two
/// layers of 256 and one output have 920,385 parameters, as Grokfast and Omnigrok train them on IMDb; with 128 hidden
/// numbers there are 295,617.
public struct LSTMClassifier: Architecture {
  public static let kind = "lstm-classifier"
  public static let summary = "long short-term memory over a token sequence; the last token's state decides"
  public static let example = """
    kind: lstm-classifier
    embedding: 64
    hidden: 256
    layers: 2
    """

  private let width: Int
  private let hidden: Int
  private let layers: Int
  private let carries: Bool
  private let location: SourceLocation

  public init(from fields: Fields) throws(InvalidSpec) {
    width = fields.read("embedding", "numbers that stand for a token", default: 64, .between(1, 65536))
    hidden = fields.read("hidden", "numbers of a layer's state", default: 256, .between(1, 16384))
    layers = fields.read("layers", "layers, each reading the one before", default: 2, .between(1, 64))
    carries = fields.read(
      "carry_state",
      "whether a training batch begins with the states that the one before in its epoch left, in place of zeros",
      default: false)
    location = fields.node.location
  }

  public func build(_ model: inout ModelBuilder, for signature: Signature) throws(InvalidSpec) -> Value {
    guard case .tokens(let vocabulary, _) = signature.inputs else {
      throw InvalidSpec([
        Diagnostic(
          "'\(Self.kind)' reads tokens, but this data set has features", at: location, hint: "try mlp")
      ])
    }
    let embedding = WordEmbedding("embedding", vocabulary: vocabulary, width: width, in: &model)
    let lstm = (0..<layers).map { index in
      LSTM(
        "lstm", layer: index, inputs: index == 0 ? width : hidden, hidden: hidden, carries: carries,
        in: &model)
    }
    let head = Linear("fc", hidden, signature.outputs, in: &model)
    let states = lstm.reduce(embedding(in: &model)) { x, layer in layer(x, in: &model) }
    return head(Regroup.apply(states, to: signature.predictionRows, in: &model), in: &model)
  }
}
