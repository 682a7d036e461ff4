/// `y = E[token]`: E `[vocabulary, width]`, y `[tokens, width]`, one row per distinct token of a batch.
///
/// E starts as N(0, 1), as torch.nn.Embedding does.
struct WordEmbedding {
  private let table: Parameter

  init(_ name: String, vocabulary: Int, width: Int, in model: inout ModelBuilder) {
    table = model.parameter(name + ".weight", [vocabulary, width])
    model.initialize(table, .normal(deviation: 1))
  }

  func callAsFunction(in model: inout ModelBuilder) -> Value { SymbolTable.apply(table, .words, in: &model) }
}
