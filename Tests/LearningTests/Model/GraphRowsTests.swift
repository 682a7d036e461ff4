import Compute
import Spec
import Testing

@testable import Learning

/// Batches of graphs, beside the plain loops over their edges.
@Suite("Graphs in a batch")
struct GraphRowsTests {
  /// Graphs of 1 to 9 nodes with random edges, some of them twice; `kinds` different edges, or as many as edges.
  static func graphs(_ count: Int, kinds: Int?, seed: UInt64 = 5) -> Graphs {
    var random = MersenneTwister(seed: seed)
    var graphs = Graphs(nodeWidth: 3, edgeWidth: 2)
    var next = 0
    for _ in 0..<count {
      let nodes = random.below(9) + 1
      var ends: [(source: Int, target: Int)] = []
      for _ in 0..<random.below(3 * nodes) {
        ends.append((random.below(nodes), random.below(nodes)))
      }
      let edges = ends.map { _ -> [Float] in
        next += 1
        let kind = kinds.map { random.below($0) } ?? next
        return [Float(kind), Float(kind % 3) - 1]
      }
      graphs.append(
        nodes: (0..<nodes * 3).map { _ in Float(random.below(9)) / 4 - 1 }, edges: edges.flatMap(\.self),
        ends: ends)
    }
    return graphs
  }

  @Test("have every edge in the message of its target and its kind", arguments: [3, nil] as [Int?])
  func messages(kinds: Int?) throws {
    let graphs = Self.graphs(20, kinds: kinds)
    let rows = GraphRows()
    // The second batch is laid out over what the first one left.
    for samples in [[3, 19, 0, 7, 7, 12], [5, 1, 2]] as [[Int32]] {
      _ = rows.reserve(graphs, count: 6)
      samples.withUnsafeBufferPointer { rows.set(graphs, $0) }
      var expected: [[Float]: [Int]] = [:]
      var outgoing: [[Int]: Int] = [:]
      var first = 0
      for sample in samples {
        let own = graphs.nodeRows(of: Int(sample))
        for node in own {
          #expect(Int(rows.rowOfNode[first + node - own.lowerBound]) == node)
        }
        for edge in graphs.edgeRows(of: Int(sample)) {
          let (source, target) = (first + Int(graphs.sources[edge]), first + Int(graphs.targets[edge]))
          let numbers = Array(graphs.edges[(edge * 2)..<(edge * 2 + 2)])
          expected[numbers + [Float(target)], default: []].append(source)
          outgoing[[source], default: 0] += 1
        }
        first += own.count
      }
      #expect(rows.count(.nodes) == first)
      #expect(rows.count(.messages) == expected.count)
      var heard = [Int](repeating: 0, count: rows.messages)
      for kind in 0..<rows.kinds {
        let row = Int(rows.rowOfKind[kind])
        for message in Int(rows.kindStarts[kind])..<Int(rows.kindStarts[kind + 1]) {
          let target = rows.targetOfMessage[message]
          let numbers = Array(graphs.kindTable[(row * 2)..<(row * 2 + 2)])
          #expect(Int(rows.kindOfMessage[message]) == kind)
          #expect(
            rows.sources(message).map { Int($0) }.sorted() == expected[numbers + [Float(target)]]?.sorted())
          #expect(rows.incoming(Int(target)).contains(Int32(message)))
          heard[message] += 1
        }
      }
      #expect(heard.allSatisfy { $0 == 1 })
      #expect((0..<rows.nodes).reduce(0) { $0 + rows.incoming($1).count } == rows.messages)
      for node in 0..<rows.nodes {
        #expect(rows.outgoing(node).count == outgoing[[node], default: 0])
        for message in rows.outgoing(node) { #expect(rows.sources(Int(message)).contains(Int32(node))) }
      }
    }
  }

  private func examples(_ graphs: Graphs) -> Examples {
    Examples(
      count: graphs.count, inputs: .graphs(graphs),
      targets: .values((0..<graphs.count * 2).map { Float($0 % 7) / 3 }, width: 2))
  }

  @Test("get the predictions that each gets alone")
  func alone() throws {
    let examples = examples(Self.graphs(30, kinds: 4))
    let bench = try Bench(
      "{kind: nnconv-gcn, widths: [6, 5], edge_hidden: 4, head: 3}", examples,
      loss: "kind: mean-squared-error",
      batch: 4, evaluationBatch: 30)
    let together = bench.predict(bench.all)
    for row in bench.all {
      let alone = bench.predict([row])
      let expected = together[(2 * Int(row))..<(2 * Int(row) + 2)].map(Double.init)
      #expect(relativeError(alone, expected) <= 1e-5)
    }
  }

  @Test("have the same gradient in any order")
  func order() throws {
    let examples = examples(Self.graphs(12, kinds: nil))
    let bench = try Bench(
      "{kind: nnconv-gcn, widths: [6, 5], edge_hidden: 4, head: 3, pooling: mean}", examples,
      loss: "kind: mean-squared-error")
    bench.learn(bench.all)
    let once = bench.gradient.map(Double.init)
    bench.learn(bench.all.reversed())
    #expect(relativeError(bench.gradient, once) <= 1e-5)
  }

  /// Enough nodes and messages that threads share them.
  @Test("give the same bytes for any number of threads")
  func threads() throws {
    let examples = examples(Self.graphs(400, kinds: 3))
    var first: (gradient: [Float], predictions: [Float])?
    for threads in [1, 2, 3] {
      let bench = try Bench(
        "{kind: nnconv-gcn, widths: [64, 64], edge_hidden: 8, head: 8}", examples,
        loss: "kind: mean-squared-error",
        evaluationBatch: 400, threads: threads)
      bench.learn(bench.all)
      let result = (bench.gradient, bench.predict(bench.all))
      if let first {
        #expect(first.gradient.map(\.bitPattern) == result.0.map(\.bitPattern))
        #expect(first.predictions.map(\.bitPattern) == result.1.map(\.bitPattern))
      } else {
        first = result
      }
    }
  }

  @Test("may become larger from batch to batch")
  func growth() throws {
    let model = "{kind: nnconv-gcn, widths: [6, 5], edge_hidden: 4, head: 3}"
    let (small, large) = (Self.graphs(3, kinds: 2), Self.graphs(40, kinds: nil, seed: 8))
    let bench = try Bench(model, examples(small), loss: "kind: mean-squared-error", evaluationBatch: 40)
    let other = try Bench(model, examples(large), loss: "kind: mean-squared-error")
    let rows = (0..<Int32(40)).map { $0 }
    bench.learn(bench.all)
    let before = bench.gradient
    let predictions = rows.withUnsafeBufferPointer { rows in
      bench.parameters.withUnsafeBufferPointer { parameters -> [Float] in
        guard let parameters = parameters.baseAddress else { return [] }
        bench.network.predict(parameters: parameters, examples: other.examples, rows: rows)
        return Array(bench.network.predictions)
      }
    }
    #expect(predictions == other.predict(rows))
    bench.learn(bench.all)
    #expect(bench.gradient == before)
  }
}

@Suite("The graph network of QM9")
struct EdgeConvolutionNetworkTests {
  private static let signature = Signature(
    inputs: .graphs(nodeWidth: 11, edgeWidth: 4), targets: .values(width: 1))

  @Test("has 30,321 parameters: 12,160 and 17,584 in its convolutions, 544 and 33 behind them")
  func count() throws {
    let layout = try read("kind: nnconv-gcn", from: architectures).layout(for: Self.signature)
    #expect(layout.count == 30_321)
    let parts = ["conv1.": 12_160, "conv2.": 17_584, "fc_1.": 544, "out.": 33]
    for (part, count) in parts {
      let own = layout.parameters.filter { $0.name.hasPrefix(part) }
      #expect(own.reduce(0) { $0 + $1.count } == count, "\(part)")
    }
  }

  @Test("reads graphs and nothing else")
  func inputs() throws {
    let model = try read("kind: nnconv-gcn", from: architectures)
    let error = #expect(throws: InvalidSpec.self) {
      try model.layout(for: Signature(inputs: .features(width: 3), targets: .classes(2)))
    }
    #expect(error?.diagnostics.first?.message.contains("reads graphs") == true)
    #expect(throws: InvalidSpec.self) { try read("{kind: nnconv-gcn, widths: []}", from: architectures) }
    #expect(throws: InvalidSpec.self) { try read("{kind: nnconv-gcn, widths: [8, 0]}", from: architectures) }
  }

  /// Sums over each tensor's numbers after torch.manual_seed(0), drawn in the order in which PyTorch Geometric makes and
  /// resets its modules; `Fixtures/edge_convolution.py` prints them.
  @Test("starts with PyTorch's weights for seed 0")
  func start() throws {
    var graphs = Graphs(nodeWidth: 11, edgeWidth: 4)
    graphs.append(nodes: [Float](repeating: 1, count: 11), edges: [], ends: [])
    let examples = Examples(count: 1, inputs: .graphs(graphs), targets: .values([1], width: 1))
    let bench = try Bench("kind: nnconv-gcn", examples, loss: "kind: mean-squared-error")
    #expect(bench.network.layout.parameters.map(\.name) == Self.reference.map(\.name))
    for (parameter, reference) in zip(bench.network.layout.parameters, Self.reference) {
      let values = bench.parameters[parameter.range].map(Double.init)
      #expect(abs(values.reduce(0, +) - reference.sum) < 1e-4, "\(parameter.name)")
      #expect(abs(values.reduce(0) { $0 + $1 * $1 } - reference.squares) < 1e-4, "\(parameter.name)")
    }
  }

  private static let reference: [(name: String, sum: Double, squares: Double)] = [
    ("conv1.bias", 0.000000, 0.000000),
    ("conv1.nn.0.weight", 2.871672, 10.454492),
    ("conv1.nn.0.bias", 1.425142, 2.561233),
    ("conv1.nn.2.weight", 6.380236, 117.509892),
    ("conv1.nn.2.bias", 2.713936, 3.580920),
    ("conv1.lin.weight", -1.282179, 10.450673),
    ("conv2.bias", 0.000000, 0.000000),
    ("conv2.nn.0.weight", 1.001793, 11.108124),
    ("conv2.nn.0.bias", -3.435322, 1.970214),
    ("conv2.nn.2.weight", -9.169920, 169.274170),
    ("conv2.nn.2.bias", 2.516616, 5.058711),
    ("conv2.lin.weight", -0.927477, 5.080874),
    ("fc_1.weight", -3.071314, 10.052854),
    ("fc_1.bias", 0.354358, 0.701940),
    ("out.weight", 0.033916, 0.338224),
    ("out.bias", -0.153760, 0.023642),
  ]
}
