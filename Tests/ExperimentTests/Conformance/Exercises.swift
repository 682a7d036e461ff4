import Compute
import Experiment
import Learning
import Spec
import Testing

/// Runs a kind's example on fixed numbers.
enum Exercises {
  static func decoded<Family>(_ example: String, from registry: Registry<Family>) throws -> Family {
    let diagnostics = Diagnostics()
    let node = try readYAML(example, file: "example")
    let member = registry.decode(Fields(node.expanded(short: "kind"), diagnostics: diagnostics))
    return try #require(member, "\(diagnostics.all)")
  }

  static func normal(_ count: Int, _ stream: String) -> [Float] {
    var values = [Float](repeating: 0, count: count)
    var random = CounterRandom(seed: 7, stream: stream)
    values.withUnsafeMutableBufferPointer { random.fillNormal($0, mean: 0, deviation: 1) }
    return values
  }

  static func rule(_ rule: UpdateRule) throws -> Transcript {
    let names = [("layer.weight", [4, 3]), ("layer.bias", [4])]
    var offset = 0
    let layout = ParameterLayout(
      names.map { name, shape in
        defer { offset += shape.reduce(1, *) }
        return Parameter(name: name, shape: shape, offset: offset)
      })
    var rule = rule
    var parameters = normal(offset, "parameters")
    try parameters.withUnsafeBufferPointer { try rule.prepare(layout, initial: $0) }
    var allocator = StateAllocator()
    rule.visitState(&allocator)
    var gradient = normal(offset, "gradient")
    let team = Team(threads: 1)
    for step in 0..<130 {
      gradient = zip(gradient, normal(offset, "noise \(step)")).map { 0.5 * $0 + 0.1 * $1 }
      gradient.withUnsafeMutableBufferPointer { gradient in
        parameters.withUnsafeMutableBufferPointer { parameters in
          rule.apply(gradient, parameters: parameters, step: step, stepsPerEpoch: 10, team: team)
          rule.project(parameters, team: team)
        }
      }
    }
    var transcript = Transcript()
    transcript.add(parameters)
    return transcript
  }

  static func schedule(_ schedule: any Schedule) -> Transcript {
    var transcript = Transcript()
    for step in 0..<300 { transcript.add(schedule.factor(at: step, stepsPerEpoch: 10)) }
    return transcript
  }

  static func examples(_ signature: Signature, count: Int) -> Examples {
    if case .positions(let classes) = signature.targets,
      case .tokens(let vocabulary, let length) = signature.inputs
    {
      let text = (0..<(count + length)).map { Int32($0 * 5 % vocabulary) }
      return Examples(
        count: count, inputs: .windows(Array(text.dropLast()), length: length, vocabulary: vocabulary),
        targets: .windows(Array(text.dropFirst()), length: length, classes: classes))
    }
    let inputs: Examples.Inputs =
      switch signature.inputs {
      case .tokens(let vocabulary, let length):
        .tokens(
          (0..<count * length).map { Int32($0 * 5 % vocabulary) }, length: length, vocabulary: vocabulary)
      case .features(let width): .features(normal(count * width, "features"), width: width)
      case .graphs(let nodeWidth, let edgeWidth):
        .graphs(graphs(nodeWidth: nodeWidth, edgeWidth: edgeWidth, count: count))
      }
    let targets: Examples.Targets =
      switch signature.targets {
      case .classes(let classes): .classes((0..<count).map { Int32($0 * 3 % classes) }, classes: classes)
      case .values(let width): .values(normal(count * width, "targets"), width: width)
      case .positions: preconditionFailure("only texts have a target at every position")
      }
    return Examples(count: count, inputs: inputs, targets: targets)
  }

  /// Rings of one node more each, whose edges are of two kinds.
  static func graphs(nodeWidth: Int, edgeWidth: Int, count: Int) -> Graphs {
    var graphs = Graphs(nodeWidth: nodeWidth, edgeWidth: edgeWidth)
    let kinds = [normal(edgeWidth, "even"), normal(edgeWidth, "odd")]
    for index in 0..<count {
      let nodes = index + 2
      graphs.append(
        nodes: normal(nodes * nodeWidth, "nodes \(index)"), edges: (0..<nodes).flatMap { kinds[$0 % 2] },
        ends: (0..<nodes).map { ($0, ($0 + 1) % nodes) })
    }
    return graphs
  }

  /// A layer in the first surroundings that suit it.
  static func layer(_ example: String) throws -> Transcript {
    let layer = try readYAML(example, file: "example").flowText
    let candidates = [
      "{kind: embedding, width: 8}, \(layer), pool, linear", "{kind: embedding, width: 8}, \(layer), linear",
      "\(layer), pool, linear",
    ]
    let models = try candidates.map {
      try decoded("{kind: sequential, layers: [\($0)]}", from: architectures)
    }
    let fitting = models.first { signature(for: $0) != nil }
    let found = try #require(fitting, "no layers around \(example)")
    return try model(found)
  }

  static func model(_ architecture: any Architecture) throws -> Transcript {
    let fitting = signature(for: architecture)
    let signature = try #require(fitting, "no data that fit")
    let loss = try decoded("cross-entropy", from: losses)
    let network = try Network(
      architecture, signature: signature, loss: loss, batch: 6, evaluationBatch: 6, threads: 1)
    var parameters = [Float](repeating: 0, count: network.layout.count)
    var random: any RandomSource = CounterRandom(seed: 7, stream: "initialization")
    parameters.withUnsafeMutableBufferPointer { network.initialize($0, random: &random) }
    var gradient = parameters
    var transcript = Transcript()
    let value = gradient.withUnsafeMutableBufferPointer { gradient in
      parameters.withUnsafeBufferPointer { parameters in
        [0, 1, 2, 3, 4, 5].withUnsafeBufferPointer { (rows: UnsafeBufferPointer<Int32>) -> Float in
          guard let first = parameters.baseAddress, let target = gradient.baseAddress else { return .nan }
          return network.gradient(
            parameters: first, examples: examples(signature, count: 6), rows: rows, into: target)
        }
      }
    }
    transcript.add(Double(value))
    transcript.add(network.predictions)
    // Sums, since single elements may be sums of what cancels.
    for parameter in network.layout.parameters {
      transcript.add(parameter.name)
      transcript.add(parameter.range.reduce(0) { $0 + Double(gradient[$1] * gradient[$1]) }.squareRoot())
    }
    return transcript
  }

  /// The first data that a model takes.
  private static func signature(for architecture: any Architecture) -> Signature? {
    // Some have widths of their own, which their examples say.
    let candidates = [
      Signature(inputs: .tokens(vocabulary: 11, length: 4), targets: .classes(9)),
      Signature(inputs: .tokens(vocabulary: 11, length: 4), targets: .classes(30)),
      Signature(inputs: .features(width: 784), targets: .classes(10)),
      Signature(inputs: .tokens(vocabulary: 11, length: 4), targets: .positions(classes: 11)),
      Signature(inputs: .graphs(nodeWidth: 5, edgeWidth: 3), targets: .classes(4)),
    ]
    return candidates.first { (try? architecture.layout(for: $0)) != nil }
  }

  static func measured(
    _ targets: Signature.Targets = .classes(3),
    _ sum: (UnsafePointer<Float>, UnsafeBufferPointer<Int32>, Examples, UnsafeMutablePointer<Float>) -> Double
  ) -> Transcript {
    var transcript = Transcript()
    let signature = Signature(inputs: .features(width: 2), targets: targets)
    var gradient = [Float](repeating: 0, count: 12)
    let value = normal(12, "predictions").withUnsafeBufferPointer { predictions in
      [3, 1, 0, 2].withUnsafeBufferPointer { (rows: UnsafeBufferPointer<Int32>) in
        gradient.withUnsafeMutableBufferPointer { gradient -> Double in
          guard let first = predictions.baseAddress, let target = gradient.baseAddress else { return .nan }
          return sum(first, rows, examples(signature, count: 4), target)
        }
      }
    }
    transcript.add(value)
    transcript.add(gradient)
    return transcript
  }

  static func dataset(_ dataset: any DatasetKind) throws -> Transcript {
    var random: any RandomSource = CounterRandom(seed: 7, stream: "split")
    let data = try dataset.prepare(&random) { DatasetSamples.content(of: $0) }
    var transcript = Transcript()
    for split in [data.train, data.validation] {
      switch split.inputs {
      case .tokens(let tokens, _, _), .windows(let tokens, _, _): transcript.add(tokens.map(Float.init))
      case .features(let features, _): transcript.add(features)
      case .graphs(let graphs):
        transcript.add(graphs.nodes + graphs.edges)
        transcript.add((graphs.nodeStarts + graphs.sources + graphs.targets).map(Float.init))
      }
      switch split.targets {
      case .classes(let classes, _), .windows(let classes, _, _): transcript.add(classes.map(Float.init))
      case .values(let values, _): transcript.add(values)
      }
    }
    return transcript
  }

  static func linear(_ filter: any LinearFilter) -> Transcript {
    var transcript = Transcript()
    for value in filter.impulseResponse(length: 150) { transcript.add(value) }
    for step in 0...20 { transcript.add(filter.transfer(0.15 * Double(step)).magnitude) }
    return transcript
  }
}
