import Compute
import Spec
import Testing

@testable import Learning

@Suite struct InitializationTests {
  /// Sums over each tensor's numbers, from the published model after torch.manual_seed(0).
  @Test func seedZeroGivesPyTorchsWeights() throws {
    let bench = try Bench("kind: decoder-transformer", ModularTraining.examples(), batch: 1)
    #expect(bench.network.layout.count == 422_784)
    for (name, sum, squares) in Self.reference {
      let tensor = try #require(bench.network.layout.parameters.first { $0.name == name }, "\(name)")
      let values = bench.parameters[tensor.range].map(Double.init)
      // Normals may differ in the last bit with the processor that PyTorch ran on.
      #expect(abs(values.reduce(0, +) - sum) < 1e-4, "\(name)")
      #expect(abs(values.reduce(0) { $0 + $1 * $1 } - squares) < 1e-4 * squares + 1e-9, "\(name)")
    }
    #expect(Self.reference.map(\.name) == bench.network.layout.parameters.map(\.name))
  }

  /// The expectation of the squared norm is 14,592/128 + 384/128 + 65,536/128 + 131,072/128 + 14,592/114 = 1,781, and
  /// its deviation is about 5.
  @Test func theOneLayerTransformerStartsAsScaledNormals() throws {
    let model = """
      {kind: decoder-transformer, layers: 1, width: 128, heads: 4, residual: no-norm, activation: relu,
       attention_bias: false, initialization: scaled-normal, positions: 3}
      """
    let examples = Examples(
      count: 1, inputs: .tokens([0, 1, 113], length: 3, vocabulary: 114), targets: .classes([1], classes: 114)
    )
    let bench = try Bench(model, examples)
    let layout = bench.network.layout
    #expect(layout.count == 226_816)
    #expect(
      layout.parameters.map(\.name) == [
        "token_embeddings.weight", "position_embeddings.weight", "layers.0.attn.in_proj_weight",
        "layers.0.attn.out_proj.weight", "layers.0.mlp.0.weight", "layers.0.mlp.0.bias",
        "layers.0.mlp.2.weight", "layers.0.mlp.2.bias", "head.weight",
      ])
    func squares(_ values: some Sequence<Float>) -> Double {
      values.reduce(0) { $0 + Double($1) * Double($1) }
    }
    #expect(abs(squares(bench.parameters).squareRoot() - 42.2) < 0.2)
    for parameter in layout.parameters {
      let variance = squares(bench.parameters[parameter.range]) / Double(parameter.count)
      if parameter.name.hasSuffix("bias") {
        #expect(variance == 0, "\(parameter.name)")
      } else {
        // Four standard deviations of a sample variance.
        let expected = parameter.name == "head.weight" ? 1.0 / 114 : 1.0 / 128
        let tolerance = 4 * (2 / Double(parameter.count)).squareRoot()
        #expect(abs(variance / expected - 1) < tolerance, "\(parameter.name)")
      }
    }
  }

  @Test func scaleMultipliesWhatItNames() throws {
    let examples = Examples(
      count: 1, inputs: .features([1, 2], width: 2), targets: .values([0], width: 1))
    let plain = try Bench("{kind: mlp, widths: [2, 3, 1]}", examples, loss: "kind: mean-squared-error")
    let diagnostics = Diagnostics()
    let fields = Fields(
      try readYAML("{by: 4, parameters: layers.0.*}", file: "scale.yaml"), diagnostics: diagnostics)
    let some = try Bench(
      "{kind: mlp, widths: [2, 3, 1]}", examples, loss: "kind: mean-squared-error",
      scale: try InitialScale(from: fields))
    try diagnostics.throwIfAny()
    let all = try Bench(
      "{kind: mlp, widths: [2, 3, 1]}", examples, loss: "kind: mean-squared-error", scale: InitialScale(by: 8)
    )
    #expect(
      plain.network.layout.parameters.map(\.name) == [
        "layers.0.weight", "layers.0.bias", "layers.2.weight", "layers.2.bias",
      ])
    #expect(some.parameters == plain.parameters[..<9].map { 4 * $0 } + plain.parameters[9...])
    #expect(all.parameters == plain.parameters.map { 8 * $0 })
  }

  @Test func groupsHaveFactorsOfTheirOwn() throws {
    let examples = Examples(
      count: 1, inputs: .features([1, 2], width: 2), targets: .values([0], width: 1))
    func bench(_ scale: String) throws -> Bench {
      let diagnostics = Diagnostics()
      let fields = Fields(try readYAML(scale, file: "scale.yaml"), diagnostics: diagnostics)
      let scale = try InitialScale(from: fields)
      try diagnostics.throwIfAny()
      return try Bench(
        "{kind: mlp, widths: [2, 3, 1]}", examples, loss: "kind: mean-squared-error", scale: scale)
    }
    let plain = try bench("by: 1")
    let grouped = try bench(
      "{by: 4, parameters: layers.0.*, groups: {first: {parameters: layers.0.bias, by: 2}, "
        + "last: {parameters: layers.2.*, by: 0.5}}}")
    #expect(
      grouped.parameters == plain.parameters[..<6].map { 4 * $0 } + plain.parameters[6..<9].map { 2 * $0 }
        + plain.parameters[9...].map { 0.5 * $0 })
    let error = #expect(throws: InvalidSpec.self) {
      try bench("groups:\n  a: {parameters: vectors, by: 2}\n  b: {parameters: layers.2.*, by: 3}")
    }
    #expect(error?.diagnostics.first?.message == "parameter 'layers.2.bias' is in two groups, 'a' and 'b'")
    #expect(error?.diagnostics.first?.location == SourceLocation(file: "scale.yaml", line: 3, column: 6))
  }

  @Test func givenNumbersReplaceDrawnOnesBeforeTheyAreScaled() throws {
    let examples = Examples(
      count: 1, inputs: .features([1, 2], width: 2), targets: .values([0], width: 1))
    let bench = try Bench(
      "{kind: mlp, widths: [2, 3, 1]}", examples, loss: "kind: mean-squared-error", scale: InitialScale(by: 8)
    )
    let drawn = bench.parameters
    let bias = bench.network.layout.parameters[1]
    var random: any RandomSource = MersenneTwister(seed: 0)
    let network = bench.network
    bench.parameters.withUnsafeMutableBufferPointer {
      network.initialize($0, random: &random, given: [GivenParameter(bias, [1, -2, 3])])
    }
    #expect(bench.parameters == drawn[..<6] + [8, -16, 24] + drawn[9...])
  }

  @Test func aScaleThatNamesNothingIsAnErrorWhereItStands() throws {
    let examples = Examples(
      count: 1, inputs: .features([1, 2], width: 2), targets: .values([0], width: 1))
    let fields = Fields(
      try readYAML("by: 4\nparameters: layer.0.*", file: "scale.yaml"), diagnostics: Diagnostics())
    let scale = try InitialScale(from: fields)
    let error = #expect(throws: InvalidSpec.self) {
      try Bench(
        "{kind: mlp, widths: [2, 3, 1]}", examples, loss: "kind: mean-squared-error", scale: scale)
    }
    #expect(error?.diagnostics.first?.location == SourceLocation(file: "scale.yaml", line: 2, column: 13))
  }

  private static let reference: [(name: String, sum: Double, squares: Double)] = [
    ("token_embeddings.weight", -169.497324, 12780.127426),
    ("position_embeddings.weight", 0.898612, 659.341430),
    ("layers.0.ln_1.weight", 128.000000, 128.000000),
    ("layers.0.ln_1.bias", 0.000000, 0.000000),
    ("layers.0.ln_2.weight", 128.000000, 128.000000),
    ("layers.0.ln_2.bias", 0.000000, 0.000000),
    ("layers.0.attn.in_proj_weight", -16.844120, 191.274219),
    ("layers.0.attn.in_proj_bias", 0.000000, 0.000000),
    ("layers.0.attn.out_proj.weight", 9.154568, 42.197516),
    ("layers.0.attn.out_proj.bias", 0.000000, 0.000000),
    ("layers.0.mlp.0.weight", 12.591848, 171.058774),
    ("layers.0.mlp.0.bias", -0.325927, 1.410973),
    ("layers.0.mlp.2.weight", 9.150519, 42.679803),
    ("layers.0.mlp.2.bias", 0.193310, 0.089418),
    ("layers.1.ln_1.weight", 128.000000, 128.000000),
    ("layers.1.ln_1.bias", 0.000000, 0.000000),
    ("layers.1.ln_2.weight", 128.000000, 128.000000),
    ("layers.1.ln_2.bias", 0.000000, 0.000000),
    ("layers.1.attn.in_proj_weight", -37.875878, 192.176507),
    ("layers.1.attn.in_proj_bias", 0.000000, 0.000000),
    ("layers.1.attn.out_proj.weight", -2.586414, 43.254846),
    ("layers.1.attn.out_proj.bias", 0.000000, 0.000000),
    ("layers.1.mlp.0.weight", 21.830875, 170.506828),
    ("layers.1.mlp.0.bias", 0.793265, 1.314319),
    ("layers.1.mlp.2.weight", 9.027146, 42.578010),
    ("layers.1.mlp.2.bias", 0.126060, 0.088034),
    ("ln_f.weight", 128.000000, 128.000000),
    ("ln_f.bias", 0.000000, 0.000000),
    ("head.weight", -0.385607, 33.202998),
  ]
}
