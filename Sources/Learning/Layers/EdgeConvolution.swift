internal import Compute

/// `y[i] = Σ x[j] Θ(e) + W x[i] + b` over the edges e that come to node i from nodes j: x `[nodes, inputs]`, y
/// `[nodes, outputs]`.
///
/// Θ is an edge's matrix `[inputs, outputs]`, which a network of its own makes of the edge's numbers:
/// `Θ(e) = V₂ relu(V₁ e + c₁) + c₂`. Names and first values are those of NNConv in PyTorch Geometric: linear layers as
/// torch.nn.Linear draws them, W uniform on ±1/√inputs, b 0.
/// Source: Gilmer et al., arXiv 1704.01212; Simonovsky and Komodakis, arXiv 1704.02901.
struct EdgeConvolution {
  private let network: (first: Linear, second: Linear)
  private let root: Linear
  private let outputs: Int

  init(
    _ name: String, _ inputs: Int, _ outputs: Int, edgeWidth: Int, hidden: Int, in model: inout ModelBuilder
  ) {
    self.outputs = outputs
    let bias = model.parameter(name + ".bias", [outputs])
    // PyTorch Geometric draws the network and W when it makes them, and once more to be sure.
    for (inputs, outputs) in [(edgeWidth, hidden), (hidden, inputs * outputs)] {
      model.discard(inputs * outputs, .kaimingUniform(inputs: inputs))
      model.discard(outputs, .inverseRoot(inputs: inputs))
    }
    model.discard(inputs * outputs, .inverseRoot(inputs: inputs))
    network = (
      Linear(name + ".nn.0", edgeWidth, hidden, in: &model),
      Linear(name + ".nn.2", hidden, inputs * outputs, in: &model)
    )
    let weight = model.parameter(name + ".lin.weight", [outputs, inputs])
    model.initialize(weight, .inverseRoot(inputs: inputs))
    model.initialize(bias, .constant(0))
    root = Linear(weight: weight, bias: bias, outputs: 0..<outputs)
  }

  /// - Parameter edges: The numbers of every kind of edge, `[edgeKinds, edgeWidth]`.
  func callAsFunction(_ x: Value, edges: Value, in model: inout ModelBuilder) -> Value {
    let hidden = ActivationLayer(activation: .relu)(network.first(edges, in: &model), in: &model)
    let matrices = network.second(hidden, in: &model)
    let sums = SumSources(x, in: &model).y
    let messages = EdgeProduct(sums, matrices, outputs: outputs, in: &model).y
    return root(x, adding: SumMessages(messages, in: &model).y, in: &model)
  }
}
