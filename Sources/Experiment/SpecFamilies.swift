internal import Learning
public import Spec

/// Every family of kinds that a spec can name, as its members declare themselves.
public var specFamilies: [FamilyDescription] {
  [
    datasets.described, architectures.described.adding(modelDeclarations),
    layerKinds.described.adding(layerDeclarations), losses.described,
    optimizers.described,
    schedules.described, filters.described, constraints.described, measures.described,
    weightMeasures.described,
    analysisKinds.described.adding(selectionDeclarations), linearFilters.described,
    figureKinds.described.adding(selectionDeclarations + figureDeclarations),
  ]
}

/// The JSON Schema of a spec, for editors.
public var specSchema: JSON {
  SpecSchema(
    families: specFamilies, run: runDeclarations, analyses: analysisKinds.family, figures: figureKinds.family,
    tables: declarations { fields throws(InvalidSpec) in _ = try TableDeclaration(from: fields) }
  ).json
}

/// The run keys that have a value of their own.
private var runDeclarations: [Fields.Declaration] {
  declarations { fields in
    _ = fields.read("rng", "Where random numbers come from.", default: RandomKind.native)
    _ = fields.readKind("dataset", "What is learned.", from: datasets)
    _ = fields.readKind("model", "What learns it.", from: architectures)
    TrainingSpec.declare(in: fields)
  }
}

/// What every model has besides its kind's own fields.
private var modelDeclarations: [Fields.Declaration] {
  declarations { fields in
    _ = fields.readGroup("scale", "What initial parameters are multiplied by.", short: "by") {
      fields throws(InvalidSpec) in try InitialScale(from: fields)
    }
    _ = fields.readGroup("init", "Weights to start from.", short: "from") { InitialWeights(from: $0) }
    _ = fields.readOptional(
      "seed", "Fixes the initial parameters, whatever the run's seed.", as: BlockSeed.self)
  }
}

/// What every analysis and figure has besides its kind's own fields.
private var selectionDeclarations: [Fields.Declaration] {
  declarations { fields in
    _ = fields.readOptional(
      "of", "The analyses that it reads; the metrics, if not said.", as: OneOrMore<Name>.self)
    _ = fields.readOptional("select", "Which points it looks at.", as: Selection.self)
  }
}

private var figureDeclarations: [Fields.Declaration] {
  declarations { fields in
    _ = fields.readOptional("title", "What the figure is called; its name if not said.", as: String.self)
    _ = fields.readOptional("width", "How wide it is on paper.", as: FigureDeclaration.Width.self)
  }
}

/// What a reader declares; what it reports and returns does not matter.
private func declarations(_ read: (Fields) throws(InvalidSpec) -> Void) -> [Fields.Declaration] {
  let fields = Fields(
    Node(.mapping([]), at: SourceLocation(file: "", line: 1, column: 1)), diagnostics: Diagnostics(),
    isDescribing: true)
  try? read(fields)
  return fields.declarations
}
