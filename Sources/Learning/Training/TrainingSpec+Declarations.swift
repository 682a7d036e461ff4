public import Spec

extension TrainingSpec {
  /// Declares every key that a training block can have, in the order in which a spec has them; for documentation.
  public static func declare(in fields: Fields) {
    // An example with every part in it: parts that are absent are not read, and declare nothing.
    let rule = """
      optimizer: {kind: adam, learning_rate: 1e-3}
      clip: {norm: 1}
      """
    let example = """
      loss: cross-entropy
      batch_size: all
      evaluate: {every: 1 epoch}
      record: {snapshots: {every: 1 epoch}, gradients: {every: 1}}
      \(rule)
      """
    let phase = """
      until: 1
      stop: {metric: loss, reaches: 1}
      advance: {metric: loss, reaches: 1}
      \(rule)
      """
    let phaseFields = read(phase) { fields throws(InvalidSpec) in
      _ = try PhaseSpec(name: "fit", location: fields.node.location, from: fields)
    }
    let block = read(example) { fields throws(InvalidSpec) in
      // It has no phases, which is reported where nobody looks.
      _ = try TrainingSpec(from: fields, phases: [])
    }
    let rules = phaseFields.filter { phaseable.contains($0.key) }
    fields.declare(
      "training", "How it learns.", block + rules, named: ("phases", "Stretches of training.", phaseFields))
  }

  private static func read(
    _ example: String, _ body: (Fields) throws(InvalidSpec) -> Void
  ) -> [Fields.Declaration] {
    guard let node = try? readYAML(example, file: "example") else { return [] }
    let fields = Fields(node, diagnostics: Diagnostics(), isDescribing: true)
    try? body(fields)
    return fields.declarations
  }
}
