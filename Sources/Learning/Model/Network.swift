public import Compute
public import Spec

/// A model for one data set and loss, with all the memory that its passes need.
///
/// Results depend on parameters and samples alone, bit for bit: rows are cut into shards by their number, and how
/// many threads take the shards changes nothing. A pass allocates nothing.
public final class Network {
  public let layout: ParameterLayout
  public let signature: Signature
  private let loss: any Loss
  private let draws: [Draw]
  private let scaled: [(parameter: Parameter, by: Float)]
  private let rows: BatchRows
  private let runner: Runner
  private let logits: Value
  private let logitsGradient: Buffer
  private let sizes: NetworkMemory.Plan
  private var memory: NetworkMemory
  private let order: SampleOrder
  private let capacity: (batch: Int, evaluation: Int)
  /// Predictions of one sample.
  private let each: Int
  private let dropoutSeed: UInt64
  private let dropsOut: Bool
  private let states: [CarriedState]
  private var predicted = 0
  /// What the last training batch has left for the next, `[2 hidden, batch]` for each recurrence; empty if its model carries
  /// nothing.
  public var carried: [Float]

  /// - Parameters:
  ///   - batch: The largest number of samples of one gradient.
  ///   - evaluationBatch: The largest number of samples of one prediction.
  ///   - threads: At most so many work at the same time; no result depends on it.
  ///   - dropoutSeed: What dropout's masks follow from, with the step.
  /// - Throws: If model, data and loss do not fit, or `scale` names no parameter.
  public init(
    _ architecture: any Architecture, signature: Signature, loss: any Loss, batch: Int, evaluationBatch: Int,
    threads: Int, scale: InitialScale = .none, dropoutSeed: UInt64 = 0
  ) throws(InvalidSpec) {
    precondition(batch >= 1 && evaluationBatch >= 0, "batches of \(batch) and \(evaluationBatch)")
    try loss.check(signature)
    var builder = ModelBuilder(for: signature.inputs)
    logits = try architecture.build(&builder, for: signature)
    precondition(
      logits.rows == signature.predictionRows && logits.width == signature.outputs,
      "predictions of another shape")
    each = signature.predictionsEach
    self.dropoutSeed = dropoutSeed
    dropsOut = builder.masks > 0
    layout = builder.layout
    scaled = try scale.factors(in: layout)
    self.signature = signature
    self.loss = loss
    draws = builder.draws
    let (operations, shapes, gradient) = builder.finished(logits)
    logitsGradient = gradient

    states = builder.carried
    carried = [Float](repeating: 0, count: batch * states.reduce(0) { $0 + $1.width })

    // Evaluation makes at least so many predictions at a time, however small the batches of training are; of long
    // sequences it takes fewer, since memory grows with the rows.
    let most = min(max(1, 512 / each), max(1, 65_536 / max(1, builder.positions)))
    let together = max(batch, min(evaluationBatch, most))
    let rows = BatchRows(
      capacity: together, inputs: signature.inputs, links: builder.links,
      paths: builder.readsPaths || logits.rows == .prefixes)
    order = SampleOrder(capacity: evaluationBatch, inputs: signature.inputs)
    capacity = (batch, max(batch, evaluationBatch))
    self.rows = rows
    runner = Runner(Program(operations), rows: rows, threads: threads)

    sizes = NetworkMemory.Plan(
      buffers: shapes, memories: builder.memories, outputs: logits.width * each, batch: batch,
      predictions: capacity.evaluation)
    memory = NetworkMemory(sizes, rows: rows)
  }

  /// Draws first parameters in PyTorch's construction order, puts those in their place that are `given`, then multiplies
  /// those that `scale` names.
  public func initialize(
    _ parameters: UnsafeMutableBufferPointer<Float>, random: inout any RandomSource,
    given: [GivenParameter] = []
  ) {
    precondition(
      parameters.count == layout.count, "\(parameters.count) numbers for \(layout.count) parameters")
    let waste = UnsafeMutableBufferPointer<Float>.allocate(capacity: draws.map(\.count).max() ?? 0)
    defer { waste.deallocate() }
    for draw in draws {
      let aside = UnsafeMutableBufferPointer(rebasing: waste[..<draw.count])
      guard let offset = draw.offset else {
        draw.fill(aside, &random)
        continue
      }
      let place = UnsafeMutableBufferPointer(rebasing: parameters[offset..<(offset + draw.count)])
      guard let factors = draw.factors else {
        draw.fill(place, &random)
        continue
      }
      draw.fill(aside, &random)
      for index in place.indices { place[index] += factors[index] * aside[index] }
    }
    for tensor in given {
      precondition(
        layout.parameters.contains(tensor.parameter) && tensor.values.count == tensor.parameter.count,
        "\(tensor.values.count) numbers for \(tensor.parameter.name)")
      let place = UnsafeMutableBufferPointer(rebasing: parameters[tensor.parameter.range])
      _ = place.update(fromContentsOf: tensor.values)
    }
    for (parameter, factor) in scaled {
      for index in parameter.range { parameters[index] *= factor }
    }
  }

  public var team: Team { runner.team }

  /// The predictions `[rows, outputs]`, or `[rows, positions, outputs]`, of the last `gradient` or `predict`, in the order
  /// of its rows.
  public var predictions: UnsafeBufferPointer<Float> {
    UnsafeBufferPointer(start: memory.predictions, count: predicted * each * logits.width)
  }

  /// Overwrites `gradient` with that of the mean loss over the samples `rows`, and returns the mean loss.
  ///
  /// `step` counts the updates before this one; dropout has masks of its own for each.
  /// A model that carries states begins where the batch before ended, sample by sample; a short batch begins with zeros.
  public func gradient(
    parameters: UnsafePointer<Float>, examples: Examples, rows samples: UnsafeBufferPointer<Int32>,
    step: Int = 0, into gradient: UnsafeMutablePointer<Float>
  ) -> Float {
    precondition(
      (1...capacity.batch).contains(samples.count), "a batch of \(samples.count), room for \(capacity.batch)")
    predicted = samples.count
    makeRoom(for: examples)
    if samples.count < capacity.batch { forget() }
    return withInputs(of: examples) { inputs in
      group(inputs, samples, areShared: !dropsOut && states.isEmpty)
      let masks = dropsOut ? MaskSeries(seed: dropoutSeed, step: step) : nil
      return carried.withUnsafeMutableBufferPointer { carried in
        let pass = makePass(
          parameters, gradient, inputs, samples, masks: masks, carried: carried.baseAddress)
        runner.prepare(pass)
        runner.forward(pass)
        scatterPredictions(samples.indices)
        let total = loss.sum(
          of: UnsafePointer(memory.predictions), outputs: logits.width, targets: examples.targets,
          rows: samples, scale: 1 / Float(samples.count), gradient: memory.predictionGradient)
        gatherGradients(samples.count)
        runner.backward(pass)
        for state in states { state.keep(pass) }
        return Float(total / Double(samples.count))
      }
    }
  }

  /// Computes `predictions` for the samples `rows`, keeping nothing that only a backward pass needs.
  public func predict(
    parameters: UnsafePointer<Float>, examples: Examples, rows samples: UnsafeBufferPointer<Int32>
  ) {
    precondition(
      samples.count <= capacity.evaluation, "\(samples.count) samples, room for \(capacity.evaluation)")
    predicted = samples.count
    makeRoom(for: examples)
    withInputs(of: examples) { inputs in
      let sorted = samples.count > rows.capacity ? order.sort(samples, inputs) : nil
      var start = 0
      while start < samples.count {
        let end = min(samples.count, start + rows.capacity)
        let part = UnsafeBufferPointer(rebasing: (sorted?.rows ?? samples)[start..<end])
        group(inputs, part)
        let pass = makePass(parameters, nil, inputs, part)
        if start == 0 { runner.prepare(pass) }
        runner.forward(pass)
        if let sorted {
          for (row, place) in sorted.places[start..<end].enumerated() { copyPrediction(row, to: Int(place)) }
        } else {
          scatterPredictions(start..<end)
        }
        start = end
      }
    }
  }

  private func scatterPredictions(_ places: Range<Int>) {
    for (row, place) in places.enumerated() { copyPrediction(row, to: place) }
  }

  private func copyPrediction(_ sample: Int, to place: Int) {
    let width = logits.width
    let values = memory.buffers[logits.data.index]
    let predictions = rowsOfPredictions(sample)
    for index in 0..<each {
      (memory.predictions + (place * each + index) * width).update(
        from: values + Int(predictions[index]) * width, count: width)
    }
  }

  /// `[each]`: the rows of a sample's predictions.
  private func rowsOfPredictions(_ sample: Int) -> UnsafePointer<Int32> {
    logits.rows == .prefixes ? rows.prefixes(ofSample: sample) : UnsafePointer(rows.endOfSample) + sample
  }

  /// Sums the samples' prediction gradients into the rows that they share.
  private func gatherGradients(_ count: Int) {
    let width = logits.width
    let gradient = memory.buffers[logitsGradient.index]
    gradient.update(repeating: 0, count: rows.count(logits.rows) * width)
    for sample in 0..<count {
      let predictions = rowsOfPredictions(sample)
      for index in 0..<each {
        add(
          width, memory.predictionGradient + (sample * each + index) * width,
          into: gradient + Int(predictions[index]) * width)
      }
    }
  }

  private func makePass(
    _ parameters: UnsafePointer<Float>, _ gradient: UnsafeMutablePointer<Float>?, _ inputs: InputMemory,
    _ samples: UnsafeBufferPointer<Int32>, masks: MaskSeries? = nil,
    carried: UnsafeMutablePointer<Float>? = nil
  ) -> Pass {
    Pass(
      parameters: parameters, gradient: gradient, buffers: UnsafePointer(memory.buffers),
      memories: UnsafePointer(memory.memories), rows: rows, features: inputs.features, samples: samples,
      graphs: inputs.tables, masks: masks, carried: states.isEmpty ? nil : carried, places: capacity.batch)
  }

  private func group(
    _ inputs: InputMemory, _ samples: UnsafeBufferPointer<Int32>, areShared: Bool = true
  ) {
    if let tokens = inputs.tokens {
      rows.set(tokens: tokens, stride: inputs.stride, rows: samples, areShared: areShared)
    } else if let graphs = inputs.graphs {
      rows.set(samples: samples.count)
      rows.graphs.set(graphs, samples)
    } else {
      rows.set(samples: samples.count)
    }
  }

  /// How large graphs are shows only when they come; what is larger than all before moves the memory.
  private func makeRoom(for examples: Examples) {
    guard case .graphs(let graphs) = examples.inputs else { return }
    if rows.graphs.reserve(graphs, count: rows.capacity) { memory = NetworkMemory(sizes, rows: rows) }
  }

  private func withInputs<Result>(of examples: Examples, _ body: (InputMemory) -> Result) -> Result {
    precondition(Signature(examples) == signature, "the examples are not those that the network was made for")
    switch examples.inputs {
    case .tokens(let tokens, let length, _):
      return tokens.withUnsafeBufferPointer {
        body(InputMemory(tokens: $0.baseAddress, stride: length))
      }
    case .features(let features, let width):
      return features.withUnsafeBufferPointer { features in
        let table = features.baseAddress.flatMap { start in
          examples.usedColumns.map { FeatureTable(start: start, width: width, used: $0) }
        }
        return body(InputMemory(features: table, stride: width))
      }
    case .windows(let tokens, _, _):
      return tokens.withUnsafeBufferPointer { body(InputMemory(tokens: $0.baseAddress, stride: 1)) }
    case .graphs(let graphs):
      return graphs.withTables { body(InputMemory(graphs: graphs, tables: $0)) }
    }
  }
}

/// A data set's inputs for the duration of one pass.
struct InputMemory {
  var tokens: UnsafePointer<Int32>?
  var features: FeatureTable?
  /// How far the first numbers of two samples that follow each other are apart: 1 for windows of one text.
  var stride = 0
  var graphs: Graphs?
  var tables: GraphTables?
}
