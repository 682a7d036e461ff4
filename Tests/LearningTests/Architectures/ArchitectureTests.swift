import Spec
import Testing

@testable import Learning

@Suite struct ArchitectureTests {
  private func problem(_ text: String, _ inputs: Signature.Inputs, _ targets: Signature.Targets) throws
    -> Diagnostic
  {
    let error = #expect(throws: InvalidSpec.self) {
      var builder = ModelBuilder(for: inputs)
      _ = try read(text, from: architectures).build(
        &builder, for: Signature(inputs: inputs, targets: targets))
    }
    return try #require(error?.diagnostics.first)
  }

  @Test func headsMustDivideTheWidth() throws {
    let problem = try problem(
      "kind: decoder-transformer\nwidth: 128\nheads: 5", .tokens(vocabulary: 3, length: 2), .classes(3))
    #expect(problem.message == "'5' heads do not divide the width 128")
    #expect(problem.location == SourceLocation(file: "kind.yaml", line: 3, column: 8))
  }

  @Test func aModelThatReadsSomethingElseSaysSo() throws {
    let tokens = try problem("{kind: mlp, widths: [2, 3]}", .tokens(vocabulary: 3, length: 2), .classes(3))
    #expect(tokens.message.contains("reads features"))
    let features = try problem("kind: decoder-transformer", .features(width: 3), .classes(3))
    #expect(features.message.contains("reads tokens"))
  }

  @Test func widthsMustFitTheDataAtBothEnds() throws {
    let inputs = try problem("{kind: mlp, widths: [2, 3, 4]}", .features(width: 7), .values(width: 4))
    #expect(inputs.message == "'2' inputs do not fit the data set's 7 features")
    let outputs = try problem("{kind: mlp, widths: [7, 3, 4]}", .features(width: 7), .values(width: 5))
    #expect(outputs.message == "'4' outputs do not fit the data set's 5")
    #expect(outputs.location == SourceLocation(file: "kind.yaml", line: 1, column: 21))
  }

  @Test(arguments: [
    "{kind: mlp, widths: [3]}", "{kind: mlp, widths: [3, 0, 1]}", "{kind: mlp, widths: [3, -4]}",
  ])
  func nonsensicalWidthsAreRejected(_ text: String) {
    #expect(throws: InvalidSpec.self) { try read(text, from: architectures) }
  }

  @Test func tooFewPositionsAreRejected() throws {
    let problem = try problem(
      "{kind: decoder-transformer, positions: 3}", .tokens(vocabulary: 3, length: 4), .classes(3))
    #expect(problem.message.contains("'3' positions"))
  }
}
