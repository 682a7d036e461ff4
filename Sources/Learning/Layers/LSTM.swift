internal import Compute

/// One layer of long short-term memory, as torch.nn.LSTM has it: with x and h, c of the token before
/// `i, f, o = σ(W x + b + U h + d)`, `g = tanh(W x + b + U h + d)`, `c ← f c + i g`, `h ← o tanh c`, where h and c of the first
/// token are made from zeros.
///
/// W `[4 hidden, inputs]`, U `[4 hidden, hidden]`, b and d `[4 hidden]` have the gates in the order i, f, g, o, and all start
/// uniform on ±1/√hidden. A prefix's h follows from the prefix alone, so equal prefixes of a batch are computed once;
/// the products of inputs are taken for all of them together, for a first layer once per distinct token.
struct LSTM {
  private let hidden: Int
  private let carries: Bool
  private let inputWeight, recurrentWeight, inputBias, recurrentBias: Parameter

  /// Names and draws as those of layer `index` of a torch.nn.LSTM called `name`.
  ///
  /// - Parameter carries: Whether h and c before a batch's first tokens are those after the last tokens of the training
  ///   batch before. Then nothing but tokens is shared.
  init(
    _ name: String, layer index: Int, inputs: Int, hidden: Int, carries: Bool = false,
    in model: inout ModelBuilder
  ) {
    self.hidden = hidden
    self.carries = carries
    inputWeight = model.parameter("\(name).weight_ih_l\(index)", [4 * hidden, inputs])
    recurrentWeight = model.parameter("\(name).weight_hh_l\(index)", [4 * hidden, hidden])
    inputBias = model.parameter("\(name).bias_ih_l\(index)", [4 * hidden])
    recurrentBias = model.parameter("\(name).bias_hh_l\(index)", [4 * hidden])
    for parameter in [inputWeight, recurrentWeight, inputBias, recurrentBias] {
      model.initialize(parameter, .inverseRoot(inputs: hidden))
    }
  }

  /// h of every prefix, `[prefixes, hidden]`; x is of distinct tokens or of prefixes.
  func callAsFunction(_ x: Value, in model: inout ModelBuilder) -> Value {
    let products = Linear(weight: inputWeight, bias: nil, outputs: 0..<(4 * hidden))(x, in: &model)
    let y = model.value(.prefixes, width: hidden)
    let gates = products.rows == .prefixes ? products.data : model.scratch(.prefixes, width: 4 * hidden)
    let cells = model.scratch(.prefixes, width: hidden)
    func twice(_ width: Int) -> [Buffer] { (0..<2).map { _ in model.scratch(.ends, width: width) } }
    model.append(
      LSTMOperation(
        hidden: hidden, x: products, y: y, weight: recurrentWeight.offset, inputBias: inputBias.offset,
        recurrentBias: recurrentBias.offset, gates: gates,
        cells: cells, recurrent: model.scratch(.ends, width: 4 * hidden),
        cellGradients: twice(hidden), sums: twice(4 * hidden), bias: model.memory(4 * hidden),
        biasGradient: model.memory(4 * hidden), zeros: model.memory(hidden),
        panels: panels(k: hidden, n: 4 * hidden, in: &model),
        backwardPanels: panels(k: 4 * hidden, n: hidden, in: &model),
        carried: carries ? model.carry(outputs: y.data, cells: cells) : nil, gradient: y.data, dx: nil))
    return y
  }

  private func panels(k: Int, n: Int, in model: inout ModelBuilder) -> Int? {
    WeightPanels.suit(k: k, n: n) ? model.memory(WeightPanels.size(k: k, n: n)) : nil
  }
}
