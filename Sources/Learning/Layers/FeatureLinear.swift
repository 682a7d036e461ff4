internal import Compute

/// `y = x Wᵀ + b` of the samples' features as the data set has them: `x[i] = features[samples[i]]`.
///
/// Columns that are zero in all rows of the table are left out of every product; the gradient of their weights is zero.
struct FeatureLinear: Operation {
  /// Of W `[y.width, inputs]` and b `[y.width]` in the flat vector.
  let weight: Int
  let bias: Int?
  let inputs: Int
  let y: Value
  /// The used columns of x, side by side.
  private let x: Buffer
  /// The used columns of W, of its gradient, and of Wᵀ in panels; the last only where these suit.
  private let usedWeight: Int
  private let usedGradient: Int
  private let panels: Int?
  private var gradient: Buffer

  init(weight: Int, bias: Int?, inputs: Int, outputs: Int, in model: inout ModelBuilder) {
    self.weight = weight
    self.bias = bias
    self.inputs = inputs
    y = model.value(.ends, width: outputs)
    x = model.scratch(.ends, width: inputs)
    usedWeight = model.memory(inputs * outputs)
    usedGradient = model.memory(inputs * outputs)
    panels =
      WeightPanels.suit(k: inputs, n: outputs)
      ? model.memory(WeightPanels.size(k: inputs, n: outputs)) : nil
    gradient = y.data
  }

  var forwardRows: RowSet? { .ends }
  var backwardRows: RowSet? { nil }
  var work: Int { inputs * y.width }
  var parameterCount: Int { inputs * y.width + (bias == nil ? 0 : y.width) }
  var preparation: Int { inputs * y.width }

  mutating func plan(_ plan: inout GradientPlan) { gradient = plan.gradient(of: y) }

  private func columns(_ pass: Pass) -> UsedColumns {
    guard let features = pass.features else { preconditionFailure("a model of features was given tokens") }
    return features.columns
  }

  func prepare(_ pass: Pass) {
    let columns = columns(pass)
    var used = pass.parameters + weight
    if !columns.areAll {
      let compact = pass.memories[usedWeight]
      for output in 0..<y.width {
        columns.gather(used + output * inputs, into: compact + output * columns.count)
      }
      used = UnsafePointer(compact)
    }
    if let panels {
      WeightPanels.lay(
        used, stride: columns.count, transpose: true, k: columns.count, n: y.width,
        into: pass.memories[panels])
    }
  }

  func forward(_ rows: Range<Int>, _ pass: Pass) {
    guard let features = pass.features else { return }
    let columns = features.columns
    let start = pass.buffers[x.index] + rows.lowerBound * columns.count
    for (place, row) in rows.enumerated() {
      columns.gather(features.row(pass.samples[row]), into: start + place * columns.count)
    }
    affine(
      start, panels: panels.map { UnsafePointer(pass.memories[$0]) },
      weight: columns.areAll ? pass.parameters + weight : UnsafePointer(pass.memories[usedWeight]),
      m: rows.count, n: y.width, k: columns.count, base: nil, bias: bias.map { pass.parameters + $0 },
      into: pass.row(y, rows.lowerBound))
  }

  func backward(_ rows: Range<Int>, _ pass: Pass) {}

  func parameterPieces(rows: Int) -> Int { WeightGrid.pieces(rows: rows, outputs: y.width, inputs: inputs) }

  func parameterGradient(_ piece: Int, of pieces: Int, _ pass: Pass) {
    guard let flat = pass.gradient else { return }
    let columns = columns(pass)
    let part = WeightGrid(piece, of: pieces, outputs: y.width, inputs: inputs, used: columns.count)
    let compact = columns.areAll ? flat + weight : pass.memories[usedGradient]
    let dy = pass.row(gradient, 0) + part.outputs.lowerBound
    weightGradient(
      dy, strideA: y.width, pass.buffers[x.index] + part.inputs.lowerBound, strideB: columns.count,
      rows: pass.rows.count(.ends), m: part.outputs.count, n: part.inputs.count,
      into: compact + part.outputs.lowerBound * columns.count + part.inputs.lowerBound, strideC: columns.count
    )
    if !columns.areAll {
      for output in part.outputs {
        let row = flat + weight + output * inputs
        if part.isFirst { columns.clearUnused(row) }
        columns.scatter(
          compact + output * columns.count + part.inputs.lowerBound, part.inputs, into: row)
      }
    }
    if let bias, part.isFirst {
      sumColumns(
        rows: pass.rows.count(.ends), stride: y.width, first: part.outputs.lowerBound,
        columns: part.outputs.count,
        of: pass.row(gradient, 0), into: flat + bias + part.outputs.lowerBound)
    }
  }
}
