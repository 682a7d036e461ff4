import Spec
import Testing

@testable import Learning

/// Fixtures/transforms.py ran each rule in float64 on the same gradients; its window of 100 is filled at step 100.
@Suite struct PyTorchFixtureTests {
  @Test func everyOptimizerWithEveryFilterFollowsPyTorch() throws {
    let reference = try fixture("transforms.json")
    let shown = try #require(reference["steps"]?.array).compactMap(\.integer)
    let cases = try #require(reference["cases"]?.array)
    #expect(cases.count == 132)
    let rows = normals(seed: 0, rows: 131, width: 11)
    var worst = 0.0
    for item in cases {
      let spec = try #require(item["spec"]).description
      var bench = try RuleBench(spec, parameters: rows[0])
      var expected = try #require(item["parameters"]?.array)[...]
      for step in 1...130 {
        bench.push(rows[step])
        guard shown.contains(step) else { continue }
        let values = try #require(expected.popFirst()?.array).compactMap(\.number)
        let error = relativeError(bench.parameters, values)
        worst = max(worst, error)
        // Float32 keeps about 6e-8 per rounding; 130 of them, at random, stay far below this.
        #expect(error <= 1e-6, "\(spec) at step \(step)")
      }
      #expect(expected.isEmpty)
    }
    #expect(worst > 0, "float32 cannot follow float64 to the last bit: is anything compared?")
  }
}
