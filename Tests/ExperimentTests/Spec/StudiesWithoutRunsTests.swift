import Experiment
import FoundationEssentials
import Pipeline
import Spec
import Testing

@Suite("Specs without runs")
struct StudiesWithoutRunsTests {
  static let formulas = """
    grokline: 1
    analyses:
      response: {kind: filter-response, filters: {average: {kind: moving-average, window: 3, gain: 1}}}
    """

  @Test("a spec of formulas has no points")
  func formulas() throws {
    let bench = try Workbench()
    try bench.write("a.yaml", Self.formulas)
    let study = try bench.open("a.yaml")
    #expect(study.file.points.isEmpty)
    #expect(study.file.runNames.isEmpty)
    #expect(study.graph.stages.map(\.name) == ["analysis/response"])
  }

  @Test(
    "whatever belongs to a run asks for the rest of it",
    arguments: ["rng: native", "seeds: [1]", "runs: {a: {}}"])
  func partial(more: String) throws {
    let bench = try Workbench()
    try bench.write("a.yaml", Self.formulas + "\n" + more)
    let errors = try bench.errors("a.yaml")
    for key in ["dataset", "model", "training"] { #expect(errors.contains("has no '\(key)'")) }
  }

  @Test("a spec that asks nothing is told what a run needs")
  func empty() throws {
    let bench = try Workbench()
    try bench.write("a.yaml", "grokline: 1\n")
    #expect(try bench.errors("a.yaml").contains("run 'main' has no 'dataset'"))
  }

  static let experiments: [String] = [
    "experiments", "experiments/grokfast", "experiments/omnigrok", "experiments/overfitting",
  ].flatMap { folder in
    ((try? FileManager.default.contentsOfDirectory(atPath: repository + "/" + folder)) ?? [])
      .filter { $0.hasSuffix(".yaml") }.sorted().map { folder + "/" + $0 }
  }

  @Test(
    "nothing is wrong with any experiment of the repository but that its data may have to be fetched",
    arguments: experiments)
  func experiment(file: String) throws { try isFine(file) }

  @Test(
    "every figure and table of a paper has a small budget",
    arguments: experiments.filter { file in
      let shared = ["/quickstart.yaml", "/base.yaml", "/golden-traces.yaml", "/mnist-landscape.yaml"]
      return !shared.contains { file.hasSuffix($0) }
    })
  func smallBudget(file: String) throws { try isFine(file, overrides: ["budget=small"]) }

  private func isFine(_ file: String, overrides: [String] = []) throws {
    let path = repository + "/" + file
    do {
      let study = try Study.open(path, project: Project.enclosing(path), overrides: overrides)
      #expect(!study.graph.stages.isEmpty)
    } catch let invalid as InvalidSpec {
      let other = invalid.diagnostics.map(\.message).filter { !$0.contains(": run 'grokline fetch ") }
      #expect(other == [])
    }
  }
}
