import Pipeline
import Spec
import Testing

@testable import Experiment

@Suite struct NeighbourDesignTests {
  private let spec = """
    grokline: 1
    dataset: {kind: modular-arithmetic, operation: add, modulus: 7, train_fraction: 0.5}
    model: {kind: decoder-transformer, layers: 1, width: 8, heads: 2}
    training:
      loss: cross-entropy
      batch_size: 8
      optimizer: {kind: adam, learning_rate: 1e-3}
      evaluate: {every: 10, measures: [loss]}
      phases: {fit: {until: 20}}
    sweep:
      dataset.train_fraction: [0.3, 0.5]
      model.width: [8, 16]
      training.optimizer.learning_rate: [1e-3, 1e-2]
      training.phases.fit.until: [20, 30]
    """

  /// Whatever of its neighbour's decoded parts a design takes over, it is what it would be alone.
  @Test func aDesignIsTheSameAfterANeighbourAsAlone() throws {
    let file = try ExperimentFile.load("/spec.yaml", root: "/") { _ in spec }
    let (files, diagnostics) = (ProjectFiles(root: "/", store: "/nonexistent", given: nil), Diagnostics())
    var neighbour: TrainingDesign?
    var seen: Set<String> = []
    for point in file.points {
      let catalog = DatasetCatalog(files)
      let design = try #require(TrainingDesign(Recipe(point), after: neighbour, catalog, diagnostics))
      let alone = try #require(TrainingDesign(Recipe(point), catalog, diagnostics))
      #expect(design.resolved == alone.resolved)
      #expect(design.rules == alone.rules && design.trainRows == alone.trainRows)
      #expect(design.leaves.map(\.path) == alone.leaves.map(\.path))
      #expect(design.leaves.map(\.location) == alone.leaves.map(\.location))
      seen.insert(design.resolved.description)
      neighbour = design
    }
    #expect(seen.count == 16)
  }
}
