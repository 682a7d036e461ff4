/// The numbers of a data set's graphs, for the duration of one pass.
struct GraphTables {
  /// `[nodes, nodeWidth]`.
  let nodes: UnsafePointer<Float>
  /// `[kinds, edgeWidth]`.
  let kinds: UnsafePointer<Float>
}

/// Graphs side by side: numbers for every node, and for every directed edge its two nodes and numbers of its own.
///
/// Graph g has the nodes `nodeStarts[g]..<nodeStarts[g + 1]` and the edges `edgeStarts[g]..<edgeStarts[g + 1]`; the
/// ends of its edges count its own nodes from 0.
public struct Graphs: Sendable, Hashable {
  public let nodeWidth: Int
  public let edgeWidth: Int
  /// `[count + 1]` each.
  public private(set) var nodeStarts: [Int32] = [0]
  public private(set) var edgeStarts: [Int32] = [0]
  /// `[nodes, nodeWidth]`.
  public private(set) var nodes: [Float] = []
  /// `[edges, edgeWidth]`.
  public private(set) var edges: [Float] = []
  /// `[edges]` each: an edge carries what `sources` has to `targets`.
  public private(set) var sources: [Int32] = []
  public private(set) var targets: [Int32] = []
  /// `[edges]`: which of the kinds of edges each one is.
  private(set) var kinds: [Int32] = []
  /// `[kinds, edgeWidth]`: the distinct rows of `edges`, in the order in which they first come.
  private(set) var kindTable: [Float] = []
  private(set) var kindCount = 0
  private var kindOfNumbers: [[Float]: Int32] = [:]
  /// The most that one graph has.
  private(set) var largestNodeCount = 0
  private(set) var largestEdgeCount = 0

  public var count: Int { nodeStarts.count - 1 }

  /// The rows of `nodes` that belong to a graph.
  func nodeRows(of graph: Int) -> Range<Int> { Int(nodeStarts[graph])..<Int(nodeStarts[graph + 1]) }

  /// The rows of `edges` that belong to a graph.
  func edgeRows(of graph: Int) -> Range<Int> { Int(edgeStarts[graph])..<Int(edgeStarts[graph + 1]) }

  /// No graphs yet.
  public init(nodeWidth: Int, edgeWidth: Int) {
    self.nodeWidth = nodeWidth
    self.edgeWidth = edgeWidth
  }

  /// Adds a graph: `nodes` is `[n, nodeWidth]`, `edges` is `[m, edgeWidth]`, and `ends` has m pairs of nodes below n.
  public mutating func append(nodes: [Float], edges: [Float], ends: [(source: Int, target: Int)]) {
    let count = nodes.count / nodeWidth
    precondition(
      nodes.count == count * nodeWidth && edges.count == ends.count * edgeWidth,
      "\(nodes.count) and \(edges.count) numbers for nodes of \(nodeWidth) and \(ends.count) edges of \(edgeWidth)"
    )
    self.nodes += nodes
    self.edges += edges
    for edge in ends.indices {
      kinds.append(kind(Array(edges[(edge * edgeWidth)..<((edge + 1) * edgeWidth)])))
    }
    largestNodeCount = max(largestNodeCount, count)
    largestEdgeCount = max(largestEdgeCount, ends.count)
    for end in ends {
      precondition(
        0..<count ~= end.source && 0..<count ~= end.target, "an edge between \(end) among \(count) nodes")
      sources.append(Int32(end.source))
      targets.append(Int32(end.target))
    }
    nodeStarts.append(Int32(self.nodes.count / nodeWidth))
    edgeStarts.append(Int32(sources.count))
  }

  /// Calls `body` with the numbers of nodes and kinds; nil if there are none.
  func withTables<Result>(_ body: (GraphTables?) -> Result) -> Result {
    nodes.withUnsafeBufferPointer { nodes in
      kindTable.withUnsafeBufferPointer { kinds in
        guard let first = nodes.baseAddress else { return body(nil) }
        // Graphs without edges have no kind whose numbers anybody could ask for.
        return body(GraphTables(nodes: first, kinds: kinds.baseAddress ?? first))
      }
    }
  }

  private mutating func kind(_ numbers: [Float]) -> Int32 {
    if let known = kindOfNumbers[numbers] { return known }
    let kind = Int32(kindCount)
    kindOfNumbers[numbers] = kind
    kindTable += numbers
    kindCount += 1
    return kind
  }

  /// Some of the graphs, in the order given.
  public func selecting(_ rows: [Int]) -> Graphs {
    var chosen = Graphs(nodeWidth: nodeWidth, edgeWidth: edgeWidth)
    for row in rows {
      let (ownNodes, ownEdges) = (nodeRows(of: row), edgeRows(of: row))
      chosen.append(
        nodes: Array(nodes[(ownNodes.lowerBound * nodeWidth)..<(ownNodes.upperBound * nodeWidth)]),
        edges: Array(edges[(ownEdges.lowerBound * edgeWidth)..<(ownEdges.upperBound * edgeWidth)]),
        ends: ownEdges.map { (Int(sources[$0]), Int(targets[$0])) })
    }
    return chosen
  }
}
