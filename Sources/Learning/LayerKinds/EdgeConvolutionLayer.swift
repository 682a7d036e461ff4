public import Spec

/// A graph convolution whose weights a network makes of each edge's numbers.
public struct EdgeConvolutionLayer: LayerKind {
  public static let kind = "nnconv"
  public static let summary = "a graph convolution whose weights a network makes of each edge's numbers"
  public static let example = """
    kind: nnconv
    width: 16
    """

  private let width: Int
  private let edgeHidden: Int
  private let location: SourceLocation

  public init(from fields: Fields) throws(InvalidSpec) {
    width = fields.read("width", "how wide a node is afterwards", standIn: 1, .between(1, 4096))
    edgeHidden = fields.read(
      "edge_hidden", "hidden layer of the network that makes weights of edges", default: 32,
      .between(1, 65536))
    location = fields.node.location
  }

  public func apply(
    _ name: String, to x: Stream, in model: inout ModelBuilder
  ) throws(InvalidSpec) -> Stream {
    guard case .nodes(let nodes, let edges) = x.form else {
      throw x.misfit(Self.kind, expects: "the nodes of a graph", at: location)
    }
    let convolution = EdgeConvolution(
      name, nodes.width, width, edgeWidth: edges.width, hidden: edgeHidden, in: &model)
    return x.becoming(convolution(nodes, edges: edges, in: &model))
  }
}
