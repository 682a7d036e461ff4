internal import Compute
internal import Learning
internal import Spec

/// All equations of an operation, numbered; each is some tokens, and its result is the class.
struct EquationTable: Sendable {
  let count: Int
  /// Tokens of one equation.
  let length: Int
  let vocabulary: Int
  let cut: Cut

  /// Reports a cut that leaves a split empty.
  func check(_ fields: Fields) {
    let (train, used) = (cut.trainCount(count), cut.used(count))
    fields.check(
      train > 0 && train < used,
      "train_fraction \(cut.trainFraction) puts \(train) of \(used) equations into training",
      at: "train_fraction")
  }

  var shape: DatasetShape {
    // Classes of unequal size may round differently.
    let train = cut.split == .stratified ? nil : cut.trainCount(count)
    return DatasetShape(
      input: .tokens(vocabulary: vocabulary, length: length), target: .classes(vocabulary), trainCount: train,
      validationCount: train.map { cut.used(count) - $0 })
  }

  /// Cuts the equations with these results; `tokens` writes one of them.
  func divided(
    _ results: [Int32], _ random: inout any RandomSource, tokens: (Int) -> [Int32]
  ) -> PreparedData {
    let (train, validation) = cut.divide(count, classes: results, &random)
    func examples(_ rows: [Int]) -> Examples {
      Examples(
        count: rows.count, inputs: .tokens(rows.flatMap(tokens), length: length, vocabulary: vocabulary),
        targets: .classes(rows.map { results[$0] }, classes: vocabulary))
    }
    return PreparedData(train: examples(train), validation: examples(validation))
  }
}
