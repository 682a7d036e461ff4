internal import Compute
public import Spec

/// Graph convolutions whose weights depend on edges, pooled over the nodes, and two linear layers.
///
/// `NNConv → ReLU` for each of `widths`, the sum (or mean) over a graph's nodes, `Linear → ReLU → Linear`. Names and
/// the order of random draws are those of the network that Grokfast and Omnigrok train on QM9, with NNConv from PyTorch
/// Geometric: 30,321 parameters for its 11 numbers per node and 4 per edge.
public struct EdgeConvolutionNetwork: Architecture {
  public static let kind = "nnconv-gcn"
  public static let summary = "graph convolutions whose weights a network makes of each edge's numbers"
  public static let example = """
    kind: nnconv-gcn
    widths: [32, 16]
    pooling: sum
    """

  private let widths: [Int]
  private let edgeHidden: Int
  private let head: Int
  private let pooling: NodePooling
  private let location: SourceLocation

  public init(from fields: Fields) throws(InvalidSpec) {
    widths = fields.read("widths", "how wide a node is after each convolution", default: [32, 16])
    edgeHidden = fields.read(
      "edge_hidden", "hidden layer of the networks that make weights of edges", default: 32,
      .between(1, 65536))
    head = fields.read(
      "head", "hidden layer between a graph's vector and the predictions", default: 32, .between(1, 65536))
    pooling = fields.read(
      "pooling", "how a graph's nodes become one vector; published code takes the sum",
      default: NodePooling.sum)
    location = fields.node.location
    fields.check(!widths.isEmpty, "no widths make no convolution", at: "widths")
    for width in widths where !(1...4096).contains(width) {
      fields.check(false, "'\(width)' is out of range: expected from 1 to 4096", at: "widths")
    }
  }

  public func build(_ model: inout ModelBuilder, for signature: Signature) throws(InvalidSpec) -> Value {
    guard case .graphs(let nodeWidth, let edgeWidth) = signature.inputs else {
      throw InvalidSpec([
        Diagnostic(
          "'\(Self.kind)' reads graphs, but this data set has none", at: location,
          hint: "try mlp or decoder-transformer")
      ])
    }
    let convolutions = zip([nodeWidth] + widths, widths).enumerated().map { index, widths in
      EdgeConvolution(
        "conv\(index + 1)", widths.0, widths.1, edgeWidth: edgeWidth, hidden: edgeHidden, in: &model)
    }
    let last = widths.last ?? nodeWidth
    let up = Linear("fc_1", last, head, in: &model)
    let out = Linear("out", head, signature.outputs, in: &model)

    let edges = GraphInput(.edgeKinds, width: edgeWidth, in: &model).y
    let relu = ActivationLayer(activation: .relu)
    var x = GraphInput(.nodes, width: nodeWidth, in: &model).y
    for convolution in convolutions { x = relu(convolution(x, edges: edges, in: &model), in: &model) }
    let graph = NodePool.apply(x, isMean: pooling == .mean, in: &model)
    return out(relu(up(graph, in: &model), in: &model), in: &model)
  }
}

/// How a graph's nodes become one vector.
enum NodePooling: String, NamedChoice {
  case sum, mean
}
