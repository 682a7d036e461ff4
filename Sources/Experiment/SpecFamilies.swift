internal import Learning
public import Spec

/// Every family of kinds that a spec can name, as its members declare themselves.
public var specFamilies: [FamilyDescription] {
  [
    datasets.described, architectures.described, losses.described, optimizers.described, schedules.described,
    filters.described, constraints.described, measures.described, weightMeasures.described,
    analysisKinds.described, linearFilters.described, figureKinds.described,
  ]
}

/// The JSON Schema of a spec, for editors.
public var specSchema: JSON {
  SpecSchema(
    families: specFamilies, run: runDeclarations, analyses: analysisKinds.family, figures: figureKinds.family,
    tables: declarations(of: "of: x") { _ = try TableDeclaration(from: $0) }
  ).json
}

/// What a reader of the run keys declares.
private var runDeclarations: [Fields.Declaration] {
  declarations(of: "{}") { fields in
    _ = fields.read("rng", "Where random numbers come from.", default: RandomKind.native)
    _ = fields.readKind("dataset", "What is learned.", from: datasets)
    _ = fields.readKind("model", "What learns it.", from: architectures)
  } + TrainingSpec.declarations
}

/// What reading a mapping declares, whether or not it is complete.
private func declarations(
  of example: String, _ read: (Fields) throws(InvalidSpec) -> Void
) -> [Fields.Declaration] {
  guard let node = try? readYAML(example, file: "example") else { return [] }
  let fields = Fields(node, diagnostics: Diagnostics())
  try? read(fields)
  return fields.declarations
}
