internal import Compute

/// `y = x Wᵀ + b`, or `y = x Wᵀ + b + r` with a residual r: W `[outputs, inputs]`, b `[outputs]`, x `[n, inputs]`.
///
/// W and b start uniform on ±1/√inputs, as torch.nn.Linear does, if nothing else is said.
struct Linear {
  let inputs: Int
  let outputs: Int
  private let weight: Int
  private let bias: Int?

  /// `matrix` is how W starts instead of PyTorch's way; b is 0 then.
  init(
    _ name: String, _ inputs: Int, _ outputs: Int, bias: Bool = true, matrix: Initializer? = nil,
    in model: inout ModelBuilder
  ) {
    self.inputs = inputs
    self.outputs = outputs
    let weight = model.parameter(name + ".weight", [outputs, inputs])
    model.initialize(weight, matrix ?? .kaimingUniform(inputs: inputs))
    self.weight = weight.offset
    if bias {
      let bias = model.parameter(name + ".bias", [outputs])
      model.initialize(bias, matrix == nil ? .inverseRoot(inputs: inputs) : .constant(0))
      self.bias = bias.offset
    } else {
      self.bias = nil
    }
  }

  /// Some of the outputs of a stacked layer whose parameters someone else registered.
  init(weight: Parameter, bias: Parameter?, outputs: Range<Int>) {
    inputs = weight.shape[1]
    self.outputs = outputs.count
    self.weight = weight.offset + outputs.lowerBound * inputs
    self.bias = bias.map { $0.offset + outputs.lowerBound }
  }

  func callAsFunction(_ x: Value, adding residual: Value? = nil, in model: inout ModelBuilder) -> Value {
    let y = model.value(x.rows, width: outputs)
    self(x, adding: residual, into: y, in: &model)
    return y
  }

  /// The layer on the data set's features themselves.
  func ofFeatures(in model: inout ModelBuilder) -> Value {
    let operation = FeatureLinear(weight: weight, bias: bias, inputs: inputs, outputs: outputs, in: &model)
    model.append(operation)
    return operation.y
  }

  func callAsFunction(_ x: Value, adding residual: Value? = nil, into y: Value, in model: inout ModelBuilder)
  {
    precondition(
      x.width == inputs && y.width == outputs, "\(inputs) → \(outputs) is given \(x.width) → \(y.width)")
    if let residual {
      precondition(residual.rows == y.rows && residual.width == y.width, "a residual of other shape")
    }
    let forward = WeightPanels.suit(k: inputs, n: outputs)
    let backward = x.needsGradient && WeightPanels.suit(k: outputs, n: inputs)
    model.append(
      LinearOperation(
        weight: weight, bias: bias, x: x, y: y, residual: residual,
        panels: forward ? model.memory(WeightPanels.size(k: inputs, n: outputs)) : nil,
        backwardPanels: backward ? model.memory(WeightPanels.size(k: outputs, n: inputs)) : nil,
        gradient: y.data, dx: nil, dresidual: nil))
  }
}

private struct LinearOperation: Operation {
  let weight: Int
  let bias: Int?
  let x: Value
  let y: Value
  let residual: Value?
  /// Memory of Wᵀ and W in panels, where these suit.
  let panels: Int?
  let backwardPanels: Int?
  var gradient: Buffer
  var dx: GradientTarget?
  var dresidual: GradientTarget?

  var forwardRows: RowSet? { y.rows }
  var backwardRows: RowSet? { dx == nil && dresidual == nil ? nil : y.rows }
  var work: Int { x.width * y.width }
  var parameterCount: Int { x.width * y.width + (bias == nil ? 0 : y.width) }

  mutating func plan(_ plan: inout GradientPlan) {
    gradient = plan.gradient(of: y)
    if let residual { dresidual = plan.pass(y, to: residual) }
    dx = plan.claim(x)
  }

  var preparation: Int {
    (panels == nil ? 0 : x.width * y.width) + (backwardPanels == nil ? 0 : x.width * y.width)
  }

  func prepare(_ pass: Pass) {
    let weight = pass.parameters + weight
    if let panels {
      WeightPanels.lay(
        weight, stride: x.width, transpose: true, k: x.width, n: y.width, into: pass.memories[panels])
    }
    if let backwardPanels, pass.keeps {
      WeightPanels.lay(weight, stride: x.width, k: y.width, n: x.width, into: pass.memories[backwardPanels])
    }
  }

  func forward(_ rows: Range<Int>, _ pass: Pass) {
    let first = rows.lowerBound
    affine(
      pass.row(x, first), panels: panels.map { UnsafePointer(pass.memories[$0]) },
      weight: pass.parameters + weight, stride: x.width, m: rows.count, n: y.width, k: x.width,
      base: residual.map { UnsafePointer(pass.row($0, first)) }, bias: bias.map { pass.parameters + $0 },
      into: pass.row(y, first))
  }

  func backward(_ rows: Range<Int>, _ pass: Pass) {
    let first = rows.lowerBound
    let dy = pass.row(gradient, first)
    if let dresidual {
      _ = dresidual.prepare(rows, pass)
      add(rows.count * y.width, dy, into: pass.row(dresidual.buffer, first))
    }
    guard let dx else { return }
    if let backwardPanels {
      WeightPanels.multiply(
        dy, pass.memories[backwardPanels], m: rows.count, n: x.width, k: y.width, base: dx.base(first, pass),
        bias: nil, into: pass.row(dx.buffer, first))
    } else {
      let accumulate = dx.prepare(rows, pass)
      multiply(
        dy, strideA: y.width, pass.parameters + weight, strideB: x.width, m: rows.count, n: x.width,
        k: y.width,
        accumulate: accumulate, into: pass.row(dx.buffer, first), strideC: x.width)
    }
  }

  func parameterPieces(rows: Int) -> Int { WeightGrid.pieces(rows: rows, outputs: y.width, inputs: x.width) }

  func parameterGradient(_ piece: Int, of pieces: Int, _ pass: Pass) {
    guard let flat = pass.gradient else { return }
    let part = WeightGrid(piece, of: pieces, outputs: y.width, inputs: x.width)
    let rows = pass.rows.count(y.rows)
    weightGradient(
      pass.row(gradient, 0) + part.outputs.lowerBound, strideA: y.width,
      pass.row(x, 0) + part.inputs.lowerBound, strideB: x.width, rows: rows, m: part.outputs.count,
      n: part.inputs.count, into: flat + weight + part.outputs.lowerBound * x.width + part.inputs.lowerBound,
      strideC: x.width)
    if let bias, part.isFirst {
      sumColumns(
        rows: rows, stride: y.width, first: part.outputs.lowerBound, columns: part.outputs.count,
        of: pass.row(gradient, 0), into: flat + bias + part.outputs.lowerBound)
    }
  }
}
