import Compute
import Learning
import Spec
import Testing

@testable import Experiment

/// Snapshots held in memory, for tests.
struct HeldSnapshots: SnapshotSource {
  var points: [Coordinates]
  /// Per point, the weights after each step.
  var weights: [[(step: Int, values: [Float])]]

  /// Where the named tensors lie, in every point alike.
  var parts: [String: SnapshotPart] = [:]

  func part(_ name: String, of point: Int) -> SnapshotPart? { parts[name] }
  func parameterCount(of point: Int) -> Int { weights[point].first?.values.count ?? 0 }
  func steps(of point: Int) -> [Int] { weights[point].map(\.step) }
  func load(point: Int, step: Int, into destination: UnsafeMutableBufferPointer<Float>) throws {
    let snapshot = try #require(weights[point].first { $0.step == step })
    _ = destination.update(fromContentsOf: snapshot.values)
  }
}

/// Gradients of a test's own choice: a linear congruential sequence.
struct TestRandom: RandomSource {
  var counter: UInt32

  private mutating func next() -> UInt32 {
    counter = counter &* 1_664_525 &+ 1_013_904_223
    return counter >> 8
  }
  mutating func fillUniform(_ values: UnsafeMutableBufferPointer<Float>, from low: Float, to high: Float) {
    for index in values.indices { values[index] = low + (high - low) * Float(next()) / 16_777_216 }
  }
  mutating func fillNormal(_ values: UnsafeMutableBufferPointer<Float>, mean: Float, deviation: Float) {
    for index in values.indices { values[index] = mean + deviation * (Float(next()) / 4_194_304 - 2) }
  }
  /// The reverse order, so that tests can name the rows.
  mutating func shuffle(_ values: UnsafeMutableBufferPointer<Int32>) {
    let reversed = Array(values.reversed())
    _ = values.update(fromContentsOf: reversed)
  }
  mutating func below(_ bound: Int) -> Int { Int(next()) % bound }
  var state: [UInt32] {
    get { [counter] }
    set { counter = newValue.first ?? 0 }
  }
}

func inputs(
  _ table: Table = Table(axes: [], columns: []), snapshots: any SnapshotSource = NoSnapshots(),
  gradients: any GradientSource = NoGradients(), moments: Moments = Moments(), stepsPerEpoch: Int? = 10
) -> AnalysisInputs {
  AnalysisInputs(
    table: table, snapshots: snapshots, gradients: gradients, moments: moments,
    stepsPerEpoch: { _ in stepsPerEpoch },
    random: { TestRandom(counter: UInt32($0)) })
}

func analysis(_ written: Written) throws -> any Analysis {
  try decoded(written) { fields throws(InvalidSpec) in try AnalysisDeclaration(from: fields) }.analysis
}

func wrongAnalysis(_ written: Written) -> [String] {
  messages(written) { fields throws(InvalidSpec) in try AnalysisDeclaration(from: fields) }
}

@Suite struct AnalysisDeclarationTests {
  @Test func everyKindIsRegisteredUnderItsOwnNameInOrder() {
    #expect(analysisKinds.kinds == analysisKinds.kinds.sorted())
    #expect(analysisKinds.kinds.contains("crossing") && !analysisKinds.kinds.contains("spectra"))
  }

  @Test(
    arguments: analysisKinds.entries.map { ($0.kind, $0.example) }
      + datasets.entries.map { ($0.kind, $0.example) })
  func everyExampleIsReadWithoutAComplaint(_ kind: String, _ example: String) throws {
    let diagnostics = Diagnostics()
    let fields = Fields(try readYAML(example, file: kind), diagnostics: diagnostics)
    let isRead =
      analysisKinds.kinds.contains(kind)
      ? analysisKinds.decode(fields) != nil : datasets.decode(fields) != nil
    #expect(isRead && diagnostics.isEmpty, "\(diagnostics.all)")
  }

  @Test(arguments: linearFilters.entries.map(\.example))
  func everyFilterOfAFormulaIsAFilterOfTraining(_ example: String) throws {
    let node = try readYAML(example, file: "example")
    let diagnostics = Diagnostics()
    #expect(linearFilters.decode(Fields(node, diagnostics: diagnostics)) != nil)
    #expect(filters.decode(Fields(node, diagnostics: diagnostics)) != nil)
    #expect(diagnostics.isEmpty, "\(diagnostics.all)")
  }

  @Test func commonKeysAreReadButAreNoSettings() throws {
    let fields = Fields(
      (["kind": "crossing", "metric": "loss", "falls_to": 1, "of": ["a", "b"], "select": ["run": "x"]]
        as Written)
        .node(), diagnostics: Diagnostics())
    let declaration = try AnalysisDeclaration(from: fields)
    #expect(declaration.of.map(\.text) == ["a", "b"])
    #expect(declaration.select.axes == ["run"])
    #expect(fields.resolved["select"] == nil && fields.resolved["metric"] == "loss")
    #expect(fields.versions == ["analysis/crossing": 1])
  }

  @Test func inputsThatAnAnalysisDoesNotReadAreReported() {
    #expect(
      wrongAnalysis(["kind": "trajectory-pca", "of": "x"])
        == ["this analysis reads snapshots, not tables; leave it out"])
    #expect(
      wrongAnalysis([
        "kind": "filter-response", "filters": ["a": ["kind": "fir", "coefficients": [1]]], "of": "x",
      ])
        == ["this analysis reads no runs; leave it out"])
    #expect(
      wrongAnalysis(["kind": "crossng"]) == ["'crossng' is not a kind of analysis; did you mean 'crossing'?"])
  }
}
