internal import Compute

/// `y = x Wᵀ + b` of the samples' features as the data set has them: `x[i] = features[samples[i]]`.
///
/// Columns before the first and after the last that is used are left out of every product (`usedColumns`); the gradient of
/// their weights is zero.
struct FeatureLinear: Operation {
  /// Of W `[y.width, inputs]` and b `[y.width]` in the flat vector.
  let weight: Int
  let bias: Int?
  let inputs: Int
  let y: Value
  /// The used columns of x.
  private let x: Buffer
  /// Of the used columns of W, transposed; where these suit.
  private let panels: Int?
  private var gradient: Buffer

  init(weight: Int, bias: Int?, inputs: Int, outputs: Int, in model: inout ModelBuilder) {
    self.weight = weight
    self.bias = bias
    self.inputs = inputs
    y = model.value(.ends, width: outputs)
    x = model.scratch(.ends, width: inputs)
    panels =
      WeightPanels.suit(k: inputs, n: outputs)
      ? model.memory(WeightPanels.size(k: inputs, n: outputs)) : nil
    gradient = y.data
  }

  var forwardRows: RowSet? { .ends }
  var backwardRows: RowSet? { nil }
  var work: Int { inputs * y.width }
  var parameterCount: Int { inputs * y.width + (bias == nil ? 0 : y.width) }
  var preparation: Int { panels == nil ? 0 : inputs * y.width }

  mutating func plan(_ plan: inout GradientPlan) { gradient = plan.gradient(of: y) }

  private func table(_ pass: Pass) -> FeatureTable {
    guard let features = pass.features else { preconditionFailure("a model of features was given tokens") }
    return features
  }

  func prepare(_ pass: Pass) {
    guard let panels else { return }
    let used = table(pass).used
    WeightPanels.lay(
      pass.parameters + weight + used.lowerBound, stride: inputs, transpose: true, k: used.count, n: y.width,
      into: pass.memories[panels])
  }

  func forward(_ rows: Range<Int>, _ pass: Pass) {
    let table = table(pass)
    let used = table.used
    let start = pass.buffers[x.index] + rows.lowerBound * used.count
    for (place, row) in rows.enumerated() {
      (start + place * used.count).update(from: table.row(pass.samples[row]), count: used.count)
    }
    affine(
      start, panels: panels.map { UnsafePointer(pass.memories[$0]) },
      weight: pass.parameters + weight + used.lowerBound, stride: inputs, m: rows.count, n: y.width,
      k: used.count, base: nil, bias: bias.map { pass.parameters + $0 }, into: pass.row(y, rows.lowerBound))
  }

  func backward(_ rows: Range<Int>, _ pass: Pass) {}

  func parameterPieces(rows: Int) -> Int { WeightGrid.pieces(rows: rows, outputs: y.width, inputs: inputs) }

  func parameterGradient(_ piece: Int, of pieces: Int, _ pass: Pass) {
    guard let flat = pass.gradient else { return }
    let used = table(pass).used
    let part = WeightGrid(piece, of: pieces, outputs: y.width, inputs: inputs, used: used.count)
    let first = part.outputs.lowerBound
    weightGradient(
      pass.row(gradient, 0) + first, strideA: y.width, pass.buffers[x.index] + part.inputs.lowerBound,
      strideB: used.count, rows: pass.rows.count(.ends), m: part.outputs.count, n: part.inputs.count,
      into: flat + weight + first * inputs + used.lowerBound + part.inputs.lowerBound, strideC: inputs)
    guard part.isFirst else { return }
    for output in part.outputs {
      let row = flat + weight + output * inputs
      row.update(repeating: 0, count: used.lowerBound)
      (row + used.upperBound).update(repeating: 0, count: inputs - used.upperBound)
    }
    if let bias {
      sumColumns(
        rows: pass.rows.count(.ends), stride: y.width, first: first, columns: part.outputs.count,
        of: pass.row(gradient, 0), into: flat + bias + first)
    }
  }
}
