internal import Compute
internal import Spec

/// `head(norm(block_n(… block_1(mask (E[token] + P[position])))))`: what all decoder-only transformers share.
///
/// Predictions are made where the data set has targets: at the last position, or at every one.
struct Decoder {
  struct Design {
    var layers: Int
    var block: DecoderBlock.Design
    var positions = PositionKind.learned
    /// Rows of a table of positions.
    var positionCount: Int
    /// Whether the head's matrix is the table of tokens.
    var isTied = false
    /// How the head's matrix starts instead of PyTorch's way.
    var headMatrix: Initializer?
  }

  private let design: Design
  private let embedding: TokenEmbedding
  private let blocks: [DecoderBlock]
  private let norm: LayerNorm?
  private let head: Linear

  init(_ design: Design, vocabulary: Int, outputs: Int, in model: inout ModelBuilder) {
    self.design = design
    let block = design.block
    let (width, names) = (block.width, block.names)
    embedding = TokenEmbedding(
      vocabulary: vocabulary, positions: design.positions, count: design.positionCount, width: width,
      matrix: block.matrix, isTied: design.isTied, names: names, in: &model)
    blocks = (0..<design.layers).map { DecoderBlock(names.block($0), block, in: &model) }
    norm =
      block.residual.endsWithNorm
      ? LayerNorm(names.lastNorm, width, bias: block.normBias, in: &model) : nil
    head =
      design.isTied
      ? Linear(weight: embedding.tokens, bias: nil, outputs: 0..<outputs)
      : Linear(names.head, width, outputs, bias: false, matrix: design.headMatrix, in: &model)
  }

  /// The table of tokens.
  var tokens: Parameter { embedding.tokens }

  func predictions(for signature: Signature, in model: inout ModelBuilder) -> Value {
    var x = embedding(in: &model)
    if design.block.dropout > 0 {
      // Each of the positions that have the same token and place is dropped by itself.
      x = Dropout(design.block.dropout, in: &model)(
        Regroup.apply(x, to: .prefixes, in: &model), in: &model)
    }
    for (index, block) in blocks.enumerated() {
      // The last block answers only for what reaches the loss.
      x = block(x, on: index == blocks.count - 1 ? signature.predictionRows : .prefixes, in: &model)
    }
    return head(norm?(x, in: &model) ?? x, in: &model)
  }
}
