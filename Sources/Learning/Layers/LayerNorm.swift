internal import Compute

/// `y = γ (x - mean) / √(variance + ε) + β` over the columns of each row: biased variance, ε = 1e-5, γ and β `[width]`.
///
/// γ starts as 1, β as 0, as torch.nn.LayerNorm does; β can be left out.
struct LayerNorm {
  static let epsilon: Float = 1e-5
  let gain: Parameter
  let bias: Parameter?

  init(_ name: String, _ width: Int, bias hasBias: Bool = true, in model: inout ModelBuilder) {
    gain = model.parameter(name + ".weight", [width])
    bias = hasBias ? model.parameter(name + ".bias", [width]) : nil
    model.initialize(gain, .constant(1))
    if let bias { model.initialize(bias, .constant(0)) }
  }

  func callAsFunction(_ x: Value, in model: inout ModelBuilder) -> Value {
    let y = model.value(x.rows, width: x.width)
    let statistics = model.scratch(x.rows, width: 2)
    model.append(
      LayerNormOperation(
        gain: gain.offset, bias: bias?.offset, x: x, y: y, statistics: statistics, gradient: y.data, dx: nil))
    return y
  }
}

private struct LayerNormOperation: Operation {
  let gain: Int
  let bias: Int?
  let x: Value
  let y: Value
  /// `[rows, 2]`: mean and 1/√(variance + ε).
  let statistics: Buffer
  var gradient: Buffer
  var dx: GradientTarget?

  var forwardRows: RowSet? { x.rows }
  var backwardRows: RowSet? { dx == nil ? nil : x.rows }
  var work: Int { 8 * x.width }
  var parameterCount: Int { (bias == nil ? 1 : 2) * x.width }

  mutating func plan(_ plan: inout GradientPlan) {
    gradient = plan.gradient(of: y)
    dx = plan.claim(x)
  }

  func forward(_ rows: Range<Int>, _ pass: Pass) {
    let first = rows.lowerBound
    layerNorm(
      rows: rows.count, width: x.width, epsilon: LayerNorm.epsilon, pass.row(x, first),
      gain: pass.parameters + gain, bias: bias.map { pass.parameters + $0 }, into: pass.row(y, first),
      statistics: pass.keeps ? pass.row(statistics, first) : nil)
  }

  func backward(_ rows: Range<Int>, _ pass: Pass) {
    guard let dx else { return }
    let first = rows.lowerBound
    layerNormBackward(
      rows: rows.count, width: x.width, x: pass.row(x, first), statistics: pass.row(statistics, first),
      gain: pass.parameters + gain, dy: pass.row(gradient, first), adding: dx.base(first, pass),
      into: pass.row(dx.buffer, first))
  }

  func parameterPieces(rows: Int) -> Int { 1 }

  func parameterGradient(_ piece: Int, of pieces: Int, _ pass: Pass) {
    guard let flat = pass.gradient else { return }
    layerNormParameterGradients(
      rows: pass.rows.count(x.rows), width: x.width, x: pass.row(x, 0), statistics: pass.row(statistics, 0),
      dy: pass.row(gradient, 0), gain: flat + gain, bias: bias.map { flat + $0 })
  }
}
